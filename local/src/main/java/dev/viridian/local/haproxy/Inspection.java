package dev.viridian.local.haproxy;

import dev.viridian.local.haproxy.Table.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether the HAProxy that runs has what a router needs. All that is missing is told at once. */
final class Inspection {
    /** The oldest version whose manual has every command and keyword used here. */
    static final String OLDEST = "2.4";

    private static final Pattern VERSION = Pattern.compile("(?m)^Version: (\\d+)\\.(\\d+)");
    private static final Pattern PROCESSES = Pattern.compile("(?m)^Nbproc: (\\d+)");
    private static final String FRONTENDS = "show stat -1 1 -1";
    private static final String SERVERS = "show servers state";

    private final RuntimeSocket socket;
    private final HaproxyConfiguration configuration;
    private final List<String> missing = new ArrayList<>();

    Inspection(RuntimeSocket socket, HaproxyConfiguration configuration) {
        this.socket = socket;
        this.configuration = configuration;
    }

    void insist() {
        requireSocket();
        requireLevel();
        requireVersion();
        requireMap();
        requireFrontend();
        requireSlots();
        requireWritable();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The HAProxy on the socket " + configuration.socket() + " cannot route '"
                    + configuration.application()
                    + "' yet: " + String.join("; ", missing)
                    + ". Put HaproxyConfiguration.render() into its configuration and restart it.");
        }
    }

    private void requireSocket() {
        Path file = configuration.socket();
        if (!Files.exists(file)) {
            throw new IllegalStateException("There is no HAProxy on the socket " + file
                    + ": the file does not exist. Expected a running HAProxy whose configuration has 'stats socket "
                    + file
                    + " level admin'. Is it another path? Then say so by HaproxyConfiguration.socket(...).");
        }
    }

    private void requireLevel() {
        String level = socket.ask("show cli level");
        if (!level.equals("admin")) {
            missing.add("the socket has the level '" + level + "', expected 'stats socket " + configuration.socket()
                    + " level admin'");
        }
    }

    private void requireVersion() {
        String info = socket.ask("show info");
        Matcher version = VERSION.matcher(info);
        if (!version.find()) {
            missing.add("its version is not told, expected " + OLDEST + " or later, found: " + info);
        } else if (older(Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)))) {
            missing.add("it is of version " + version.group(1) + "." + version.group(2) + ", expected " + OLDEST
                    + " or later");
        }
        Matcher processes = PROCESSES.matcher(info);
        if (processes.find() && !processes.group(1).equals("1")) {
            missing.add("it runs as " + processes.group(1)
                    + " processes, of which a socket reaches one, expected one: remove 'nbproc'");
        }
    }

    private static boolean older(int major, int minor) {
        return major < 2 || (major == 2 && minor < 4);
    }

    private void requireMap() {
        if (!socket.ask("show map").contains("(" + configuration.map() + ")")) {
            missing.add("it has no map '" + configuration.map() + "'");
        }
    }

    private void requireFrontend() {
        boolean present = Table.parse(FRONTENDS, socket.ask(FRONTENDS), ",").stream()
                .anyMatch(row -> row.text("pxname").equals(configuration.frontend()));
        if (!present) {
            missing.add("it has no frontend '" + configuration.frontend() + "'");
        }
    }

    private void requireSlots() {
        Map<String, Set<String>> servers = Table.parse(SERVERS, socket.ask(SERVERS), " ").stream()
                .collect(Collectors.groupingBy(
                        (Row row) -> row.text("be_name"),
                        Collectors.mapping((Row row) -> row.text("srv_name"), Collectors.toSet())));
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            String backend = configuration.backend(slot);
            int found = servers.getOrDefault(backend, Set.of()).size();
            if (found < configuration.machinesPerSlot()) {
                missing.add((found == 0
                                ? "it has no backend '" + backend + "'"
                                : "its backend '" + backend + "' has only " + found)
                        + (found == 0 ? " with " : " of ") + configuration.machinesPerSlot() + " servers");
            }
        }
    }

    private void requireWritable() {
        if (!Files.isWritable(configuration.directory())) {
            missing.add(
                    "the folder " + configuration.directory()
                            + ", from which it is to find its route again after a restart, does not exist or this user may not write to it");
        }
    }
}
