package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Which file a {@code file:} location means. */
final class FileLocation {
    private static final String LOCALHOST = "//localhost/";

    private FileLocation() {}

    /** The file: the text as it is, or with its percent escapes resolved where only that exists. */
    static Path of(Artifact artifact, String location) {
        String text = path(artifact, location.substring(location.indexOf(':') + 1));
        try {
            Path literal = Path.of(text).toAbsolutePath();
            return Files.exists(literal)
                    ? literal
                    : unescaped(text)
                            .map(other -> Path.of(other).toAbsolutePath())
                            .filter(Files::exists)
                            .orElse(literal);
        } catch (InvalidPathException e) {
            throw refused(
                    artifact, "its path " + Shown.name(text) + " is none on this machine: " + e.getReason() + ".");
        }
    }

    private static String path(Artifact artifact, String text) {
        if (text.startsWith(LOCALHOST)) {
            return text.substring(LOCALHOST.length() - 1);
        }
        if (text.startsWith("//") && !text.startsWith("///")) {
            String host = text.substring(2, Math.max(2, (text + "/").indexOf('/', 2)));
            throw refused(
                    artifact,
                    "it is on the host " + Shown.name(host)
                            + ". Expected a file of this machine, such as file:/builds/app.tar.gz or file:///builds/app.tar.gz.");
        }
        return text;
    }

    private static Optional<String> unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.empty();
        }
        try {
            // URLDecoder alone would take '+' for a space, as forms do
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a percent sign that escapes nothing
        }
    }

    private static PlatformException refused(Artifact artifact, String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }
}
