package dev.viridian.provision;

import java.util.ArrayList;
import java.util.List;

/** What differs between how a file may be used and how it should. */
final class AccessChange {
    private AccessChange() {}

    static List<String> between(String path, FileEntry found, FileAccess wanted) {
        List<String> changes = new ArrayList<>();
        add(changes, path + ": mode ", found.mode(), wanted.mode());
        wanted.owner().ifPresent(owner -> add(changes, path + ": owner ", found.owner(), owner));
        wanted.group().ifPresent(group -> add(changes, path + ": group ", found.group(), group));
        return changes;
    }

    private static void add(List<String> changes, String what, String found, String wanted) {
        if (!found.equals(wanted)) {
            changes.add(what + found + " → " + wanted);
        }
    }
}
