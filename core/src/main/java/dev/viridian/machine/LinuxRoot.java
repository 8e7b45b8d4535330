package dev.viridian.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Where the system of a host begins: at {@code /}, or at the folder of another system, in which links mean what they mean to that
 * system. A link to {@code /etc} in there must not lead to the {@code /etc} of the machine that works on it.
 *
 * @param folder where it begins
 * @param home the host's home, as it is called inside
 */
record LinuxRoot(Path folder, String home) {
    private static final int MOST_LINKS = 40;

    boolean isWhole() {
        return folder.getParent() == null;
    }

    /** What a path on the host is called inside. */
    String inside(String path) {
        return path.startsWith("/") ? path : home + "/" + path;
    }

    /** Where it is; a link at its end is not followed. */
    Path of(String path) throws IOException {
        return isWhole() ? Path.of(inside(path)) : resolved(path, false);
    }

    /** Where it is; a link at its end is followed. */
    Path followed(String path) throws IOException {
        return isWhole() ? Path.of(inside(path)) : resolved(path, true);
    }

    /** The words before a command that run it inside, in this folder. */
    List<String> entering(String directory) {
        return isWhole()
                ? List.of()
                : List.of("chroot", folder.toString(), "/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", inside(directory));
    }

    private Path resolved(String path, boolean followLast) throws IOException {
        Deque<String> names = names(inside(path));
        Path at = folder;
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.removeFirst();
            if (name.equals("..")) {
                at = at.equals(folder) ? at : parent(at);
                continue;
            }
            Path next = at.resolve(name);
            if (Files.isSymbolicLink(next) && (followLast || !names.isEmpty())) {
                if (++links > MOST_LINKS) {
                    throw new IOException(path + " leads through more than " + MOST_LINKS + " links");
                }
                String target = Files.readSymbolicLink(next).toString();
                names(target).descendingIterator().forEachRemaining(names::addFirst);
                at = target.startsWith("/") ? folder : at;
            } else {
                at = next;
            }
        }
        return at;
    }

    private Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? folder : parent;
    }

    private static Deque<String> names(String path) {
        return new ArrayDeque<>(Arrays.stream(path.split("/", -1))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList());
    }
}
