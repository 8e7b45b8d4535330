package dev.viridian.text;

import java.util.Optional;

/** What people call objects that users hand in. */
public final class Names {
    private Names() {}

    /**
     * What it says of itself; the name of its class where it says nothing, or cannot; {@code otherwise} for a lambda, whose name changes with
     * each run.
     */
    public static String of(Object object, String otherwise) {
        if (object.getClass().isHidden()) {
            return otherwise;
        }
        String name = object.getClass().getSimpleName();
        return said(object)
                .filter(text -> !text.startsWith(object.getClass().getName() + "@"))
                .orElseGet(() -> name.isEmpty() ? otherwise : name);
    }

    /** It is only its name that is missing where that fails: nothing else depends on it. */
    private static Optional<String> said(Object object) {
        try {
            return Optional.ofNullable(object.toString());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
