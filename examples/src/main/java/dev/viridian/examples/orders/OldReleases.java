package dev.viridian.examples.orders;

import dev.viridian.provision.FileEntry;
import dev.viridian.provision.Host;
import java.util.List;

/** Releases that a machine does not run any more. */
final class OldReleases {
    private OldReleases() {}

    /** Removes all but the one that {@code app} points to. */
    static void remove(Host host) {
        String current =
                host.files().look("app").flatMap(FileEntry::target).orElse("").replaceFirst("^.*/", "");
        List<String> releases = host.files().list("releases");
        releases.stream()
                .filter(name -> !name.equals(current))
                .forEach(name -> host.files().remove("releases/" + name));
    }
}
