package dev.viridian.testing.host;

import dev.viridian.Failure;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.spi.PlatformException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files in memory, with folders, symbolic links and a size. */
final class SimulatedDisk {
    private static final String HOME = "/home/application";
    private static final String OWN = HOME + "/.viridian/";
    private static final int MOST_LINKS = 40;

    private final Map<String, Node> nodes = new TreeMap<>();
    private final long capacity;
    private long changes;

    /** What is at a path; its bytes are not handed out. */
    private static final class Node {
        private final FileEntry.Kind kind;
        private final byte[] content;
        private final FileAccess access;
        private final String target;

        Node(FileEntry.Kind kind, byte[] content, FileAccess access, String target) {
            this.kind = kind;
            this.content = content;
            this.access = access;
            this.target = target;
        }

        Node with(FileAccess other) {
            return new Node(kind, content, other, target);
        }
    }

    SimulatedDisk(long capacity) {
        this.capacity = capacity;
        nodes.put("/", folder(FileAccess.DIRECTORY));
        createDirectory(HOME, FileAccess.DIRECTORY);
        changes = 0;
    }

    private static Node folder(FileAccess access) {
        return new Node(FileEntry.Kind.DIRECTORY, new byte[0], access, "");
    }

    /** How often something was changed that is not Viridian's own. */
    long changes() {
        return changes;
    }

    Optional<FileEntry> look(String path) {
        return find(path, false).map(nodes::get).map(SimulatedDisk::entry);
    }

    private static FileEntry entry(Node node) {
        return new FileEntry(
                node.kind,
                node.content.length,
                node.access.mode(),
                node.access.owner().orElse("root"),
                node.access.group().orElse(node.access.owner().orElse("root")),
                node.kind == FileEntry.Kind.LINK ? Optional.of(node.target) : Optional.empty());
    }

    byte[] read(String path) {
        Node node = find(path, true)
                .map(nodes::get)
                .filter(found -> found.kind == FileEntry.Kind.FILE)
                .orElseThrow(() -> PlatformException.refused(
                        "read " + path, "there is no such file. Expected one: write it before."));
        return node.content.clone();
    }

    void write(String path, byte[] content, FileAccess access) {
        requireSpace("write " + path, content.length);
        put(path, new Node(FileEntry.Kind.FILE, content.clone(), access, ""));
    }

    void createDirectory(String path, FileAccess access) {
        String at = place(path);
        Node there = nodes.get(at);
        if (there != null && there.kind != FileEntry.Kind.DIRECTORY) {
            throw PlatformException.refused("make folder " + path, "there is something that is no folder.");
        }
        nodes.put(at, there == null ? folder(access) : there.with(access));
        changed(at);
    }

    void link(String path, String target) {
        put(path, new Node(FileEntry.Kind.LINK, new byte[0], FileAccess.DIRECTORY.mode("0777"), target));
    }

    private void put(String path, Node node) {
        String at = place(path);
        Node there = nodes.get(at);
        if (there != null && there.kind == FileEntry.Kind.DIRECTORY) {
            throw PlatformException.refused("write " + path, "there is a folder.");
        }
        nodes.put(at, node);
        changed(at);
    }

    void remove(String path) {
        find(path, false).ifPresent(at -> {
            nodes.keySet().removeIf(other -> other.equals(at) || other.startsWith(at + "/"));
            changed(at);
        });
    }

    List<String> list(String path) {
        Optional<String> folder = find(path, true);
        if (folder.isEmpty()) {
            return List.of();
        }
        String prefix = folder.get().equals("/") ? "/" : folder.get() + "/";
        return nodes.keySet().stream()
                .filter(other -> other.startsWith(prefix) && other.length() > prefix.length())
                .map(other -> other.substring(prefix.length()))
                .filter(name -> name.indexOf('/') < 0)
                .sorted()
                .toList();
    }

    long free() {
        return capacity
                - nodes.values().stream().mapToLong(node -> node.content.length).sum();
    }

    void requireSpace(String doing, long bytes) {
        if (bytes > free()) {
            throw new PlatformException(new Failure.DiskFull("the simulated disk", doing));
        }
    }

    /** All that is there but Viridian's own, for comparing machines. */
    Map<String, String> content() {
        Map<String, String> content = new TreeMap<>();
        nodes.forEach((path, node) -> {
            if (!path.startsWith(OWN) && !OWN.equals(path + "/")) {
                content.put(
                        path,
                        node.kind + " " + node.access + " " + node.target + " "
                                + new String(node.content, StandardCharsets.UTF_8));
            }
        });
        return content;
    }

    private void changed(String path) {
        if (!path.startsWith(OWN) && !OWN.equals(path + "/")) {
            changes++;
        }
    }

    /** Where something new at this path goes; the folders above it are made. */
    private String place(String path) {
        Deque<String> names = new ArrayDeque<>(names(path));
        String last = names.isEmpty() ? "" : names.removeLast();
        String folder = walk(names, true, true)
                .orElseThrow(() -> PlatformException.refused("write " + path, "a folder above it is no folder."));
        return last.isEmpty() ? "/" : child(folder, last);
    }

    private Optional<String> find(String path, boolean followLast) {
        return walk(new ArrayDeque<>(names(path)), followLast, false).filter(nodes::containsKey);
    }

    private static List<String> names(String path) {
        String absolute = path.startsWith("/") ? path : HOME + "/" + path;
        return Arrays.stream(absolute.split("/"))
                .filter(name -> !name.isEmpty() && !name.equals("."))
                .toList();
    }

    /** Follows links as a kernel does. */
    private Optional<String> walk(Deque<String> names, boolean followLast, boolean make) {
        String at = "/";
        int links = 0;
        while (!names.isEmpty()) {
            String name = names.removeFirst();
            if (name.equals("..")) {
                at = parent(at);
                continue;
            }
            String next = child(at, name);
            Node node = nodes.get(next);
            if (node == null && make) {
                node = folder(FileAccess.DIRECTORY);
                nodes.put(next, node);
            }
            if (node == null) {
                return Optional.empty();
            }
            boolean last = names.isEmpty();
            if (node.kind == FileEntry.Kind.LINK && (followLast || !last)) {
                if (++links > MOST_LINKS) {
                    return Optional.empty();
                }
                List<String> target = Arrays.stream(node.target.split("/"))
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList();
                for (int part = target.size() - 1; part >= 0; part--) {
                    names.addFirst(target.get(part));
                }
                at = node.target.startsWith("/") ? "/" : at;
                continue;
            }
            if (!last && node.kind != FileEntry.Kind.DIRECTORY) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    private static String child(String folder, String name) {
        return folder.equals("/") ? "/" + name : folder + "/" + name;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
