package dev.viridian;

import java.net.URI;
import java.security.PublicKey;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the bits of an application are, for instance {@code s3://releases/orders/1.4.2/orders.tar.gz},
 * {@code https://releases.example.com/orders/1.4.2/orders.tar.gz} or {@code file:/builds/orders-1.4.2.tar.gz}.
 *
 * <p>The text is kept as it was given: the key of an S3 object may hold a space or a {@code #}, which a {@link URI} does not
 * take. Immutable.
 *
 * <pre>{@code
 * Artifact.of("s3://releases/orders/1.4.2/orders.tar.gz").sha256("9f86d081884c7d65…")
 * }</pre>
 */
public final class Artifact {
    private static final Pattern LOCATION =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?<rest>.+)", Pattern.DOTALL);
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern VERSION =
            Pattern.compile("(?:^|[-_/v])(?<version>\\d+(?:\\.\\d+)+(?:[-+][0-9A-Za-z.]+?)?)"
                    + "(?=$|/|\\.(?:tar|tgz|tzst|zip|jar)\\b)");

    private final String location;
    private final Optional<String> sha256;
    private final Optional<String> version;
    private final Optional<String> versionInLocation;
    private final Optional<SignatureVerifier> verifier;

    private Artifact(
            String location, Optional<String> sha256, Optional<String> version, Optional<SignatureVerifier> verifier) {
        this.location = location;
        this.sha256 = sha256;
        this.version = version;
        this.versionInLocation = versionIn(location);
        this.verifier = verifier;
    }

    /**
     * The artifact at a location.
     *
     * @param location a scheme, a colon and what the scheme's artifact store understands
     * @throws IllegalArgumentException when there is no scheme or nothing after it
     */
    public static Artifact of(String location) {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not the location of an artifact: '" + location
                    + "'. Expected a scheme and a path, such as s3://bucket/key.tar.gz or file:/folder/app.tar.gz.");
        }
        return new Artifact(location, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The artifact at a location. */
    public static Artifact of(URI location) {
        return of(location.toString());
    }

    /**
     * The digest that the artifact must have. Without one, the digest found beside it is taken ({@code orders.tar.gz.sha256}),
     * and without that, the digest it has when the deployment begins; from a web server one of the first two is required.
     *
     * @param digest 64 hexadecimal digits
     */
    public Artifact sha256(String digest) {
        String lower = digest.toLowerCase(Locale.ROOT);
        if (!SHA_256.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "Not a SHA-256 digest of " + location + ": '" + digest + "'. Expected 64 hexadecimal digits.");
        }
        return new Artifact(location, Optional.of(lower), version, verifier);
    }

    /** The version that people know it by. Without one it is read from the location: {@code 1.4.2} in the examples above. */
    public Artifact version(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    "The version of " + location + " is blank. Expected something like 1.4.2.");
        }
        return new Artifact(location, sha256, Optional.of(name), verifier);
    }

    /**
     * Takes the artifact only with a signature beside it ({@code orders.tar.gz.sig}) that was made by this Ed25519 key, as
     * {@link SignatureVerifier#ed25519} says. Without this no signature is looked for.
     */
    public Artifact signedBy(PublicKey key) {
        return signedBy(SignatureVerifier.ed25519(key));
    }

    /** Takes the artifact only with a signature beside it ({@code orders.tar.gz.sig}) that this verifier finds right. */
    public Artifact signedBy(SignatureVerifier signature) {
        return new Artifact(location, sha256, version, Optional.of(signature));
    }

    /** The location as it was given. */
    public String location() {
        return location;
    }

    /** The scheme in lower case, for instance {@code s3}. */
    public String scheme() {
        return location.substring(0, location.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    /** What stands after the last slash. */
    public String fileName() {
        return location.substring(Math.max(location.lastIndexOf('/'), location.indexOf(':')) + 1);
    }

    /** The digest that was asked for. */
    public Optional<String> sha256() {
        return sha256;
    }

    /** What must find its signature right, where one was asked for. */
    public Optional<SignatureVerifier> verifier() {
        return verifier;
    }

    /** The version that was given, or the last one that can be read from the location. */
    public Optional<String> version() {
        return version.isPresent() ? version : versionInLocation;
    }

    private static Optional<String> versionIn(String location) {
        Matcher matcher = VERSION.matcher(location);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group("version"));
        }
        return last;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Artifact that
                && location.equals(that.location)
                && sha256.equals(that.sha256)
                && version.equals(that.version)
                && verifier.equals(that.verifier);
    }

    @Override
    public int hashCode() {
        return Objects.hash(location, sha256, version, verifier);
    }

    @Override
    public String toString() {
        return location;
    }
}
