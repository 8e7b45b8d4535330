package dev.viridian.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Has the files of changed keys on the disk. */
final class Forcing {
    private final Path folder;

    Forcing(Path folder) {
        this.folder = folder;
    }

    /** What is in them, and their names. */
    void files(List<Change> changes) throws IOException {
        Set<Path> files = new LinkedHashSet<>();
        changes.forEach(change -> files.add(fileOf(change)));
        for (Path file : files) {
            force(file, StandardOpenOption.WRITE);
        }
        names(changes);
    }

    /** Their names, and those of the folders that they are in. */
    void names(List<Change> changes) throws IOException {
        Set<Path> folders = new LinkedHashSet<>();
        for (Change change : changes) {
            Path each = fileOf(change);
            while (!each.equals(folder)) {
                each = each.resolveSibling(".").normalize();
                folders.add(each);
            }
        }
        for (Path each : folders) {
            force(each, StandardOpenOption.READ);
        }
    }

    private Path fileOf(Change change) {
        return folder.resolve(change.key());
    }

    private static void force(Path file, OpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(file, option)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // It was removed meanwhile, which is forced with its folder.
        }
    }
}
