package dev.viridian.local.haproxy;

import dev.viridian.local.haproxy.RouteMap.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that HAProxy reads when it starts. Written after each change, so that a restart brings back what was routed. */
final class SavedRoute {
    private static final Logger LOG = LoggerFactory.getLogger(SavedRoute.class);

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

    /** What the map says that HAProxy finds when it starts; empty where there is none. */
    Optional<Content> content() {
        return read(configuration.map()).map(text -> {
            Map<String, String> entries = new LinkedHashMap<>();
            for (String line : text.lines().toList()) {
                String[] parts = line.split(" ", 2);
                entries.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
            return map.content(entries);
        });
    }

    /** A process that read the files before a change, and took over after it, knows nothing of the change: it is told what it would find if it were started now. */
    void tellIfLaterThan(Content known) {
        content().filter(saved -> saved.isLaterThan(known)).ifPresent(saved -> {
            LOG.warn(
                    "HAProxy was reloaded while it was told something, and did not know of it: it routed by {}, and is told again what {} says, {}",
                    known.split().text(),
                    configuration.map(),
                    saved.split().text());
            tell(saved);
        });
    }

    /** What users are sent to is there before they are, and what they are taken from goes after. The mark is the last: where this is cut short it is done once more. */
    private void tell(Content saved) {
        slots().filter(slot -> saved.split().weight(slot) > 0).forEach(this::tellMachines);
        saved.occupants().forEach(map::assign);
        map.replace(saved.split());
        slots().filter(slot -> saved.split().weight(slot) == 0).forEach(this::tellMachines);
        saved.mark().ifPresent(map::mark);
    }

    private IntStream slots() {
        return IntStream.rangeClosed(1, configuration.slots());
    }

    private void tellMachines(int slot) {
        String command = Slot.show(configuration.backend(slot));
        List<Server> servers = read(configuration.stateFile(slot))
                .map(text ->
                        Table.parse(command, text, " ").stream().map(Server::of).toList())
                .orElse(List.of());
        new Slot(socket, configuration.backend(slot)).bringTo(servers);
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "What HAProxy was told last could not be read from " + file + ": " + failure.getMessage()
                            + ". Expected to be able to read the files of that folder. Allow it, then deploy again.",
                    failure);
        }
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
