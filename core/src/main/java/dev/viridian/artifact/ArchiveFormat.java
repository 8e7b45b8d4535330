package dev.viridian.artifact;

import dev.viridian.Artifact;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archive formats that can be unpacked. */
public enum ArchiveFormat {
    /** A tar archive compressed by gzip: {@code .tar.gz} or {@code .tgz}. */
    TAR_GZ(".tar.gz, .tgz"),
    /**
     * A tar archive compressed by Zstandard: {@code .tar.zst} or {@code .tzst}. It takes the library {@code io.airlift:aircompressor} on
     * the class path, which Viridian does not bring along; windows of more than 8 MiB ({@code zstd --ultra}, {@code --long}) are refused.
     */
    TAR_ZST(".tar.zst, .tzst"),
    /** A tar archive as it is: {@code .tar}. */
    TAR(".tar"),
    /** A zip archive: {@code .zip}, {@code .jar} or {@code .war}. */
    ZIP(".zip, .jar, .war");

    /** What names one version of an object in S3. */
    private static final Pattern VERSION_OF_OBJECT = Pattern.compile("\\?versionId=[^/?]*$");

    private final String suffixes;

    ArchiveFormat(String suffixes) {
        this.suffixes = suffixes;
    }

    /** The format that a file's name tells; upper and lower case are the same. Empty for a name that tells none of them. */
    public static Optional<ArchiveFormat> of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.suffixes().anyMatch(lower::endsWith))
                .findFirst();
    }

    /** The format of an artifact; what a web address has behind a {@code ?} or {@code #} is not its name. */
    static Optional<ArchiveFormat> of(Artifact artifact) {
        String location = artifact.location();
        boolean web = artifact.scheme().equals("https") || artifact.scheme().equals("http");
        String path = web
                ? location.split("[?#]", 2)[0]
                : VERSION_OF_OBJECT.matcher(location).replaceFirst("");
        return of(path.substring(path.lastIndexOf('/') + 1));
    }

    /** How the names of known archives end, for messages. */
    static String known() {
        return Arrays.stream(values()).map(format -> format.suffixes).collect(Collectors.joining(", "));
    }

    private Stream<String> suffixes() {
        return Arrays.stream(suffixes.split(", ", -1));
    }

    /** What people call it. */
    @Override
    public String toString() {
        return suffixes.substring(1).split(",", 2)[0];
    }
}
