package dev.viridian.aws;

/**
 * One version of a launch template: never the latest one, which would be another for a machine that is replaced tomorrow.
 *
 * @param id {@code lt-0123456789abcdef0}
 * @param number 1 or more
 */
record PinnedTemplate(String id, long number) {
    PinnedTemplate {
        if (!id.startsWith("lt-")) {
            throw new IllegalArgumentException(
                    "Not the id of a launch template: '" + id + "'. Expected lt- and letters and digits.");
        }
        if (number < 1) {
            throw new IllegalArgumentException("Version " + number + " of launch template " + id
                    + "? Expected the number of one that is there, 1 or more; $Latest and $Default are not taken, since another may be"
                    + " meant by them tomorrow.");
        }
    }

    @Override
    public String toString() {
        return id + " version " + number;
    }
}
