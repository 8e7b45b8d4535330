package dev.viridian.local.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file that a launch runs, found before anything is started: behind {@code setsid} a program that cannot be executed
 * would be seen only as a process that ended at once.
 */
final class Executable {
    private static final int FIRST_LINE = 256;

    private final Launch launch;

    private Executable(Launch launch) {
        this.launch = launch;
    }

    static Path of(Launch launch) {
        Executable executable = new Executable(launch);
        Path file = launch.program().indexOf('/') >= 0
                ? launch.folder().resolve(launch.program())
                : executable.inSearchPath();
        executable.refuseUnlessExecutable(file);
        executable.refuseWithoutInterpreter(file);
        return file;
    }

    private Path inSearchPath() {
        String searchPath =
                Optional.ofNullable(launch.environment().get("PATH")).orElseGet(Executable::pathOfTheController);
        Optional<Path> unusable = Optional.empty();
        for (String folder : searchPath.split(":", -1)) {
            Path candidate = launch.folder().resolve(folder).resolve(launch.program());
            if (folder.isEmpty() || !Files.isRegularFile(candidate)) {
                continue;
            }
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
            unusable = Optional.of(candidate);
        }
        return unusable.orElseThrow(() -> new CannotStartException(
                launch,
                "there is no such program in the PATH " + searchPath,
                "Install it, add its folder to PATH, or give its full path"));
    }

    private static String pathOfTheController() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/local/bin:/usr/bin:/bin");
    }

    private void refuseUnlessExecutable(Path file) {
        if (!Files.exists(file)) {
            throw new CannotStartException(
                    launch, file + " does not exist", "Check the command, and what the artifact was unpacked to");
        }
        if (!Files.isRegularFile(file)) {
            throw new CannotStartException(launch, file + " is not a file", "Name the program itself");
        }
        if (!Files.isExecutable(file)) {
            throw new CannotStartException(
                    launch, file + " is not executable for this user", "Make it executable (chmod +x)");
        }
    }

    /** A script whose interpreter is missing fails with the same "No such file" as a script that is missing itself. */
    private void refuseWithoutInterpreter(Path file) {
        Optional<String> interpreter = interpreterOf(file);
        if (interpreter.isPresent() && !Files.isExecutable(launch.folder().resolve(interpreter.get()))) {
            boolean windows = interpreter.get().endsWith("\r");
            throw new CannotStartException(
                    launch,
                    "the first line of " + file + " asks for the interpreter '"
                            + interpreter.get().replace("\r", "\\r") + "', which is not an executable file here",
                    windows ? "Give the script Unix line ends" : "Install the interpreter, or correct the first line");
        }
    }

    private Optional<String> interpreterOf(Path file) {
        // A program that may be executed but not read is no script, or its interpreter could not read it either.
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream content = Files.newInputStream(file)) {
            String start = new String(content.readNBytes(FIRST_LINE), StandardCharsets.ISO_8859_1);
            if (!start.startsWith("#!")) {
                return Optional.empty();
            }
            String line = start.substring(2).split("\n", 2)[0].replaceFirst("^[ \t]+", "");
            return Optional.of(line.split("[ \t]", 2)[0]).filter(name -> !name.isEmpty());
        } catch (IOException e) {
            throw new CannotStartException(launch, file + " cannot be read: " + e, "Check the disk", e);
        }
    }
}
