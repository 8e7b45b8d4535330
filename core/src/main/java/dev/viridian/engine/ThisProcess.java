package dev.viridian.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** This process as others shall see it: {@code anna@build-7, process 4711}. */
final class ThisProcess {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private static final String NAME = System.getProperty("user.name", "somebody") + "@" + host() + ", process "
            + ProcessHandle.current().pid();

    private ThisProcess() {}

    static String name() {
        return NAME;
    }

    /** Where the kernel says it, nobody has to ask a name server, who may take long. */
    private static String host() {
        try {
            return Files.isReadable(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "a host without a name";
        }
    }
}
