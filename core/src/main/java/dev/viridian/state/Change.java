package dev.viridian.state;

import dev.viridian.spi.StateStore.Version;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A change of one key of a store of files.
 *
 * @param key which one
 * @param from what was there before; empty where nothing was
 * @param to what is there after it; empty where it is removed
 * @param text the document that is there after it
 */
record Change(String key, Optional<Version> from, Optional<Version> to, String text) {
    static Change removal(String key, Version from) {
        return new Change(key, Optional.of(from), Optional.empty(), "");
    }

    /** What the file of the key holds after it. */
    byte[] content() {
        String version = to.map(Version::value).orElseThrow(() -> new AssertionError("Nothing is there after " + this));
        return (version + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the file shows it. */
    boolean isIn(KeyFile file) {
        return to.isEmpty()
                ? file.state() == KeyFile.State.ABSENT
                : file.version().equals(to) && file.text().equals(text);
    }

    /** Whether the file shows what was there before it. */
    boolean beginsWith(KeyFile file) {
        return file.state() != KeyFile.State.TORN && file.version().equals(from);
    }

    /** Whether the file shows one of the two states that it lies between, or what a power cut left of one. */
    boolean knows(KeyFile file) {
        return file.state() == KeyFile.State.TORN
                || file.version().equals(from)
                || file.version().equals(to);
    }
}
