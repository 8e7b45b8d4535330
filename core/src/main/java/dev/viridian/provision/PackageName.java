package dev.viridian.provision;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A package of a distribution.
 *
 * @param name what apt or dnf call it
 * @param version the version it must have; empty for any
 */
public record PackageName(String name, Optional<String> version) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+._-]*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9+.:~^_-]*");

    /** Refuses what could be an option or a pattern to apt or dnf. */
    public PackageName {
        if (!NAME.matcher(name).matches()
                || !version.map(v -> VERSION.matcher(v).matches()).orElse(true)) {
            throw new IllegalArgumentException(
                    "Not a package: '" + name + version.map(v -> "=" + v).orElse("")
                            + "'. Expected a name and perhaps a version, such as haproxy or haproxy=2.6.12-1.");
        }
    }

    static PackageName of(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new PackageName(text, Optional.empty())
                : new PackageName(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
    }

    @Override
    public String toString() {
        return name + version.map(v -> "=" + v).orElse("");
    }
}
