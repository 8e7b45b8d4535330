package dev.viridian.benchmarks;

import io.undertow.Undertow;
import io.undertow.util.HttpString;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A machine in a process of its own that says which revision it is; it ends when it is killed. */
final class AnsweringProcess implements AutoCloseable {
    private static final HttpString REVISION = new HttpString("X-Revision");

    private final Process process;
    private final int port;

    private AnsweringProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static AnsweringProcess start(String revision) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AnsweringProcess.class.getName(),
                        revision)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String port = said.readLine();
        if (port == null) {
            throw new IOException("The process that is to answer as " + revision + " ended before it said its port.");
        }
        return new AnsweringProcess(process, Integer.parseInt(port));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1", exchange -> {
                    exchange.getResponseHeaders().put(REVISION, arguments[0]);
                    exchange.getResponseSender().send("hello");
                })
                .build();
        server.start();
        InetSocketAddress listening =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        System.out.println(listening.getPort());
    }
}
