package dev.viridian.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Looks after the logs of all machines every few seconds, so that none fills the disk: each file of a certain name is rotated when it is
 * full. There is to be one for a folder at a time.
 */
public final class LogKeeper implements AutoCloseable {
    private static final int SECONDS = 5;

    /** A log is in the folder of a machine, that among those of its environment; what is deeper is the application's own. */
    private static final int DEPTH = 4;

    private final Path folder;
    private final String name;
    private final Consumer<String> complaints;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "viridian-log-keeper");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> rotations;

    private LogKeeper(Path folder, String name, Consumer<String> complaints) {
        this.folder = folder;
        this.name = name;
        this.complaints = complaints;
        this.rotations = timer.scheduleWithFixedDelay(this::rotate, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Begins to look after the logs.
     *
     * @param folder where the environments are, each log being in {@code ENVIRONMENT/machines/MACHINE}; it need not be there yet
     * @param name what each is called
     * @param complaints told of a log that could not be rotated; it is tried again
     * @return the keeper, which ends when it is closed
     */
    public static LogKeeper of(Path folder, String name, Consumer<String> complaints) {
        return new LogKeeper(folder, name, complaints);
    }

    /** Rotates those that are full now. */
    void rotate() {
        try {
            logs().forEach(this::rotate);
        } catch (IOException | UncheckedIOException e) {
            complain("find the logs in " + folder, e);
        }
    }

    private void rotate(Path log) {
        try {
            RotatedLog.of(log).rotateIfFull();
        } catch (UncheckedIOException e) {
            complain("rotate " + log, e);
        }
    }

    private void complain(String what, Exception e) {
        complaints.accept("Could not " + what + ", it is tried again in " + SECONDS + " s: " + e.getMessage());
    }

    private List<Path> logs() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                folder,
                DEPTH,
                (file, attributes) -> attributes.isRegularFile()
                        && file.getNameCount() == folder.getNameCount() + DEPTH
                        && file.getFileName().toString().equals(name))) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        rotations.cancel(false);
        timer.shutdownNow();
    }
}
