package dev.viridian.local.router;

import static dev.viridian.local.router.Rig.loopback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.viridian.local.process.JavaProgram;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private static final int FEW_FILES = 200;
    private static final String UP = "up at ";

    @Test
    void closesTheConnectionOfAClientThatDoesNotCompleteTheHeadOfItsRequest() throws Exception {
        Listener listener = Listener.open(loopback(0), exchange -> {}, Duration.ofMillis(50));
        listener.accept();
        try (Socket client = new Socket()) {
            client.connect(listener.address());
            client.setSoTimeout((int) Duration.ofMinutes(2).toMillis());
            client.getOutputStream().write("GET /half HT".getBytes(StandardCharsets.US_ASCII));

            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } finally {
            listener.refuse();
            listener.stop();
        }
    }

    @Test
    void letsNoMoreClientsInThanCanHaveAConnectionToAMachineEach() throws Exception {
        Path shell = Path.of("/bin/sh");
        assumeThat(Files.isExecutable(shell) && OpenFiles.left().isPresent())
                .as("the number of open files can be limited and read")
                .isTrue();
        Backend machine = Backend.of("1.0");
        Process router = new ProcessBuilder(
                        shell.toString(),
                        "-c",
                        "ulimit -n " + FEW_FILES + "; exec \"$@\"",
                        "sh",
                        JavaProgram.file(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithFewFiles.class.getName(),
                        Integer.toString(machine.address().getPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (machine) {
            URI entry = entryOf(router);
            Deque<Client> clients = new ArrayDeque<>();
            for (int each = 0; each < FEW_FILES; each++) {
                clients.add(Client.of(entry).send("GET / HTTP/1.1", "Host: a", "", ""));
            }

            while (!clients.isEmpty()) {
                try (Client longest = clients.remove()) {
                    assertThat(longest.read().status()).isEqualTo(200);
                }
            }
        } finally {
            router.destroyForcibly().waitFor();
        }
    }

    /** What it logs before it is up comes from Undertow. */
    private static URI entryOf(Process router) throws Exception {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(router.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith(UP)) {
            line = said.readLine();
        }
        assertThat(line).as("the router came up").isNotNull();
        return URI.create(String.valueOf(line).substring(UP.length()));
    }

    /** A router in a process of its own, until that is killed. */
    static final class WithFewFiles {
        private WithFewFiles() {}

        public static void main(String[] arguments) throws InterruptedException {
            Rig rig = new Rig();
            rig.router.machines(Rig.BLUE, List.of(loopback(Integer.parseInt(arguments[0]))));
            rig.router.route(Map.of(Rig.BLUE, 1));
            System.out.println(UP + rig.router.entry());
            Thread.currentThread().join();
        }
    }
}
