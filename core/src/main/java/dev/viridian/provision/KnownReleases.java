package dev.viridian.provision;

import dev.viridian.artifact.Unpacker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The releases that were unpacked into a folder, the one that became current last at the end: written down, since when a folder was made says
 * nothing of when it was current.
 */
record KnownReleases(String folder, List<String> names) {
    /** Not beside the releases, where whoever makes room on a full disk would remove it with them. */
    private static final String LISTS = ".viridian/releases";

    KnownReleases {
        names = List.copyOf(names);
    }

    /** Those that are written down. */
    static KnownReleases read(Host host, String folder) {
        String list = listOf(folder);
        if (host.files().look(list).isEmpty()) {
            return new KnownReleases(folder, List.of());
        }
        String text = new String(host.files().read(list), StandardCharsets.UTF_8);
        return new KnownReleases(
                folder, text.lines().filter(line -> !line.isBlank()).toList());
    }

    KnownReleases withCurrent(String name) {
        List<String> others = new ArrayList<>(names);
        others.remove(name);
        others.add(name);
        return new KnownReleases(folder, others);
    }

    /** Those that are more than so many, the oldest first; the current one counts, whether it is there already or will be. */
    List<String> surplus(Host host, int kept) {
        return surplus(there(host), kept);
    }

    private static List<String> surplus(List<String> there, int kept) {
        return there.subList(0, Math.max(0, there.size() - kept));
    }

    /** Writes them down, unless that is what was read. Before the link is switched, so that one that is current is always known. */
    void write(Host host, KnownReleases read) {
        if (!equals(read)) {
            byte[] text = (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
            host.files().write(listOf(folder), text, FileAccess.FILE);
        }
    }

    void prune(Host host, int kept) {
        List<String> there = there(host);
        List<String> surplus = surplus(there, kept);
        surplus.forEach(name -> remove(host, name));
        new KnownReleases(folder, there.subList(surplus.size(), there.size())).write(host, this);
    }

    /** Of a release that was unpacked once and is not whole any more: whoever removed it was killed. What nobody knows of is left alone. */
    void removeRest(Host host, String name) {
        if (names.contains(name)) {
            remove(host, name);
        }
    }

    /** The marker goes first: what is left of a release, where it is not removed to its end, is never taken for whole. */
    private void remove(Host host, String name) {
        String release = HostPath.within(folder, name);
        host.files().remove(HostPath.within(release, Unpacker.MARKER));
        host.files().remove(release);
    }

    private static String listOf(String folder) {
        return HostPath.within(LISTS, folder.replace('/', '_'));
    }

    private List<String> there(Host host) {
        List<String> found = host.files().list(folder);
        String current = names.get(names.size() - 1);
        return names.stream()
                .filter(name -> name.equals(current) || found.contains(name))
                .toList();
    }
}
