package dev.viridian.provision;

import java.util.List;

/** A path on a host, as people write it. */
final class HostPath {
    private HostPath() {}

    /** Refuses what is no path, or leads out of where it begins: {@code ../} in configuration is a mistake or an attack. */
    static String require(String path) {
        boolean upward = List.of(path.split("/", -1)).contains("..");
        if (path.isBlank() || upward || path.indexOf('\0') >= 0 || path.equals("/")) {
            throw new IllegalArgumentException("Not a path on a machine: '" + path.replace('\0', '?')
                    + "'. Expected one such as app/orders.properties or /etc/orders, without '..'.");
        }
        return path;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? (slash == 0 ? "/" : "") : path.substring(0, slash);
    }

    static String within(String folder, String name) {
        return folder.isEmpty() ? name : (folder.endsWith("/") ? folder + name : folder + "/" + name);
    }
}
