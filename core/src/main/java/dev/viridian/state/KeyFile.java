package dev.viridian.state;

import dev.viridian.spi.StateStore.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the file of a key holds: a line that names the version, and the document.
 *
 * @param state what was found
 * @param version the first line; empty where there is none
 * @param text the document
 */
record KeyFile(State state, Optional<Version> version, String text) {
    enum State {
        ABSENT,
        /** The line that names the version does not end: of a file that was written at once, only a power cut leaves that. */
        TORN,
        WHOLE
    }

    static KeyFile read(Path file) throws IOException {
        String content;
        try {
            content = Files.readString(file);
        } catch (NoSuchFileException e) {
            return new KeyFile(State.ABSENT, Optional.empty(), "");
        }
        int line = content.indexOf('\n');
        return line < 0
                ? new KeyFile(State.TORN, Optional.empty(), content)
                : new KeyFile(
                        State.WHOLE, Optional.of(new Version(content.substring(0, line))), content.substring(line + 1));
    }
}
