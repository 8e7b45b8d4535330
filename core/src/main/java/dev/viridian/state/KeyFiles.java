package dev.viridian.state;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds the files that are keys, while others write: what is gone again when it is looked at is none. */
final class KeyFiles extends SimpleFileVisitor<Path> {
    private final List<Path> found = new ArrayList<>();

    private KeyFiles() {}

    static List<Path> below(Path folder) throws IOException {
        KeyFiles files = new KeyFiles();
        Files.walkFileTree(folder, files);
        return files.found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(".")) {
            found.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
        if (problem instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw problem;
    }
}
