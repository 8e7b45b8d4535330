package dev.viridian.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The file in an unpacked folder that says which artifact it was: it arrives with the folder, so a folder that has it is whole. */
final class Marker {
    static final String NAME = ".viridian-artifact";

    private static final String KEY = "sha256 ";
    private static final int LENGTH = KEY.length() + 64 + 1;

    private Marker() {}

    static void write(Path folder, String sha256) throws IOException {
        Files.writeString(folder.resolve(NAME), KEY + sha256 + "\n", StandardOpenOption.CREATE_NEW);
    }

    /** The digest in the marker of a folder; empty when there is no marker or it is none of ours. */
    static Optional<String> read(Path folder) throws IOException {
        Path marker = folder.resolve(NAME);
        if (!Files.isRegularFile(marker) || Files.size(marker) != LENGTH) {
            return Optional.empty();
        }
        String line = new String(Files.readAllBytes(marker), StandardCharsets.ISO_8859_1);
        return line.startsWith(KEY) ? Optional.of(line.substring(KEY.length()).strip()) : Optional.empty();
    }
}
