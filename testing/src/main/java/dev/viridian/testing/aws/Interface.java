package dev.viridian.testing.aws;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The operations of a client's interface, read from its class file: to ask the class itself would load the classes of all their parameters, of which EC2 has
 * fifteen hundred. The layout is that of
 * <a href="https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html">the specification of the Java virtual machine, chapter 4</a>.
 */
final class Interface {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int HEAD = 8;

    private Interface() {}

    /** A method that takes a request: {@code describeInstances}, {@code (Lsoftware/…/DescribeInstancesRequest;)Lsoftware/…/DescribeInstancesResponse;}. */
    record Method(String name, String descriptor) {
        /** The SDK writes the case of letters its own way: {@code swapEnvironmentCNAMEs(SwapEnvironmentCnamEsRequest)}. */
        private boolean isOperation() {
            String request = "/model/" + name + "Request;";
            int end = descriptor.indexOf(';') + 1;
            return descriptor.startsWith("(L")
                    && descriptor.regionMatches(true, end - request.length(), request, 0, request.length())
                    && (descriptor.endsWith("Response;") || descriptor.endsWith(")Ljava/lang/Object;"))
                    && !descriptor.contains("Ljava/nio/file/Path;");
        }

        private boolean isConfiguration() {
            return name.equals("serviceClientConfiguration");
        }
    }

    /** Those that answer a request, and the one that says how the client is set up. */
    static List<Method> operations(Class<?> type) {
        try (InputStream file = Objects.requireNonNull(
                type.getResourceAsStream(type.getSimpleName() + ".class"), () -> "the class file of " + type)) {
            return read(new DataInputStream(new BufferedInputStream(file))).stream()
                    .filter(method -> method.isOperation() || method.isConfiguration())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + type, e);
        }
    }

    private static List<Method> read(DataInputStream file) throws IOException {
        file.skipNBytes(HEAD);
        String[] texts = texts(file);
        file.skipNBytes(6);
        file.skipNBytes(2L * file.readUnsignedShort());
        members(file, texts);
        return members(file, texts);
    }

    private static String[] texts(DataInputStream file) throws IOException {
        String[] texts = new String[file.readUnsignedShort()];
        for (int i = 1; i < texts.length; i++) {
            int tag = file.readUnsignedByte();
            if (tag == UTF8) {
                texts[i] = file.readUTF();
            } else {
                file.skipNBytes(length(tag));
            }
            if (tag == LONG || tag == DOUBLE) {
                i++;
            }
        }
        return texts;
    }

    private static int length(int tag) {
        return switch (tag) {
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 2;
            case METHOD_HANDLE -> 3;
            case LONG, DOUBLE -> 8;
            default -> 4;
        };
    }

    private static List<Method> members(DataInputStream file, String[] texts) throws IOException {
        List<Method> members = new ArrayList<>();
        for (int left = file.readUnsignedShort(); left > 0; left--) {
            file.skipNBytes(2);
            members.add(new Method(texts[file.readUnsignedShort()], texts[file.readUnsignedShort()]));
            for (int attributes = file.readUnsignedShort(); attributes > 0; attributes--) {
                file.skipNBytes(2);
                file.skipNBytes(Integer.toUnsignedLong(file.readInt()));
            }
        }
        return members;
    }
}
