package dev.viridian.provision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The releases that were unpacked into a folder, the one that became current last at the end: written down, since when a folder was made says
 * nothing of when it was current.
 */
record KnownReleases(String folder, List<String> names) {
    /** Not beside the releases, where whoever makes room on a full disk would remove it with them. */
    private static final String LISTS = ".viridian/releases";

    /** What says that a release is whole, and so goes first: a half-removed one is unpacked anew, never taken for whole. */
    private static final String MARKER = ".viridian-artifact";

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
        List<String> there = there(host);
        return there.subList(0, Math.max(0, there.size() - kept));
    }

    /** Written before the link is switched, so that one that is current is always known. */
    void write(Host host) {
        byte[] text = (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8);
        String list = listOf(folder);
        if (host.files().look(list).isEmpty() || !Arrays.equals(host.files().read(list), text)) {
            host.files().write(list, text, FileAccess.FILE);
        }
    }

    void prune(Host host, int kept) {
        for (String name : surplus(host, kept)) {
            String release = HostPath.within(folder, name);
            host.files().remove(HostPath.within(release, MARKER));
            host.files().remove(release);
        }
        new KnownReleases(folder, there(host)).write(host);
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
