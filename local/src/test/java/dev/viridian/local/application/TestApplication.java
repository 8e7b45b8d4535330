package dev.viridian.local.application;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The application that the tests of the local platform deploy. How it behaves is in {@code conf/application.properties}, so that each
 * release behaves in its own way. It closes idle connections soon, as servers do, and depends on nothing but the JDK.
 */
public final class TestApplication {
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final Properties behaviour;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger served = new AtomicInteger();

    private TestApplication(Properties behaviour) {
        this.behaviour = behaviour;
    }

    public static void main(String[] arguments) throws Exception {
        Properties behaviour = new Properties();
        behaviour.load(new StringReader(Files.readString(Path.of("conf/application.properties"))));
        new TestApplication(behaviour).run(Integer.parseInt(System.getenv("PORT")));
    }

    private void run(int port) throws Exception {
        System.out.println(text("starting ", version(), " on ", port));
        System.out.println(behaviour.getProperty("prints", ""));
        if (is("forks")) {
            new ProcessBuilder("sleep", "1000").inheritIO().start();
        }
        if (is("exits.at.once")) {
            System.err.println("cannot read the licence");
            System.exit(3);
        }
        if (is("exits.once") && claimed("exited")) {
            System.exit(4);
        }
        if (is("sick.once") && claimed("sick")) {
            behaviour.setProperty("sick", "true");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::leave));
        int listening = Integer.parseInt(behaviour.getProperty("port", Integer.toString(port)));
        try (ServerSocket server = new ServerSocket(listening, 512, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket));
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** Graceful: what is in flight ends first, unless this release ignores being asked. */
    private void leave() {
        try {
            if (is("ignores.term")) {
                Thread.sleep(600_000);
            }
            for (int i = 0; i < 200 && open.get() > 0; i++) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(10_000);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (answer(in, socket)) {
                socket.setSoTimeout(Integer.parseInt(behaviour.getProperty("idle.millis", "20")));
            }
        } catch (SocketTimeoutException idle) {
            // closed by the try: that is what this application does with idle connections
        } catch (IOException gone) {
            // the other side has gone away, which it may
        }
    }

    private boolean answer(InputStream in, Socket socket) throws IOException {
        String head = head(in);
        if (head.isEmpty()) {
            return false;
        }
        open.incrementAndGet();
        try {
            String path = head.substring(head.indexOf(' ') + 1, head.indexOf(' ', head.indexOf(' ') + 1));
            if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
                echo(in, socket);
                return false;
            }
            respond(path, socket.getOutputStream());
            return !head.toLowerCase(Locale.ROOT).contains("connection: close");
        } finally {
            open.decrementAndGet();
        }
    }

    private void respond(String path, OutputStream out) throws IOException {
        int status = 200;
        String body = version();
        if (path.startsWith("/health")) {
            boolean sick = is("sick") || served.get() > mostServed();
            status = sick ? 503 : 200;
            body = sick ? "sick" : "up";
        } else if (path.equals("/")) {
            served.incrementAndGet();
        } else if (path.startsWith("/slow")) {
            pause(Integer.parseInt(path.substring(path.indexOf('=') + 1)));
        } else if (path.startsWith("/redirected")) {
            status = 302;
        } else if (path.startsWith("/hangs")) {
            pause(600_000);
        } else if (path.startsWith("/trickles")) {
            trickle(out);
        } else if (path.startsWith("/garbage")) {
            out.write("I am no web server\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw new IOException("garbage sent");
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = text(
                "HTTP/1.1 ",
                status,
                " Status\r\nContent-Length: ",
                bytes.length,
                "\r\nX-Revision: ",
                version(),
                "\r\nLocation: /elsewhere\r\n\r\n");
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.write(bytes);
        out.flush();
    }

    /** A good answer in its first line, of which the rest never comes to an end: for as long as somebody listens, but byte by byte. */
    private static void trickle(OutputStream out) throws IOException {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        while (true) {
            out.write('.');
            out.flush();
            pause(10);
        }
    }

    /** An upgraded connection that gives back each byte it is given, behind the name of this version. */
    private void echo(InputStream in, Socket socket) throws IOException {
        socket.setSoTimeout(0);
        OutputStream out = socket.getOutputStream();
        String head = text(
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Revision: ",
                version(),
                "\r\n\r\n");
        out.write(head.getBytes(StandardCharsets.UTF_8));
        out.flush();
        for (int read = in.read(); read >= 0; read = in.read()) {
            out.write(read);
            out.flush();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int ending = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.append((char) read);
            ending = read == END_OF_HEAD.charAt(ending) ? ending + 1 : read == '\r' ? 1 : 0;
            if (ending == END_OF_HEAD.length()) {
                return head.toString();
            }
        }
        return "";
    }

    /** What {@code +} would make, which takes the first time as long as half of what else is done until this program listens. */
    private static String text(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part);
        }
        return text.toString();
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean claimed(String what) throws IOException {
        return Path.of(System.getenv("SHARED"), text(what, "-", version()))
                .toFile()
                .createNewFile();
    }

    /** Of how many of its users' requests it does not get sick. */
    private int mostServed() {
        return Integer.parseInt(behaviour.getProperty("sick.after", Integer.toString(Integer.MAX_VALUE)));
    }

    private boolean is(String name) {
        return Boolean.parseBoolean(behaviour.getProperty(name, "false"));
    }

    private String version() {
        return behaviour.getProperty("version");
    }
}
