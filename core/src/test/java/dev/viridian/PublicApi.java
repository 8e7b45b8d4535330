package dev.viridian;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What users of the exported packages can see, as a sorted text: a line for each type and, below it, for each of its members. */
final class PublicApi {
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_EVERY_ENUM = Set.of("values", "valueOf");

    private final Path classes;

    private PublicApi(Path classes) {
        this.classes = classes;
    }

    /** The API of the module in a folder of compiled classes. */
    static String of(Path classes) {
        try {
            return new PublicApi(classes).text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String exported : exportedPackages()) {
            for (Class<?> type : typesIn(exported)) {
                text.append(readable(headOf(type))).append('\n');
                membersOf(type)
                        .forEach(member ->
                                text.append("  ").append(readable(member)).append('\n'));
            }
        }
        return text.toString();
    }

    private List<String> exportedPackages() throws IOException {
        try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .sorted()
                    .toList();
        }
    }

    private List<Class<?>> typesIn(String packageName) throws IOException {
        try (Stream<Path> files = Files.list(classes.resolve(packageName.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> typeOf(packageName + "." + file.substring(0, file.length() - ".class".length())))
                    .filter(PublicApi::isVisible)
                    .sorted(Comparator.comparing(Class::getName))
                    .collect(Collectors.toList());
        }
    }

    private static Class<?> typeOf(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        return !type.isAnonymousClass()
                && !type.isLocalClass()
                && isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String headOf(Class<?> type) {
        StringBuilder head = new StringBuilder(genericNameOf(type));
        if (type.getSuperclass() != null
                && !Set.of(Object.class, Record.class, Enum.class).contains(type.getSuperclass())) {
            head.append(" extends ").append(type.getGenericSuperclass().getTypeName());
        }
        append(head, " implements ", Arrays.stream(type.getGenericInterfaces()).map(Type::getTypeName));
        if (type.isSealed()) {
            append(
                    head,
                    " permits ",
                    Arrays.stream(type.getPermittedSubclasses()).map(Class::getName));
        }
        return head.toString();
    }

    /** Later JDKs than 17 say there, too, that it is sealed, or not any more. */
    private static String genericNameOf(Class<?> type) {
        return type.toGenericString().replaceFirst("\\b(non-)?sealed ", "");
    }

    private static void append(StringBuilder head, String word, Stream<String> names) {
        String list = names.sorted().collect(Collectors.joining(", "));
        head.append(list.isEmpty() ? "" : word + list);
    }

    private static List<String> membersOf(Class<?> type) {
        return Stream.<AccessibleObject>concat(
                        Stream.concat(
                                Arrays.stream(type.getDeclaredFields()), Arrays.stream(type.getDeclaredConstructors())),
                        Arrays.stream(type.getDeclaredMethods()))
                .filter(member -> isOwn(type, (Member) member))
                .map(member -> signatureOf(type, member))
                .sorted()
                .toList();
    }

    private static boolean isOwn(Class<?> type, Member member) {
        boolean inherited = member instanceof Method method
                && (OF_EVERY_OBJECT.contains(method.getName())
                        || (type.isEnum() && OF_EVERY_ENUM.contains(method.getName())));
        return isVisible(member.getModifiers()) && !member.isSynthetic() && !inherited;
    }

    private static String signatureOf(Class<?> type, AccessibleObject member) {
        String text = member instanceof Executable executable
                ? executable.toGenericString()
                : ((Field) member).toGenericString();
        return text.replace(" " + type.getTypeName() + ".", " ");
    }

    private static String readable(String signature) {
        return signature.replaceAll("\\bjava\\.(?:lang|util|time|net|io)\\.(?=[A-Z])", "");
    }
}
