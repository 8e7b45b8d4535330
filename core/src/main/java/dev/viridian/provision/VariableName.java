package dev.viridian.provision;

import java.util.regex.Pattern;

/** What POSIX takes as the name of an environment variable. */
final class VariableName {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private VariableName() {}

    static String require(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of an environment variable: '" + name
                    + "'. Expected letters, digits and _, not beginning with a digit.");
        }
        return name;
    }
}
