package dev.viridian.machine;

import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell would. */
record Programs(LinuxRoot root) {
    /** Where programs are looked for. */
    static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    boolean has(String program) {
        return FileTroubles.told("look for program " + program, root.folder(), () -> find(program, PATH, "/"))
                .isPresent();
    }

    /** Refuses what is not there before it is started, since whoever starts it would only return a number. */
    void require(String doing, String program, String path, String folder) {
        Optional<Path> found = FileTroubles.told(doing, root.folder(), () -> find(program, path, folder));
        if (found.isEmpty()) {
            throw PlatformException.refused(
                    doing,
                    "there is no program '" + program + "' that could be run, neither by its path from " + folder
                            + " nor in " + path + ". Install it by a step before, such as packages(\"…\").");
        }
    }

    private Optional<Path> find(String program, String path, String folder) throws IOException {
        if (program.indexOf('/') >= 0) {
            String whole = program.startsWith("/") ? program : folder + "/" + program;
            return Optional.of(root.followed(whole)).filter(Programs::isProgram);
        }
        for (String each : path.split(":", -1)) {
            Path candidate = root.followed((each.isEmpty() ? folder : each) + "/" + program);
            if (isProgram(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
