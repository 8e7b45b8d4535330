package dev.viridian.local;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few things that the local platform does with files, each with its failure told. */
final class LocalFiles {
    private LocalFiles() {}

    static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed("make the folder " + folder, folder, e);
        }
    }

    /** Writes the file at once: whoever reads it sees the old text or the new one. */
    static void replace(Path file, String text) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("write " + file, file, e);
        }
    }

    /**
     * Writes the text over the old one, which takes no further space where both are small: on a full disk the way back must still be
     * noted. Whoever reads it at that very moment may see parts of both.
     */
    static void overwrite(Path file, String text) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.truncate(bytes.capacity());
        } catch (IOException e) {
            throw failed("overwrite " + file, file, e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw failed("read " + file, file, e);
        }
    }

    static Optional<String> readIfThere(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read " + file, file, e);
        }
    }

    static List<Path> foldersIn(Path folder) {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
            entries.forEach(folders::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list " + folder, folder, e);
        }
        folders.sort(null);
        return folders;
    }

    /** Removes the folder and all in it, that file last. */
    static void removeTree(Path folder, Path last) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, entry -> !entry.equals(last))) {
            entries.forEach(LocalFiles::removeTree);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw failed("list " + folder, folder, e);
        }
        removeTree(last);
        removeTree(folder);
    }

    /** Removes the folder and all in it, links as such; of nothing, nothing. */
    static void removeTree(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException trouble)
                        throws IOException {
                    if (trouble != null) {
                        throw trouble;
                    }
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw failed("remove " + folder, folder, e);
        }
    }

    static PlatformException failed(String action, Path where, IOException cause) {
        if (isDiskFull(cause)) {
            return new PlatformException(new Failure.DiskFull(where.toString(), "trying to " + action), cause);
        }
        return PlatformException.passing(action, cause);
    }

    static boolean isDiskFull(@Nullable Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof IOException || each instanceof UncheckedIOException) {
                String message = String.valueOf(each.getMessage());
                if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
                    return true;
                }
            }
        }
        return false;
    }
}
