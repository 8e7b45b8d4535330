package dev.viridian.machine;

import dev.viridian.Failure;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostFiles;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells what becomes of a machine: on its console, in its log and in its result file. That a disk is full does not end it: to make room may be what the
 * provisioning is about to do.
 */
final class MachineNews {
    private final HostFiles files;
    private final Time time;
    private final Path log;
    private final Path result;
    private final Consumer<String> console;
    private final AtomicBoolean isLogging = new AtomicBoolean(true);

    MachineNews(LinuxHost host, MachineOptions options, Consumer<String> console) {
        this.files = host.files();
        this.time = host.time();
        this.log = options.log().toAbsolutePath();
        this.result = options.result().toAbsolutePath();
        this.console = console;
    }

    /** On the console, and in the log as far as that can be written. */
    void say(String text) {
        console.accept(text);
        try {
            FileTroubles.told("add to the log", log, () -> added(time.now() + " " + text + "\n"));
            isLogging.set(true);
        } catch (PlatformException e) {
            if (isLogging.getAndSet(false)) {
                console.accept("The log " + log + " could not be written, and lacks what is said from here on: "
                        + e.failure().message());
            }
        }
    }

    private Path added(String line) throws IOException {
        Path folder = log.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.writeString(
                log, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** How far it is, in the result file. */
    void write(MachineResult state) {
        try {
            place(state);
        } catch (PlatformException e) {
            if (!(e.failure() instanceof Failure.DiskFull)) {
                throw e;
            }
            writeOnFullDisk(state);
        }
    }

    /** What the file said before is no longer so, and takes the space that this needs: without it nothing untrue is said. */
    private void writeOnFullDisk(MachineResult state) {
        files.remove(result.toString());
        try {
            place(state.inBrief());
        } catch (PlatformException e) {
            console.accept("The result file could not be written, and is not there: "
                    + e.failure().message());
        }
    }

    /** Evidence is for whoever may read logs; secrets are masked in it, and still it is nobody else's. */
    private void place(MachineResult state) {
        files.write(result.toString(), state.json().getBytes(StandardCharsets.UTF_8), FileAccess.FILE.mode("0640"));
    }
}
