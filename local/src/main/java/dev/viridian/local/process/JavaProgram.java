package dev.viridian.local.process;

import java.nio.file.Path;

/** The Java that runs this program, to run others by. */
public final class JavaProgram {
    private JavaProgram() {}

    /** Its file. */
    public static String file() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
