package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The digest that lies beside an artifact, in a file of its name with {@value #SUFFIX} added.
 *
 * @param location where it is, for messages
 * @param sha256 64 hexadecimal digits in lower case
 */
public record DigestFile(String location, String sha256) {
    /** What is added to the name of an artifact. */
    public static final String SUFFIX = ".sha256";

    /** More than any that sha256sum writes for one file. */
    public static final int LONGEST = 8192;

    private static final Pattern LINE = Pattern.compile("\\\\?(?<digest>[0-9a-fA-F]{64})(?: [ *].+)?\\s*");

    /**
     * Reads it: the digest alone, or one line as {@code sha256sum} writes it. The name in that line does not matter.
     *
     * @throws PlatformException with {@link Failure.ArtifactRefused} when it is anything else
     */
    public static DigestFile parse(Artifact artifact, String location, String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new PlatformException(new Failure.ArtifactRefused(
                    artifact.location(),
                    "the digest beside it, " + location + ", reads " + Shown.name(text.strip())
                            + ". Expected 64 hexadecimal digits, alone or as sha256sum writes them for one file:"
                            + " write it again, or remove it."));
        }
        return new DigestFile(location, line.group("digest").toLowerCase(Locale.ROOT));
    }
}
