package dev.viridian.local.process;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java that runs this program, to run others by, which work in other folders. */
public final class JavaProgram {
    private JavaProgram() {}

    /** Its file. */
    public static String file() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** All classes of this program, as a class path: what is on the module path here serves there as well. */
    public static String classPath() {
        return Stream.of("java.class.path", "jdk.module.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(paths -> Stream.of(paths.split(File.pathSeparator, -1)))
                .filter(path -> !path.isEmpty())
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
