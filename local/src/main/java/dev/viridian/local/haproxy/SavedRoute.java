package dev.viridian.local.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files that HAProxy reads when it starts. Written after each change, so that a restart brings back what was routed. */
final class SavedRoute {
    private final RuntimeSocket socket;
    private final HaproxyConfiguration configuration;
    private final RouteMap map;

    SavedRoute(RuntimeSocket socket, HaproxyConfiguration configuration, RouteMap map) {
        this.socket = socket;
        this.configuration = configuration;
        this.map = map;
    }

    void save() {
        for (int slot = 1; slot <= configuration.slots(); slot++) {
            write(configuration.stateFile(slot), socket.ask(Slot.show(configuration.backend(slot))) + "\n");
        }
        write(configuration.map(), map.file());
    }

    /** HAProxy must never find half a file, hence the move. */
    private static void write(Path file, String text) {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "HAProxy was told, but what it is to find after a restart could not be written to " + file + ": "
                            + failure.getMessage()
                            + ". Expected to be able to make and replace files in that folder. Allow it, then deploy again.",
                    failure);
        }
    }
}
