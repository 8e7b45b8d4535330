package dev.viridian.testing.aws;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** An emulator as a process of this machine, which ends with this program at the latest. */
final class EmulatorProcess {
    private static final String MOTO_VERSION = "5.2.5";
    private static final String MINISTACK_VERSION = "1.5.33";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START = Duration.ofMinutes(2);
    private static final int GRACE_SECONDS = 5;

    /** With each request it asks the disk which services it has, and Python which operations those have: a third of its time is spared by remembering both. */
    private static final String MOTO_ONE_AT_A_TIME = """
            import functools
            import gc
            import logging
            import sys
            from moto import backends
            from moto.core import responses
            from moto.server import DomainDispatcherApplication, create_backend_app
            from werkzeug.serving import run_simple

            def remember(module, name):
                asked = getattr(module, name, None)
                if asked:
                    setattr(module, name, functools.cache(lambda *of: tuple(asked(*of))))

            remember(backends, "list_of_moto_modules")
            remember(responses, "method_names_from_class")
            logging.getLogger("werkzeug").setLevel(logging.ERROR)
            gc.set_threshold(200_000, 50, 1_000)
            run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
            """;

    private final String name;
    private final Process process;
    private final URI endpoint;
    private final Thread atExit;

    private EmulatorProcess(String name, ProcessBuilder builder, int port, String lives) {
        this.name = name;
        this.endpoint = URI.create("http://" + LOOPBACK + ":" + port);
        try {
            this.process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " could not be started.", e);
        }
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        awaitAnswer(endpoint.resolve(lives));
    }

    static EmulatorProcess moto() {
        Path program = program("moto_server", "MOTO")
                .orElseThrow(() -> absent("moto", "'moto[server]==" + MOTO_VERSION + "'", "MOTO"));
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                // Beside it is the Python that has it.
                program.resolveSibling("python3").toString(), "-c", MOTO_ONE_AT_A_TIME, Integer.toString(port));
        // Its 1,300 images of machines are made anew after each reset: most of what a test against EC2 would wait for.
        builder.environment().putIfAbsent("MOTO_EC2_LOAD_DEFAULT_AMIS", "false");
        return new EmulatorProcess("moto", builder, port, "/moto-api/");
    }

    static EmulatorProcess ministack() {
        Path program = program("ministack", "MINISTACK")
                .orElseThrow(() -> absent("ministack", "'ministack==" + MINISTACK_VERSION + "'", "MINISTACK"));
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.environment()
                .putAll(Map.of(
                        "BIND_HOST",
                        LOOPBACK,
                        "GATEWAY_PORT",
                        Integer.toString(port),
                        "MINISTACK_REGION",
                        AwsEmulator.REGION.id(),
                        "SFTP_ENABLED",
                        "0",
                        "IOT_MTLS_ENABLED",
                        "0"));
        return new EmulatorProcess("ministack", builder, port, "/_ministack/health");
    }

    private static EmulatorAbsentException absent(String name, String requirement, String variable) {
        return new EmulatorAbsentException(name + " is not there: python3 -m venv " + name + " && " + name
                + "/bin/pip install " + requirement + ", and " + variable + "=" + name + "/bin in the environment.");
    }

    private static Optional<Path> program(String name, String variable) {
        Stream<String> folders = Stream.concat(
                Optional.ofNullable(System.getenv(variable)).stream(),
                List.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)).stream());
        return folders.filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port of this machine is free.", e);
        }
    }

    private void awaitAnswer(URI lives) {
        long end = System.nanoTime() + START.toNanos();
        while (!answers(lives)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                end();
                throw new IllegalStateException(name + " did not come up at " + endpoint + ".");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static boolean answers(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(1000);
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    static void post(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setRequestMethod("POST");
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IllegalStateException("POST " + uri + " was answered " + connection.getResponseCode() + " "
                        + connection.getResponseMessage() + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("POST " + uri + " was not answered.", e);
        }
    }

    String name() {
        return name;
    }

    URI endpoint() {
        return endpoint;
    }

    /** Ends it, by force where it does not end by itself. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException ending) {
            process.destroyForcibly();
        }
    }
}
