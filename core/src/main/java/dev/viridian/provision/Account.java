package dev.viridian.provision;

import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A user for a program.
 *
 * @param name what it is called
 * @param group its own group; empty for one of the same name
 * @param home its folder, which is not made; empty for none
 * @param groups the further groups that it is in, at least these
 */
public record Account(String name, Optional<String> group, Optional<String> home, Set<String> groups) {
    /** Copies the groups and refuses names that the system would not take. */
    public Account {
        AccountName.require("user", name);
        group.ifPresent(own -> AccountName.require("group", own));
        groups = Collections.unmodifiableSet(new TreeSet<>(groups));
        groups.forEach(further -> AccountName.require("group", further));
    }
}
