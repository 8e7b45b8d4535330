package dev.viridian.local.haproxy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a running HAProxy must have so that a {@link HaproxyRouter} can drive it: a frontend, a number of <em>slots</em>
 * (backends, each of which holds one environment), a map that says which slot serves, and a socket of level admin.
 * {@link #render()} writes it as a fragment for HAProxy's configuration.
 *
 * <pre>{@code
 * HaproxyConfiguration orders = HaproxyConfiguration.of("orders", URI.create("http://127.0.0.1:8080"));
 * Files.writeString(Path.of("/etc/haproxy/viridian-orders.cfg"), orders.render());
 * }</pre>
 *
 * <p>Three slots of 16 machines are the default: one for what is live, one for the candidate, one for what is quarantined.
 * Immutable; every method returns a new value.
 */
public final class HaproxyConfiguration {
    private static final Pattern APPLICATION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?");
    private static final int MOST_SLOTS = 16;
    private static final int MOST_MACHINES = 256;

    private final String application;
    private final URI entry;
    private final Path socket;
    private final Path directory;
    private final int slots;
    private final int machinesPerSlot;
    private final boolean pooled;

    private HaproxyConfiguration(
            String application,
            URI entry,
            Path socket,
            Path directory,
            int slots,
            int machinesPerSlot,
            boolean pooled) {
        this.application = application;
        this.entry = entry;
        this.socket = socket;
        this.directory = directory;
        this.slots = slots;
        this.machinesPerSlot = machinesPerSlot;
        this.pooled = pooled;
    }

    /**
     * The configuration for one application.
     *
     * @param application at most 50 lower-case letters, digits and dashes; the sections in HAProxy carry it in their names
     * @param entry where users come in: {@code http} or {@code https}, a host and a port
     * @return a configuration with the defaults
     */
    public static HaproxyConfiguration of(String application, URI entry) {
        if (!APPLICATION.matcher(application).matches()) {
            throw new IllegalArgumentException("Not a name for an application in HAProxy: '" + application
                    + "'. Expected 1 to 50 lower-case letters, digits and dashes, without a dash at either end.");
        }
        String scheme = entry.getScheme() == null ? "" : entry.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || entry.getHost() == null || entry.getPort() < 0) {
            throw new IllegalArgumentException("Not an entry that HAProxy can listen on: '" + entry
                    + "'. Expected a scheme http or https, a host and a port, for example http://127.0.0.1:8080.");
        }
        Path home = Path.of("/var/lib/haproxy", "viridian-" + application);
        return new HaproxyConfiguration(application, entry, Path.of("/run/haproxy/viridian.sock"), home, 3, 16, false);
    }

    /**
     * Where HAProxy listens for commands; {@code /run/haproxy/viridian.sock} unless said otherwise.
     *
     * @param file the socket
     * @return a configuration that differs in this
     */
    public HaproxyConfiguration socket(Path file) {
        return new HaproxyConfiguration(application, entry, quotable(file), directory, slots, machinesPerSlot, pooled);
    }

    /**
     * The folder of the files by which HAProxy finds its route again when it is restarted, written by the router;
     * {@code /var/lib/haproxy/viridian-} and the application unless said otherwise.
     *
     * @param folder the folder, which the deploying user may write to
     * @return a configuration that differs in this
     */
    public HaproxyConfiguration directory(Path folder) {
        return new HaproxyConfiguration(application, entry, socket, quotable(folder), slots, machinesPerSlot, pooled);
    }

    /**
     * How many environments HAProxy can hold at a time; 3 unless said otherwise.
     *
     * @param number 2 to 16
     * @return a configuration that differs in this
     */
    public HaproxyConfiguration slots(int number) {
        return new HaproxyConfiguration(
                application, entry, socket, directory, within("slots", number, 2, MOST_SLOTS), machinesPerSlot, pooled);
    }

    /**
     * How many machines an environment can have; 16 unless said otherwise.
     *
     * @param number 1 to 256
     * @return a configuration that differs in this
     */
    public HaproxyConfiguration machinesPerSlot(int number) {
        return new HaproxyConfiguration(
                application,
                entry,
                socket,
                directory,
                slots,
                within("machines per slot", number, 1, MOST_MACHINES),
                pooled);
    }

    /**
     * Lets HAProxy keep connections to the machines and use them for several requests, which takes less of the processor. Unless
     * this is said each request has a fresh connection: a machine may close a kept one at the very moment at which a request is sent
     * over it, and not every such request can be repeated.
     *
     * @return a configuration that differs in this
     */
    public HaproxyConfiguration poolingConnections() {
        return new HaproxyConfiguration(application, entry, socket, directory, slots, machinesPerSlot, true);
    }

    /**
     * The fragment of configuration, to be loaded by a further {@code -f} or copied into an existing configuration.
     *
     * @return sections in HAProxy's language
     */
    public String render() {
        return new Fragment(this).text();
    }

    String application() {
        return application;
    }

    URI entry() {
        return entry;
    }

    Path socket() {
        return socket;
    }

    Path directory() {
        return directory;
    }

    int slots() {
        return slots;
    }

    int machinesPerSlot() {
        return machinesPerSlot;
    }

    boolean pooled() {
        return pooled;
    }

    String frontend() {
        return "viridian-" + application;
    }

    String backend(int slot) {
        return frontend() + "-" + slot;
    }

    Path map() {
        return directory.resolve("route.map");
    }

    Path stateFile(int slot) {
        return directory.resolve("slot-" + slot + ".state");
    }

    private static int within(String what, int number, int least, int most) {
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "Not a number of " + what + ": " + number + ". Expected " + least + " to " + most + ".");
        }
        return number;
    }

    /** Commands and configuration are split at blanks, so that a path with one cannot be named in either. */
    private static Path quotable(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (!absolute.toString().matches("[A-Za-z0-9_./+:@-]+")) {
            throw new IllegalArgumentException("HAProxy cannot be told about the path '" + absolute
                    + "'. Expected letters, digits and any of _ . / + : @ - only.");
        }
        return absolute;
    }
}
