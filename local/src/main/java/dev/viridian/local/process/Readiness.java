package dev.viridian.local.process;

import java.nio.file.Files;
import java.nio.file.Path;

/** What must be true of the folders before a process is started: told now, rather than by a process that fails oddly. */
final class Readiness {
    /** Less than this is a full disk: the first lines of a log and the identification file would not fit. */
    static final long SMALLEST_SPACE = 64 * 1024;

    private final Launch launch;

    private Readiness(Launch launch) {
        this.launch = launch;
    }

    static void check(Launch launch, Path record) {
        Readiness readiness = new Readiness(launch);
        readiness.refuseUnlessWritable("the working folder", launch.folder());
        readiness.refuseUnlessUsable("the log", launch.output());
        readiness.refuseUnlessUsable("the identification file", record);
    }

    private void refuseUnlessUsable(String what, Path file) {
        Path parent = parentOf(file);
        refuseUnlessWritable("the folder of " + what, parent);
        if (Files.isDirectory(file)) {
            throw new CannotStartException(launch, what + " " + file + " is a folder", "Name a file");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new CannotStartException(
                    launch,
                    what + " " + file + " is not writable for this user",
                    "Correct its owner or its permissions");
        }
        refuseWithoutSpace(what, file, parent);
    }

    private void refuseUnlessWritable(String what, Path folder) {
        if (!Files.isDirectory(folder)) {
            String found = Files.exists(folder) ? " is not a folder" : " does not exist";
            throw new CannotStartException(launch, what + " " + folder + found, "Make the folder first");
        }
        if (!Files.isWritable(folder)) {
            throw new CannotStartException(
                    launch,
                    what + " " + folder + " is not writable for this user",
                    "Correct its owner or permissions, or mount it for writing");
        }
    }

    private void refuseWithoutSpace(String what, Path file, Path parent) {
        long usable = parent.toFile().getUsableSpace();
        // A file system without a size, such as some network ones, does not say how much is left.
        if (usable < SMALLEST_SPACE && parent.toFile().getTotalSpace() > 0) {
            throw new CannotStartException(
                    launch,
                    "the disk is full: " + usable + " bytes are left for " + what + " " + file + ", at least "
                            + SMALLEST_SPACE + " are needed",
                    "Remove old releases or logs from it");
        }
    }

    static Path parentOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("Not a file: " + file + ". Expected a path with a file name.");
        }
        return parent;
    }
}
