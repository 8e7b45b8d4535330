package dev.viridian.testing.assertions;

import dev.viridian.provision.FileEntry;
import dev.viridian.provision.Host;
import dev.viridian.provision.ServiceState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What is expected of a host, a simulated or a real one. */
public final class HostAssert extends StoryAssert<HostAssert, Host> {
    private static final int MOST_SHOWN = 2_000;

    HostAssert(Host actual) {
        super(actual, HostAssert.class);
    }

    /**
     * A file is there that says exactly this.
     *
     * <pre>{@code
     * assertThat(host).hasFile("app/region", "eu-west-1");   // passes
     * assertThat(host).hasFile("app/region", "us-east-1");   // fails, shows what it says
     * }</pre>
     */
    public HostAssert hasFile(String path, String text) {
        String found = textOf(path, "a file " + path + " that says '" + text + "'");
        return expect(
                found.equals(text),
                "a file " + path + " that says '" + text + "'",
                () -> "says '" + shown(found) + "'");
    }

    /**
     * A file is there that says this somewhere.
     *
     * <pre>{@code
     * assertThat(host).hasFileContaining("orders.properties", "region=eu-west-1");   // passes
     * assertThat(host).hasFileContaining("orders.properties", "region=moon");        // fails, shows what it says
     * }</pre>
     */
    public HostAssert hasFileContaining(String path, String part) {
        String found = textOf(path, "a file " + path + " that says '" + part + "' somewhere");
        return expect(
                found.contains(part),
                "a file " + path + " that says '" + part + "' somewhere",
                () -> "says '" + shown(found) + "'");
    }

    /**
     * What is at this path may be used like this and belongs to this user.
     *
     * <pre>{@code
     * assertThat(host).hasAccess("orders.env", "0600", "orders");   // passes
     * assertThat(host).hasAccess("orders.env", "0644", "orders");   // fails, shows mode and owner
     * }</pre>
     */
    public HostAssert hasAccess(String path, String mode, String owner) {
        String expected = path + " with mode " + mode + " and owner " + owner;
        FileEntry found = entry(path, expected);
        return expect(
                found.mode().equals(mode) && found.owner().equals(owner),
                expected,
                () -> "has mode " + found.mode() + " and owner " + found.owner());
    }

    /**
     * A symbolic link is there, stored like this.
     *
     * <pre>{@code
     * assertThat(host).hasLink("current", "releases/1.4");   // passes
     * assertThat(host).hasLink("current", "releases/1.3");   // fails, shows where it points
     * }</pre>
     */
    public HostAssert hasLink(String path, String target) {
        String expected = "a link " + path + " to " + target;
        FileEntry found = entry(path, expected);
        return expect(
                found.target().equals(Optional.of(target)),
                expected,
                () -> found.target().map(other -> "points to " + other).orElse("is " + found.kind()));
    }

    /**
     * Nothing is at this path.
     *
     * <pre>{@code
     * assertThat(host).hasNothingAt("cache");   // passes where it was removed
     * assertThat(host).hasNothingAt("app");     // fails, says what is there
     * }</pre>
     */
    public HostAssert hasNothingAt(String path) {
        isNotNull();
        Optional<FileEntry> found = actual.files().look(path);
        return expect(found.isEmpty(), "nothing at " + path, () -> "has " + found.orElseThrow());
    }

    /**
     * A service of this name runs, as it is defined.
     *
     * <pre>{@code
     * assertThat(host).runs("orders");   // passes
     * assertThat(host).runs("order");    // fails: UNKNOWN
     * }</pre>
     */
    public HostAssert runs(String service) {
        isNotNull();
        ServiceState found = actual.services().look(service);
        return expect(
                found.condition() == ServiceState.Condition.RUNNING,
                "that service " + service + " runs",
                () -> "is " + found.condition() + ": " + found.detail());
    }

    /**
     * A package is installed, in whatever version.
     *
     * <pre>{@code
     * assertThat(host).hasPackage("haproxy");   // passes
     * assertThat(host).hasPackage("nginx");     // fails
     * }</pre>
     */
    public HostAssert hasPackage(String name) {
        isNotNull();
        return expect(actual.packages().installed(name).isPresent(), "package " + name, () -> "is not installed on it");
    }

    /**
     * There is a user of this name.
     *
     * <pre>{@code
     * assertThat(host).hasUser("orders");   // passes
     * assertThat(host).hasUser("order");    // fails
     * }</pre>
     */
    public HostAssert hasUser(String name) {
        isNotNull();
        return expect(actual.accounts().user(name).isPresent(), "user " + name, () -> "has no such user");
    }

    private String textOf(String path, String expected) {
        FileEntry found = entry(path, expected);
        expect(found.kind() != FileEntry.Kind.DIRECTORY, expected, () -> "has a folder there");
        return new String(actual.files().read(path), StandardCharsets.UTF_8);
    }

    private FileEntry entry(String path, String expected) {
        isNotNull();
        Optional<FileEntry> found = actual.files().look(path);
        expect(found.isPresent(), expected, () -> "has nothing there");
        return found.orElseThrow();
    }

    private static String shown(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    @Override
    String story() {
        return actual.toString();
    }
}
