package dev.viridian.text;

/** What people call objects that users hand in. */
public final class Names {
    private Names() {}

    /** What it says of itself; the name of its class where it says nothing; {@code otherwise} for a lambda, whose name changes with each run. */
    public static String of(Object object, String otherwise) {
        if (object.getClass().isHidden()) {
            return otherwise;
        }
        String text = String.valueOf(object);
        boolean silent = text.startsWith(object.getClass().getName() + "@");
        String name = object.getClass().getSimpleName();
        return silent ? (name.isEmpty() ? otherwise : name) : text;
    }
}
