package dev.viridian.provision;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.net.URI;
import java.net.URISyntaxException;

/** Something that can be asked from a machine: itself, or another one. */
record HostAddress(String host, int port, String path) {
    /** For questions that need none, such as one to a database. */
    static final int NO_PORT = 0;

    private static final String LOOPBACK = "127.0.0.1";

    static HostAddress here(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port + ". Expected 1 to 65535.");
        }
        return new HostAddress(LOOPBACK, port, "/");
    }

    static HostAddress of(String url) {
        try {
            URI uri = new URI(url);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null) {
                throw notAnAddress(url);
            }
            String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return new HostAddress(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), path + query);
        } catch (URISyntaxException e) {
            throw notAnAddress(url);
        }
    }

    private static IllegalArgumentException notAnAddress(String url) {
        return new IllegalArgumentException(
                "Cannot wait for '" + url + "'. Expected an address such as http://config.internal:8888/ready.");
    }

    /** As probes are given it. */
    Machine machine() {
        return new Machine(new MachineId(host), host, port, Machine.State.RUNNING, "");
    }
}
