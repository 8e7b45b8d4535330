package dev.viridian.provision;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may do what with a file.
 *
 * @param mode four octal digits, {@code 0640}
 * @param owner the user it belongs to; empty for whoever provisions
 * @param group the group it belongs to; empty for the owner's own
 */
public record FileAccess(String mode, Optional<String> owner, Optional<String> group) {
    private static final Pattern MODE = Pattern.compile("[0-7]{4}");

    /** For everybody to read and for its owner to write: {@code 0644}. */
    public static final FileAccess FILE = new FileAccess("0644", Optional.empty(), Optional.empty());

    /** For everybody to enter and for its owner to write: {@code 0755}. */
    public static final FileAccess DIRECTORY = new FileAccess("0755", Optional.empty(), Optional.empty());

    /** Refuses a mode that is not written as four octal digits, since 640 in decimal is another one. */
    public FileAccess {
        if (!MODE.matcher(mode).matches()) {
            throw new IllegalArgumentException(
                    "Not a mode of a file: '" + mode + "'. Expected four octal digits, such as 0640.");
        }
    }

    /** The same with another mode. */
    public FileAccess mode(String digits) {
        return new FileAccess(digits, owner, group);
    }

    /** The same for another owner. */
    public FileAccess owner(String user) {
        return new FileAccess(mode, Optional.of(AccountName.require("user", user)), group);
    }

    /** The same for another group. */
    public FileAccess group(String name) {
        return new FileAccess(mode, owner, Optional.of(AccountName.require("group", name)));
    }

    /** For instance {@code 0640 orders:orders}. */
    @Override
    public String toString() {
        if (owner.isEmpty() && group.isEmpty()) {
            return mode;
        }
        return mode + " " + owner.orElse("") + group.map(name -> ":" + name).orElse("");
    }
}
