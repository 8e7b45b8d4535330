package dev.viridian.provision;

import java.util.List;

/** What a step finds when it looks at a host. */
public sealed interface Finding {
    /** All is as the step wants it: nothing is to be done, or it was done well. */
    static Finding satisfied() {
        return new Satisfied();
    }

    /** Something is missing or different. */
    static Finding differs(String change) {
        return new Differs(List.of(change));
    }

    /**
     * Something is missing or different.
     *
     * @param changes what would be changed, for people, line by line; secrets must not be in them
     */
    static Finding differs(List<String> changes) {
        return new Differs(changes);
    }

    /** Nothing tells whether it was done already, so it is done each time, and is well when it did not fail. */
    static Finding untold(String why) {
        return new Untold(why);
    }

    /** All is as the step wants it. */
    record Satisfied() implements Finding {}

    /**
     * Something is missing or different.
     *
     * @param changes what would be changed, line by line; at least one
     */
    record Differs(List<String> changes) implements Finding {
        /** Copies the changes. */
        public Differs {
            changes = List.copyOf(changes);
            if (changes.isEmpty()) {
                throw new IllegalArgumentException("Something differs, but nothing is said of it.");
            }
        }
    }

    /**
     * Nothing tells whether it was done already.
     *
     * @param change what is done each time, for people
     */
    record Untold(String change) implements Finding {}
}
