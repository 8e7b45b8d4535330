package dev.viridian.examples.orders.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, in a folder that has its configuration. */
final class ServiceProcess implements AutoCloseable {
    private static final String SERVES = " serves on 127.0.0.1:";

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder log = new StringBuilder();

    private ServiceProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(UTF_8);
    }

    /** Starts the classes of this build. */
    static ServiceProcess ofClasses(Path folder, Map<String, String> environment) throws IOException {
        List<String> main = List.of("-cp", System.getProperty("java.class.path"), OrdersService.class.getName());
        return start(folder, main, environment);
    }

    /** Starts an unpacked release. */
    static ServiceProcess ofRelease(Path folder, Map<String, String> environment) throws IOException {
        return start(folder, List.of("-jar", "lib/orders-service.jar"), environment);
    }

    private static ServiceProcess start(Path folder, List<String> main, Map<String, String> environment)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(main);
        command.addAll(List.of("--port", "0"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("PORT", "DB_ADDRESS", "ORDERS_SHARED"));
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start());
    }

    /** Waits until the service says that it serves. */
    int port() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            log.append(line).append('\n');
            int at = line.indexOf(SERVES);
            if (at >= 0) {
                return Integer.parseInt(line.substring(at + SERVES.length()));
            }
        }
        throw new IOException("The service ended before it served: " + log);
    }

    /** Sends a SIGTERM. Not by {@link Process#destroy}, which would close the output before it is read. */
    void askToEnd() {
        process.toHandle().destroy();
    }

    /** Waits until the process has ended by itself. */
    int exitCode() throws IOException, InterruptedException {
        output.lines().forEach(line -> log.append(line).append('\n'));
        return process.waitFor();
    }

    /** What the service has said, as far as it was waited for. */
    String log() {
        return log.toString();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        output.close();
    }
}
