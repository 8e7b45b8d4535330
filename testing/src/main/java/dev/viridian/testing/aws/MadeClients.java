package dev.viridian.testing.aws;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes clients: classes that implement an interface of the SDK and hand each operation on to {@link MadeClient#call} with its name. A class written by hand would
 * leave the operations that nobody wrote to the interface, which refuses them without a word; a {@link java.lang.reflect.Proxy} of EC2's interface takes
 * seconds to be made. The layout is that of
 * <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html">the specification of the Java virtual machine, chapter 4</a>.
 */
final class MadeClients {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int JAVA_8 = 52;
    private static final int FINAL_CLASS = 0x1030;
    private static final int PUBLIC = 1;
    private static final String PARENT = MadeClient.class.getName().replace('.', '/');
    private static final String MADE_BY = "(L" + Desk.class.getName().replace('.', '/') + ";L"
            + Service.class.getName().replace('.', '/') + ";)V";
    private static final String CALL = "(Ljava/lang/String;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;";
    private static final Map<Class<?>, Class<?>> MADE = new HashMap<>();

    private final Constants constants = new Constants();

    private MadeClients() {}

    /** A client of that type. */
    static <C> C of(Class<C> type, Service service, Desk desk) {
        try {
            return type.cast(classOf(type)
                    .getDeclaredConstructor(Desk.class, Service.class)
                    .newInstance(desk, service));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("No client of " + service + " can be made.", e);
        }
    }

    private static synchronized Class<?> classOf(Class<?> type) throws IllegalAccessException {
        Class<?> made = MADE.get(type);
        if (made == null) {
            made = MethodHandles.lookup().defineClass(new MadeClients().classFile(type));
            MADE.put(type, made);
        }
        return made;
    }

    private byte[] classFile(Class<?> type) {
        try {
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            body(type, new DataOutputStream(rest));
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(file);
            out.writeInt(MAGIC);
            out.writeInt(JAVA_8);
            constants.writeTo(out);
            rest.writeTo(out);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void body(Class<?> type, DataOutputStream out) throws IOException {
        List<Interface.Method> operations = Interface.operations(type);
        out.writeShort(FINAL_CLASS);
        out.writeShort(constants.type(PARENT.replace("MadeClient", type.getSimpleName() + "MadeClient")));
        out.writeShort(constants.type(PARENT));
        out.writeShort(1);
        out.writeShort(constants.type(type.getName().replace('.', '/')));
        out.writeShort(0);
        out.writeShort(operations.size() + 1);
        method(out, 0, "<init>", MADE_BY, 3, constructor());
        for (Interface.Method operation : operations) {
            method(out, PUBLIC, operation.name(), operation.descriptor(), 4, handOn(operation));
        }
        out.writeShort(0);
    }

    private void method(DataOutputStream out, int access, String name, String descriptor, int most, byte[] code)
            throws IOException {
        out.writeShort(access);
        out.writeShort(constants.text(name));
        out.writeShort(constants.text(descriptor));
        out.writeShort(1);
        out.writeShort(constants.text("Code"));
        out.writeInt(12 + code.length);
        out.writeShort(most);
        out.writeShort(most);
        out.writeInt(code.length);
        out.write(code);
        out.writeShort(0);
        out.writeShort(0);
    }

    /** {@code super(desk, service)}. */
    private byte[] constructor() throws IOException {
        Code code = new Code();
        code.load(0).load(1).load(2);
        return code.invokeSpecial(constants.method(PARENT, "<init>", MADE_BY)).end();
    }

    /** {@code return (Response) call("operation", request, more)}, with null for what the operation does not take. */
    private byte[] handOn(Interface.Method operation) throws IOException {
        String descriptor = operation.descriptor();
        long parameters = descriptor
                .substring(0, descriptor.indexOf(')'))
                .chars()
                .filter(letter -> letter == ';')
                .count();
        String answer = descriptor.substring(descriptor.indexOf(')') + 2, descriptor.length() - 1);
        Code code = new Code().load(0).constant(constants.string(operation.name()));
        for (int i = 1; i <= 2; i++) {
            code = i <= parameters ? code.load(i) : code.nothing();
        }
        return code.invokeVirtual(constants.method(PARENT, "call", CALL))
                .cast(constants.type(answer))
                .answer();
    }

    /** The instructions of one method. */
    private static final class Code {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Code load(int variable) throws IOException {
            out.writeByte(0x2a + variable);
            return this;
        }

        Code nothing() throws IOException {
            out.writeByte(0x01);
            return this;
        }

        Code constant(int index) throws IOException {
            return with(0x13, index);
        }

        Code invokeVirtual(int index) throws IOException {
            return with(0xb6, index);
        }

        Code invokeSpecial(int index) throws IOException {
            return with(0xb7, index);
        }

        Code cast(int index) throws IOException {
            return with(0xc0, index);
        }

        private Code with(int instruction, int index) throws IOException {
            out.writeByte(instruction);
            out.writeShort(index);
            return this;
        }

        byte[] answer() throws IOException {
            out.writeByte(0xb0);
            return bytes.toByteArray();
        }

        byte[] end() throws IOException {
            out.writeByte(0xb1);
            return bytes.toByteArray();
        }
    }

    /** The constants of a class, each once. */
    private static final class Constants {
        private final Map<List<Object>, Integer> known = new HashMap<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        int text(String text) throws IOException {
            Integer there = known.get(List.of(text));
            if (there != null) {
                return there;
            }
            out.writeByte(1);
            out.writeUTF(text);
            return added(List.of(text));
        }

        int type(String name) throws IOException {
            return pointing(7, text(name), 0);
        }

        int string(String text) throws IOException {
            return pointing(8, text(text), 0);
        }

        int method(String owner, String name, String descriptor) throws IOException {
            int type = type(owner);
            return pointing(10, type, pointing(12, text(name), text(descriptor)));
        }

        private int pointing(int tag, int first, int second) throws IOException {
            List<Object> key = List.of(tag, first, second);
            Integer there = known.get(key);
            if (there != null) {
                return there;
            }
            out.writeByte(tag);
            out.writeShort(first);
            if (second > 0) {
                out.writeShort(second);
            }
            return added(key);
        }

        private int added(List<Object> key) {
            known.put(key, known.size() + 1);
            return known.size();
        }

        void writeTo(DataOutputStream file) throws IOException {
            file.writeShort(known.size() + 1);
            bytes.writeTo(file);
        }
    }
}
