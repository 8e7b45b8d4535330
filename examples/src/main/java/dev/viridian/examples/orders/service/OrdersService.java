package dev.viridian.examples.orders.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The orders service: {@code java -jar lib/orders-service.jar --port 8080}, in a folder that has a {@code
 * conf/orders.properties}. It serves until it gets a SIGTERM, then finishes what is in flight and exits with 0, or with 1
 * where it had to cut a request off. A configuration that it cannot work with makes it exit with 78 before it listens.
 */
public final class OrdersService {
    static final int CANNOT_LISTEN = 1;
    static final int REFUSED_TO_START = 78;
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final Path CONFIGURATION = Path.of("conf", "orders.properties");

    private OrdersService() {}

    /** Serves until the process is asked to end. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        try {
            Settings settings = Settings.read(CONFIGURATION, environment);
            int port = Port.from(List.of(arguments), environment);
            serve(settings, port, Health.atBoot(settings, environment));
        } catch (RefusedToStart refusal) {
            Log.say(refusal.getMessage());
            System.exit(REFUSED_TO_START);
        } catch (IOException failure) {
            Log.say("Starting failed", failure);
            System.exit(CANNOT_LISTEN);
        }
    }

    private static void serve(Settings settings, int port, Health health) throws IOException {
        OrdersServer server = OrdersServer.listen(settings, port, health);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "shutdown"));
        server.start();
        Log.say("Revision " + settings.version() + " serves on 127.0.0.1:" + server.port());
    }

    private static void end(OrdersServer server) {
        Log.say("Asked to end: finishing what is in flight");
        boolean finished = server.stop(GRACE);
        Log.say(finished ? "Ended" : "Ended, with requests cut off that took longer than " + GRACE.toSeconds() + " s");
        // Without this the JVM would report the signal, 143, however well the service ended.
        Runtime.getRuntime().halt(finished ? 0 : 1);
    }
}
