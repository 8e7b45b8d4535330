package dev.viridian.examples.orders.service;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this process is well: decided when it boots, and for its whole life. It says nothing about the database, on
 * purpose: a database that is away must not make every machine look sick.
 *
 * @param complaint why the process is sick; none when it is well
 */
record Health(Optional<String> complaint) {

    static Health atBoot(Settings settings, Map<String, String> environment) throws IOException {
        if (!settings.sickOnce()) {
            return well();
        }
        String shared = Optional.ofNullable(environment.get("ORDERS_SHARED"))
                .orElseThrow(() -> new RefusedToStart("Cannot start with boot.sick-once: the environment variable"
                        + " ORDERS_SHARED is not set. Set it to a folder that all processes share."));
        return firstOf(settings.version(), Path.of(shared));
    }

    static Health well() {
        return new Health(Optional.empty());
    }

    /** Creating the marker is atomic, so that of all processes that boot at the same time exactly one is the first. */
    private static Health firstOf(String version, Path shared) throws IOException {
        Path marker = Files.createDirectories(shared).resolve("orders-" + version + ".sick");
        try {
            Files.createFile(marker);
        } catch (FileAlreadyExistsException anotherWasFirst) {
            return well();
        }
        return new Health(Optional.of("the first process of revision " + version + " does not come up well"));
    }

    Answer answer() {
        return complaint
                .map(reason -> Answer.json(503, Json.object("status", "sick", "reason", reason)))
                .orElseGet(() -> Answer.json(200, Json.object("status", "up")));
    }
}
