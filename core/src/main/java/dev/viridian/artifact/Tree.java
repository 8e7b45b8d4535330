package dev.viridian.artifact;

import dev.viridian.artifact.Entry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an archive makes, kept in memory, so that everything can be refused before it is written. Nothing that it lets through
 * lies outside of the folder, replaces anything, goes through a link, or differs from another name only by case or by how Unicode
 * composes it: such two are one file on some file systems.
 */
final class Tree {
    /** About a second of following links; ten thousand ordinary ones take a few milliseconds. */
    private static final long MOST_LINK_WORK = 1_000_000_000;

    private final Limits limits;
    private final int room;
    private final Map<String, Node> nodes = new HashMap<>();
    private String lastFolder = "";
    private long bytes;

    /** What is at a path. */
    record Node(String path, Kind kind, String target) {}

    /**
     * Where an entry goes.
     *
     * @param newFolders those above it that must be made first, the uppermost first
     * @param path its own path; empty for the root
     * @param linked the path of the file that a hard link is another name of; otherwise empty
     * @param isNew whether it is there for the first time: a folder may be said again
     */
    record Place(List<String> newFolders, String path, String linked, boolean isNew) {}

    /**
     * @param limits how much may come
     * @param room how many bytes the path of the folder takes that the archive is unpacked into
     */
    Tree(Limits limits, int room) {
        this.limits = limits;
        this.room = room;
    }

    /** Finds the place of an entry, or refuses it. */
    Place place(Entry entry) throws ArchiveRefused {
        String path = EntryName.path(entry.name(), room);
        if (path.isEmpty()) {
            return root(entry);
        }
        count(entry);
        List<String> newFolders = folders(path, entry);
        String linked = entry.kind() == Kind.HARD_LINK ? linked(entry) : "";
        boolean isNew = put(path, entry);
        return new Place(newFolders, path, linked, isNew);
    }

    /** Refuses links that lead outward. To be asked when all entries are placed, since a link may go through one that comes later. */
    void requireLinksToStayInside() throws ArchiveRefused {
        long work = 0;
        for (Node node : nodes.values()) {
            work += node.kind() == Kind.SYMBOLIC_LINK ? new LinkWalk(this, node).requireInside() : 0;
            if (work > MOST_LINK_WORK) {
                throw ArchiveRefused.entry(
                        node.path(), "is one of so many tangled links that following them all takes too long.");
            }
        }
    }

    Optional<Node> find(String path) {
        return Optional.ofNullable(nodes.get(EntryName.fold(path)));
    }

    private static Place root(Entry entry) throws ArchiveRefused {
        if (entry.kind() != Kind.FOLDER) {
            throw ArchiveRefused.entry(entry.name(), "is the root of the archive and yet no folder.");
        }
        return new Place(List.of(), "", "", false);
    }

    private void count(Entry entry) throws ArchiveRefused {
        if (entry.size() > limits.bytes() - bytes) {
            throw ArchiveRefused.entry(
                    entry.name(),
                    "with its " + Shown.bytes(entry.size())
                            + " makes it unpack to more than " + Shown.bytes(limits.bytes()) + " ("
                            + Shown.bytes(bytes) + " came before). If that is meant, raise the bytes in Limits.");
        }
        bytes += entry.size();
    }

    private List<String> folders(String path, Entry entry) throws ArchiveRefused {
        int end = path.lastIndexOf('/');
        if (end < 0 || path.substring(0, end).equals(lastFolder)) {
            return List.of();
        }
        List<String> made = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            if (put(folder, new Entry(entry.name(), Kind.FOLDER, 0, true, entry.modified(), ""))) {
                made.add(folder);
            }
        }
        lastFolder = path.substring(0, end);
        return made;
    }

    private boolean put(String path, Entry entry) throws ArchiveRefused {
        Node node = new Node(path, entry.kind(), entry.target());
        String folded = EntryName.fold(path);
        if (folded.equals(Marker.NAME)) {
            throw ArchiveRefused.entry(
                    entry.name(), "has the name of Viridian's own marker. Build it again without that.");
        }
        Node before = nodes.putIfAbsent(folded, node);
        if (before == null) {
            requireFew(entry);
            return true;
        }
        if (!before.path().equals(path)) {
            throw ArchiveRefused.entry(
                    entry.name(),
                    "collides with " + Shown.name(before.path())
                            + ": the two differ only by case or Unicode form, and some file systems take them for one. Rename one.");
        }
        if (before.kind() != Kind.FOLDER || entry.kind() != Kind.FOLDER) {
            throw conflict(entry, node, before);
        }
        return false;
    }

    private static ArchiveRefused conflict(Entry entry, Node node, Node before) {
        if (before.kind() == Kind.SYMBOLIC_LINK && node.kind() == Kind.FOLDER) {
            return ArchiveRefused.entry(
                    entry.name(),
                    "goes through the link " + Shown.name(before.path())
                            + ". Expected a folder there: build it again without writing through links.");
        }
        String problem = before.kind() == node.kind()
                ? "is there twice"
                : "is a " + called(node) + " at " + Shown.name(node.path()) + " where a " + called(before)
                        + " is already";
        return ArchiveRefused.entry(entry.name(), problem + ". Build it again with one of them.");
    }

    private static String called(Node node) {
        return switch (node.kind()) {
            case FILE -> "file";
            case FOLDER -> "folder";
            case SYMBOLIC_LINK -> "symbolic link";
            case HARD_LINK -> "hard link";
        };
    }

    private String linked(Entry entry) throws ArchiveRefused {
        String path;
        try {
            path = EntryName.path(entry.target(), room);
        } catch (ArchiveRefused e) {
            throw ArchiveRefused.entry(entry.name(), "is a hard link that leads outside: " + e.getMessage());
        }
        Node file = nodes.get(EntryName.fold(path));
        if (file == null
                || !file.path().equals(path)
                || file.kind() == Kind.FOLDER
                || file.kind() == Kind.SYMBOLIC_LINK) {
            throw ArchiveRefused.entry(
                    entry.name(),
                    "is a hard link to " + Shown.name(entry.target())
                            + ", which is no file that came before it in the archive.");
        }
        return path;
    }

    private void requireFew(Entry entry) throws ArchiveRefused {
        if (nodes.size() > limits.entries()) {
            throw ArchiveRefused.entry(
                    entry.name(),
                    "is one too many: the limit is " + limits.entries()
                            + " files, folders and links. If that is meant, raise the entries in Limits.");
        }
    }
}
