package dev.viridian.provision;

import java.util.regex.Pattern;

/** What Debian's and Red Hat's tools take as the name of a user or group. */
final class AccountName {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_-]{0,30}[a-z0-9_$-]?");

    private AccountName() {}

    static String require(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a " + what + ": '" + name
                    + "'. Expected at most 32 of a-z, 0-9, _ and -, beginning with a letter or _.");
        }
        return name;
    }
}
