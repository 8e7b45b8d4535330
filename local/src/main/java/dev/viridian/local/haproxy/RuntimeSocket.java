package dev.viridian.local.haproxy;

import dev.viridian.local.socket.UnixSocket;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * HAProxy's runtime API: a line of commands for each connection, one answer for each command, each ended by an empty line.
 * A connection for each line, because a kept one would outlive a restart of HAProxy and talk to the process that is leaving.
 */
final class RuntimeSocket {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Duration patience;

    RuntimeSocket(Path file) {
        this(file, PATIENCE);
    }

    RuntimeSocket(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    /** Gives one command and returns its answer without the empty line, which is "" for most that succeeded. */
    String ask(String command) {
        return ask(List.of(command)).get(0);
    }

    /** Gives several commands on one line and returns their answers in the same order. A failed one does not stop the rest. */
    List<String> ask(List<String> commands) {
        String line = String.join(";", commands);
        List<String> answers;
        try {
            answers = answers(exchange(line + "\n"));
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "Could not give HAProxy the command '" + line + "' over the socket " + file + ": "
                            + failure.getMessage()
                            + ". Expected an answer within " + patience.toSeconds()
                            + " s. Is HAProxy running, and may this user open that socket?",
                    failure);
        }
        if (answers.size() != commands.size()) {
            throw new UncheckedIOException(
                    "HAProxy gave " + answers.size() + " answers to " + commands.size() + " commands on the socket "
                            + file + ". The commands: " + line + ". The answers: " + answers
                            + ". Expected one answer each; HAProxy may have been stopped meanwhile.",
                    new EOFException("the answer was cut off"));
        }
        return answers;
    }

    /** No answer has an empty line in it; what does not end with one was cut off. */
    private static List<String> answers(String text) {
        List<String> answers = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isEmpty()) {
                answers.add(String.join("\n", answer));
                answer.clear();
            } else {
                answer.add(line);
            }
        }
        return answers;
    }

    /** A blocking channel has no time limit for reading, hence the selector. */
    private String exchange(String line) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (SocketChannel channel = UnixSocket.connect(file, deadline);
                Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer command = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (command.hasRemaining()) {
                await(selector, deadline);
                channel.write(command);
            }
            key.interestOps(SelectionKey.OP_READ);
            return read(channel, selector, deadline);
        }
    }

    private static String read(SocketChannel channel, Selector selector, long deadline) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
        await(selector, deadline);
        while (channel.read(buffer) >= 0) {
            answer.write(buffer.array(), 0, buffer.position());
            buffer.clear();
            await(selector, deadline);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static void await(Selector selector, long deadline) throws IOException {
        long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new SocketTimeoutException(
                    Thread.currentThread().isInterrupted() ? "this thread was interrupted" : "HAProxy did not answer");
        }
        selector.selectedKeys().clear();
    }
}
