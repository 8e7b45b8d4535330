package dev.viridian.artifact;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Which addresses artifacts are fetched from. */
final class HttpLocation {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "[::1]");
    private static final String LOOPBACK = "127.";

    private HttpLocation() {}

    /** The address of an artifact, or why it is none. */
    static URI of(Artifact artifact, HttpSettings settings) {
        try {
            URI uri = new URI(artifact.location());
            if (uri.getHost() == null) {
                throw refused(
                        artifact, "its location names no host. Expected one such as https://host/path/app.tar.gz.");
            }
            return requireAllowed(artifact, uri, "its location", settings);
        } catch (URISyntaxException e) {
            throw refused(
                    artifact,
                    "its location is no address: " + e.getReason() + " at character " + e.getIndex()
                            + ". Write a space as %20, and other characters that an address does not take likewise.");
        }
    }

    /** Where a redirect leads. */
    static URI redirected(Artifact artifact, URI from, String target, HttpSettings settings) {
        URI uri;
        try {
            uri = from.resolve(new URI(target));
        } catch (URISyntaxException e) {
            throw refused(artifact, shown(from) + " redirects to " + Shown.name(target) + ", which is no address.");
        }
        boolean known =
                "https".equalsIgnoreCase(uri.getScheme()) || from.getScheme().equalsIgnoreCase(uri.getScheme());
        if (!known || uri.getHost() == null) {
            throw refused(
                    artifact, shown(from) + " redirects to " + shown(uri) + ". Expected the same scheme, or https.");
        }
        return requireAllowed(artifact, uri, "the redirect of " + shown(from) + " to " + shown(uri), settings);
    }

    /** What lies beside it: the same address with something added to the path. */
    static URI beside(URI location, String suffix) {
        String query = location.getRawQuery() == null ? "" : "?" + location.getRawQuery();
        return location.resolve(location.getRawPath() + suffix + query);
    }

    /** Where headers of the artifact's own host may be sent, too. */
    static boolean isSameHost(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    /** Without its query, which may be a key to it. */
    static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + (uri.getRawPath() == null ? "" : uri.getRawPath());
    }

    private static URI requireAllowed(Artifact artifact, URI uri, String what, HttpSettings settings) {
        if (uri.getRawUserInfo() != null) {
            throw refused(
                    artifact,
                    what + " has a user in it, which would stand in every journal and log. Give credentials by"
                            + " HttpArtifactStore.header(\"Authorization\", …).");
        }
        boolean plain = "http".equalsIgnoreCase(uri.getScheme());
        if (plain && !settings.plainHttp() && !isThisMachine(uri.getHost())) {
            throw refused(
                    artifact,
                    what + " leaves this machine over plain http. Use https, or allow it by"
                            + " HttpArtifactStore.overPlainHttp().");
        }
        return uri;
    }

    private static boolean isThisMachine(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return THIS_MACHINE.contains(lower) || (lower.startsWith(LOOPBACK) && lower.matches("[0-9.]+"));
    }

    private static PlatformException refused(Artifact artifact, String problem) {
        return new PlatformException(new Failure.ArtifactRefused(artifact.location(), problem));
    }
}
