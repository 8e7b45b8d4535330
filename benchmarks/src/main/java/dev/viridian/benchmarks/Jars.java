package dev.viridian.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The class path as a program is delivered: of jars alone, which an archive of classes wants. */
final class Jars {
    private Jars() {}

    /** This process's, with folders made into jars there, and without a library that writes a log. */
    static String classPath(Path folder) throws IOException {
        List<String> path = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(each))) {
                path.add(jar(Path.of(each), folder.resolve("own-" + path.size() + ".jar"))
                        .toString());
            } else if (!each.contains("logback") && Files.exists(Path.of(each))) {
                path.add(each);
            }
        }
        return String.join(File.pathSeparator, path);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
