package dev.viridian.probe;

import dev.viridian.Machine;
import dev.viridian.MachineId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server that treats each connection as a test says, and knows how each of them ended. */
final class ScriptedServer implements AutoCloseable {
    /** What is done with a connection whose request has been read. */
    @FunctionalInterface
    interface Script {
        void run(Exchange exchange) throws IOException, InterruptedException;
    }

    private final ServerSocket server;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> endings = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    ScriptedServer(Script script) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        start("scripted-server", this::accept);
    }

    /** Says this to every request and waits for the other side to close. */
    static ScriptedServer saying(String text) throws IOException {
        return new ScriptedServer(exchange -> exchange.say(text));
    }

    Machine machine() {
        return new Machine(new MachineId("m-1"), "127.0.0.1", server.getLocalPort(), Machine.State.RUNNING, "");
    }

    /** The head of the next request. */
    String request() throws InterruptedException {
        String request = requests.poll(30, TimeUnit.SECONDS);
        return request == null ? "no request came" : request;
    }

    /** How the next connection ended on this side. */
    String ending() throws InterruptedException {
        String ending = endings.poll(30, TimeUnit.SECONDS);
        return ending == null ? "still open" : ending;
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                start("scripted-connection", () -> serve(socket));
            }
        } catch (IOException e) {
            endings.add("server closed");
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Exchange exchange = new Exchange(socket);
            requests.add(exchange.head());
            script.run(exchange);
            endings.add(socket.isClosed() ? "closed here" : exchange.waitForEnd());
        } catch (IOException e) {
            endings.add("closed by the other side");
        } catch (InterruptedException e) {
            endings.add("interrupted");
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection, seen from the server. */
    final class Exchange {
        final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        Exchange(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        /** A tilde stands for a line break. */
        void say(String text) throws IOException {
            out.write(text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Says it again and again until the other side has gone. */
        void sayForEver(String text) throws IOException {
            while (closed.getCount() > 0) {
                say(text);
            }
        }

        /** Says it again and again, slowly. */
        void trickle(String text) throws IOException, InterruptedException {
            while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                say(text);
            }
        }

        void hang() throws InterruptedException {
            closed.await();
        }

        String head() throws IOException {
            StringBuilder head = new StringBuilder();
            int next = in.read();
            while (next >= 0) {
                head.append((char) next);
                if (head.indexOf("\r\n\r\n") >= 0) {
                    return head.toString();
                }
                next = in.read();
            }
            return head.toString();
        }

        String waitForEnd() throws IOException {
            return in.read() < 0 ? "closed by the other side" : "the other side said more";
        }
    }
}
