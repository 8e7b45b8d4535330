package dev.viridian.testing.mutants;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** All of Viridian once more, with the classes of one mutant in it. Everything else is shared. */
final class MutantLoader extends ClassLoader {
    private static final String OURS = "dev.viridian.";
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all mutants: it takes longer to look into all the archives of the class path than to compile a class. */
    private static final JavaFileManager CLASS_PATH = COMPILER.getStandardFileManager(null, null, null);

    private final Map<String, byte[]> mutated;

    private MutantLoader(Map<String, byte[]> mutated) {
        super(MutantLoader.class.getClassLoader());
        this.mutated = mutated;
    }

    static MutantLoader of(Mutant mutant) {
        return new MutantLoader(compiled(mutant));
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = mutated.containsKey(name) ? mutated.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compiled(Mutant mutant) {
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        JavaFileManager files = new ForwardingJavaFileManager<>(CLASS_PATH) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location, String name, JavaFileObject.Kind kind, javax.tools.FileObject sibling) {
                return new ClassInMemory(name, classes);
            }
        };
        List<String> options = List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
        boolean good = COMPILER.getTask(messages, files, null, options, null, List.of(new SourceInMemory(mutant)))
                .call();
        if (!good) {
            throw new IllegalStateException("Mutant '" + mutant + "' does not compile:\n" + messages);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, content) -> bytes.put(name, content.toByteArray()));
        return bytes;
    }

    private static final class SourceInMemory extends SimpleJavaFileObject {
        private final String source;

        SourceInMemory(Mutant mutant) {
            super(URI.create("mutant:///" + mutant.type().replace('.', '/') + ".java"), Kind.SOURCE);
            this.source = mutant.source();
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
        }
    }

    private static final class ClassInMemory extends SimpleJavaFileObject {
        private final String name;
        private final Map<String, ByteArrayOutputStream> classes;

        ClassInMemory(String name, Map<String, ByteArrayOutputStream> classes) {
            super(URI.create("mutant:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
            this.name = name;
            this.classes = classes;
        }

        @Override
        public OutputStream openOutputStream() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            classes.put(name, bytes);
            return bytes;
        }
    }
}
