package dev.viridian.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.machine.LinuxHost;
import dev.viridian.machine.MachineMain;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The machine of the orders service for real: {@link MachineMain} as a process, the service, and its database. */
@EnabledOnOs(OS.LINUX)
class OrdersMachineOnLinuxTest {
    /** This system, changed in memory only, where nobody else sees it; all that runs in it ends with the first process. */
    private static final String THROWN_AWAY = """
            mount -t tmpfs tmpfs "$0" &&
            mkdir "$0/upper" "$0/work" "$0/root" &&
            mount -t overlay overlay -o "lowerdir=/,upperdir=$0/upper,workdir=$0/work" "$0/root" &&
            mount -t proc proc "$0/root/proc" &&
            mount --rbind /dev "$0/root/dev" &&
            chroot "$0/root" "$@" && chroot "$0/root" "$@"
            """;

    @TempDir
    private Path folder;

    @Test
    void runsTheServiceAndChangesNothingTheSecondTime() throws Exception {
        Path home = folder.resolve("home");
        int port = freePort();
        try (OrdersDatabase database = OrdersDatabase.start(folder.resolve("database"))) {
            List<String> machine = machine(home, port, database);

            assertThat(output(machine)).contains("The machine is ready, 5 steps changed something");
            assertThat(health(port)).contains("up");
            assertThat(output(machine)).contains("The machine is ready, 0 steps changed something");
        } finally {
            LinuxHost.home(home).supervising().open().services().stop("orders");
        }
    }

    @Test
    void runsInAWholeSystemThatIsThrownAway() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "a system to throw away needs root");
        Path system = Files.createDirectory(folder.resolve("system"));
        Path home = Path.of("/opt/orders-" + ProcessHandle.current().pid());
        try (OrdersDatabase database = OrdersDatabase.start(folder.resolve("database"))) {
            List<String> command = new ArrayList<>(List.of(
                    "unshare",
                    "--mount",
                    "--pid",
                    "--fork",
                    "--kill-child",
                    "sh",
                    "-c",
                    THROWN_AWAY,
                    system.toString()));
            command.addAll(machine(home, freePort(), database));

            assertThat(output(command))
                    .contains("The machine is ready, 5 steps changed something")
                    .contains("The machine is ready, 0 steps changed something");
            assertThat(home).doesNotExist();
        }
    }

    private List<String> machine(Path home, int port, OrdersDatabase database) throws IOException {
        Path secret = folder.resolve("password");
        Files.writeString(secret, "correct horse\n");
        Path identity = folder.resolve("identity.json");
        Files.writeString(identity, "{\"instanceId\": \"orders-1\", \"region\": \"here\"}");
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MachineMain.class.getName(),
                OrdersMachine.class.getName(),
                "--artifact",
                release().toUri().toString(),
                "--home",
                home.toString(),
                "--port",
                Integer.toString(port),
                "--identity",
                identity.toString(),
                "--property",
                "db.address=" + database.address(),
                "--property",
                "db.password=file:" + secret,
                "--supervised");
    }

    /** What it says, when it went well. */
    private static String output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static String health(int port) throws IOException {
        try (InputStream answer =
                URI.create("http://127.0.0.1:" + port + "/health").toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The service as it is compiled, with the driver of its database. */
    private Path release() throws IOException {
        Path archive = folder.resolve("orders-1.4.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("conf/orders.properties"));
            zip.write("version=1.4\ndb.url=jdbc:h2:tcp://${DB_ADDRESS}/./orders\ndb.user=orders\n"
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("lib/h2.jar"));
            Files.copy(driver(), zip);
            zip.putNextEntry(new ZipEntry("lib/orders-service.jar"));
            ZipOutputStream jar = new ZipOutputStream(zip);
            addClasses(jar);
            jar.finish();
        }
        return archive;
    }

    private static void addClasses(ZipOutputStream jar) throws IOException {
        Path classes = Path.of(URI.create(OrdersMachine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        try (Stream<Path> files = Files.walk(classes.resolve("dev/viridian/examples/orders/service"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }

    private static Path driver() {
        return Arrays.stream(System.getProperty("java.class.path").split(":", -1))
                .map(Path::of)
                .filter(file -> file.getFileName().toString().startsWith("h2-"))
                .findFirst()
                .orElseThrow();
    }
}
