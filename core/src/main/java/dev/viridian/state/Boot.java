package dev.viridian.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which boot of this computer the present one is: what was written and is not on the disk lasts as long as it does. */
final class Boot {
    private Boot() {}

    /** Where the system does not say, another one each time: so that nothing is thought to be on the disk that may not be. */
    static String present() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException unknown) {
            return UUID.randomUUID().toString();
        }
    }
}
