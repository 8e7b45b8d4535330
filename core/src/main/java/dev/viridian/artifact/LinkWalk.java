package dev.viridian.artifact;

import dev.viridian.artifact.Entry.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Follows a symbolic link as the kernel would, through every other link of the archive: {@code a/..} is the folder of what {@code a}
 * leads to, which need not be the folder of {@code a}.
 */
final class LinkWalk {
    /** As many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private static final int LONGEST_PATH = 4096;

    private final Tree tree;
    private final Tree.Node link;
    private final Deque<String> here = new ArrayDeque<>();
    private final Deque<String> ahead = new ArrayDeque<>();
    private int followed;
    private long compared;

    LinkWalk(Tree tree, Tree.Node link) {
        this.tree = tree;
        this.link = link;
    }

    /** Refuses a link that leads outside; answers how many characters were compared to find out. */
    long requireInside() throws ArchiveRefused {
        Arrays.stream(link.path().split("/", -1)).forEach(ahead::addLast);
        while (!ahead.isEmpty()) {
            step(ahead.removeFirst());
        }
        return compared;
    }

    private void step(String segment) throws ArchiveRefused {
        if (segment.equals("..")) {
            if (here.pollLast() == null) {
                throw refused("leads out of the archive");
            }
        } else if (!segment.isEmpty() && !segment.equals(".")) {
            here.addLast(segment);
            String path = String.join("/", here);
            compared += path.length();
            if (path.length() >= LONGEST_PATH) {
                throw refused("leads deeper than any path may be long");
            }
            Optional<Tree.Node> node = tree.find(path);
            if (node.isPresent() && node.get().kind() == Kind.SYMBOLIC_LINK) {
                follow(node.get().target());
            }
        }
    }

    private void follow(String target) throws ArchiveRefused {
        requireOrdinary(target);
        if (++followed > MOST_LINKS) {
            throw refused("goes through more than " + MOST_LINKS + " links, or in a circle");
        }
        here.removeLast();
        String[] segments = target.split("/", -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            ahead.addFirst(segments[i]);
        }
    }

    private void requireOrdinary(String target) throws ArchiveRefused {
        if (target.startsWith("/") || target.indexOf('\\') >= 0) {
            throw refused("has an absolute target");
        }
        if (target.isEmpty() || target.codePoints().anyMatch(Character::isISOControl)) {
            throw refused("has an empty target, or one with a control character");
        }
        if (EntryName.bytes(target) >= LONGEST_PATH) {
            throw refused("has a target of " + EntryName.bytes(target) + " bytes, the limit is " + (LONGEST_PATH - 1));
        }
    }

    private ArchiveRefused refused(String problem) {
        return ArchiveRefused.entry(
                link.path(),
                "is a link to " + Shown.name(link.target()) + " that " + problem
                        + ". Expected links that stay inside the archive.");
    }
}
