package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ServiceState.Condition;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MachineMainTest {
    private static final String SECRET = "correct horse battery";

    private final List<String> said = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void publishes() throws IOException {
        home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("secret"), SECRET + "\n");
        Files.writeString(
                folder.resolve("identity.json"),
                "{\"instanceId\": \"i-0123\", \"region\": \"eu-west-1\", \"codes\": [\"x\"], \"accountId\": 12}");
        try (OutputStream file = Files.newOutputStream(folder.resolve("orders-1.4.2.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("orders.jar"));
        }
    }

    @AfterEach
    void stops() {
        LinuxHost.home(home).supervising().open().services().stop("orders");
    }

    @Test
    void makesAMachineReadyAsAProcessAndASecondOneChangesNothing() throws Exception {
        Process first = start("touch made");
        assertThat(exit(first)).as(said()).isZero();
        assertThat(result()).contains("\"state\" : \"READY\"", "\"machine\" : \"i-0123\"", "\"failure\" : null");
        assertThat(LinuxHost.home(home)
                        .supervising()
                        .open()
                        .services()
                        .look("orders")
                        .condition())
                .isEqualTo(Condition.RUNNING);
        assertThat(home.resolve("region")).hasContent("eu-west-1");
        assertThat(home.resolve("app/orders.jar")).exists();

        Process second = start("touch made");
        assertThat(exit(second)).as(said()).isZero();
        assertThat(result()).contains("\"state\" : \"READY\"", "\"changed\" : [ ]");
        assertThat(said() + Files.readString(home.resolve(".viridian/provisioning.log")) + result())
                .contains("The machine is ready")
                .doesNotContain(SECRET);
    }

    @Test
    void makesFoldersThatAServiceOfAnotherUserMayEnterWhateverTheShellSays() throws Exception {
        Files.delete(home.resolve("secret"));
        Files.delete(home);
        List<String> arguments = new ArrayList<>(arguments(""));
        arguments.set(0, Shared.class.getName());
        Process process = start(List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"), arguments);

        assertThat(exit(process)).as(said()).isZero();
        for (String each : List.of("", "releases", "app", "app/orders.jar", "cache", "cache/orders-1.4.2.zip")) {
            assertThat(Files.getPosixFilePermissions(home.resolve(each)))
                    .as(each)
                    .contains(PosixFilePermission.OTHERS_READ);
        }
    }

    /** A release, and the archive itself. */
    public static final class Shared implements dev.viridian.provision.MachineProvisioning {
        @Override
        public Provisioning define(dev.viridian.provision.MachineContext machine) {
            return Provisioning.of("orders")
                    .step(dev.viridian.provision.ProvisioningStep.download(machine.artifact())
                            .to("releases"))
                    .step(dev.viridian.provision.ProvisioningStep.unpack().into("app"))
                    .step(dev.viridian.provision.ProvisioningStep.download(machine.artifact())
                            .to("cache"));
        }
    }

    @Test
    void isCarriedOnWithAfterItWasKilledAndLetsNobodyElseMeanwhile() throws Exception {
        Process killed = start("echo $$ > begun; sleep 600");
        for (int looks = 0; looks < 6_000 && !Files.exists(home.resolve("begun")); looks++) {
            assertThat(killed.isAlive()).as(said()).isTrue();
            killed.waitFor(10, TimeUnit.MILLISECONDS);
        }
        assertThat(result()).contains("\"state\" : \"PROVISIONING\"", "\"process\" : " + killed.pid());
        assertThat(run("touch made")).isEqualTo(MachineRun.BUSY);
        assertThat(said).last().asString().contains("Another process provisions this machine");

        killed.destroyForcibly().waitFor();
        assertThat(run("touch made")).as("%s", said).isZero();
        assertThat(result()).contains("\"state\" : \"READY\"", "\"run `sh -c touch made`\"");
        long left = Long.parseLong(Files.readString(home.resolve("begun")).strip());
        assertThat(LinuxProcesses.find(left).filter(LinuxProcesses.Entry::lives))
                .as("a command that the killed one has left running")
                .isEmpty();
    }

    @Test
    void saysWhyAMachineIsNotReady() throws IOException {
        assertThat(run("echo no disk; exit 3")).isEqualTo(MachineRun.NOT_READY);

        assertThat(result())
                .contains(
                        "\"state\" : \"FAILED\"",
                        "it exited with 3, expected 0. It wrote last: no disk",
                        "MiB free of");
        assertThat(said).last().asString().contains("The machine failed: step 'run `sh -c", "result.json");
    }

    @Test
    void onlyLooksInADryRun() {
        assertThat(run("touch made", "--dry-run")).as("%s", said).isZero();

        assertThat(said).singleElement().asString().contains("~ write region", "region: nothing → file of 9 bytes");
        assertThat(home).isDirectoryNotContaining(file -> !file.endsWith("secret"));
    }

    @Test
    void readsItsIdentityFromAServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] document = Files.readAllBytes(folder.resolve("identity.json"));
        server.createContext("/document", exchange -> {
            exchange.sendResponseHeaders(200, document.length);
            exchange.getResponseBody().write(document);
            exchange.close();
        });
        server.start();
        try {
            String location = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(run("touch made", "--identity", location + "/document"))
                    .as("%s", said)
                    .isZero();
            assertThat(run("touch made", "--identity", location + "/nothing")).isEqualTo(MachineRun.NOT_READY);
            assertThat(result()).contains("\"state\" : \"FAILED\"", "it answered 404, expected 200");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatCannotBeMeantAndSaysWhatToDo() {
        Map<String, List<String>> table = Map.of(
                "Which machine?", List.of("--artifact", "file:/x.zip"),
                "found [a.B, c.D]", List.of("a.B", "c.D", "--artifact", "file:/x.zip"),
                "Expected --artifact LOCATION", List.of("a.B"),
                "There is no option --potr", List.of("a.B", "--potr", "1"),
                "--port has no value", List.of("a.B", "--artifact", "x", "--port"),
                "Not a port: '99999'", List.of("a.B", "--artifact", "x", "--port", "99999"),
                "A property has no name", List.of("a.B", "--artifact", "x", "--property", "=x"),
                "There is no class a.B on the class path", with("a.B"),
                "java.lang.String is no provisioning", with("java.lang.String"),
                "Expected a public class with a public constructor", with(NoConstructor.class.getName()));
        table.forEach((message, arguments) -> {
            said.clear();
            assertThat(MachineRun.run(arguments, Map.of(), said::add))
                    .as(message)
                    .isEqualTo(MachineRun.MISUSED);
            assertThat(said).singleElement().asString().contains(message, "Usage: java -cp");
        });
        said.clear();
        assertThat(MachineRun.run(with(TestMachine.class.getName()), Map.of(), said::add))
                .isEqualTo(MachineRun.MISUSED);
        assertThat(said).last().asString().contains("says no 'region'");
    }

    @Test
    void saysThatItFailedWhereAClassIsMissing() throws IOException {
        assertThat(MachineRun.run(with(Incomplete.class.getName()), Map.of(), said::add))
                .isEqualTo(MachineRun.MISUSED);

        assertThat(result()).contains("\"state\" : \"FAILED\"", "NoClassDefFoundError: com/acme/Missing");
    }

    @Test
    void takesNoOptionForTheValueOfAnotherOne() {
        Map<String, List<String>> table = Map.of(
                "The option --home has no value: '--dry-run' follows",
                List.of("a.B", "--artifact", "file:/x.zip", "--home", "--dry-run"),
                "The option --home is empty",
                List.of("a.B", "--artifact", "file:/x.zip", "--home", " "));
        table.forEach((message, arguments) -> {
            said.clear();
            assertThat(MachineRun.run(arguments, Map.of(), said::add))
                    .as(message)
                    .isEqualTo(MachineRun.MISUSED);
            assertThat(said).singleElement().asString().contains(message);
        });
    }

    @Test
    void isAskedForADryRunByTheEnvironmentToo() throws Exception {
        List<String> arguments = List.of("a.B", "--artifact", "file:/x.zip");

        assertThat(MachineOptions.parse(arguments, Map.of("VIRIDIAN_DRY_RUN", "true"))
                        .dryRun())
                .isTrue();
        assertThat(MachineOptions.parse(arguments, Map.of("VIRIDIAN_DRY_RUN", "false"))
                        .dryRun())
                .isFalse();
        assertThat(MachineRun.run(arguments, Map.of("VIRIDIAN_DRY_RUN", "yes"), said::add))
                .isEqualTo(MachineRun.MISUSED);
        assertThat(said).singleElement().asString().contains("VIRIDIAN_DRY_RUN is 'yes'", "Expected true or false");
    }

    /** A class that it needs is not there. */
    public static final class Incomplete implements dev.viridian.provision.MachineProvisioning {
        @Override
        public Provisioning define(dev.viridian.provision.MachineContext machine) {
            throw new NoClassDefFoundError("com/acme/Missing");
        }
    }

    @Test
    void takesItsOptionsFromTheEnvironmentToo() throws Exception {
        MachineOptions options = MachineOptions.parse(
                List.of("a.B", "--port", "81"),
                Map.of("VIRIDIAN_ARTIFACT", "file:/x.zip", "VIRIDIAN_PORT", "80", "VIRIDIAN_SUPERVISED", "true"));

        assertThat(options.port()).isEqualTo(81);
        assertThat(options.value("artifact")).contains("file:/x.zip");
        assertThat(options.supervised()).isTrue();
        assertThat(options.home()).isEqualTo(Path.of("/opt/viridian"));
    }

    /** It cannot be made. */
    public static final class NoConstructor implements dev.viridian.provision.MachineProvisioning {
        private NoConstructor() {}

        @Override
        public Provisioning define(dev.viridian.provision.MachineContext machine) {
            throw new AssertionError("never asked");
        }
    }

    private List<String> with(String type) {
        return List.of(type, "--artifact", "file:/x.zip", "--home", home.toString());
    }

    private List<String> arguments(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                TestMachine.class.getName(),
                "--artifact",
                folder.resolve("orders-1.4.2.zip").toUri().toString(),
                "--home",
                home.toString(),
                "--identity",
                folder.resolve("identity.json").toString(),
                "--property",
                "command=" + command,
                "--supervised"));
        arguments.addAll(List.of(more));
        return arguments;
    }

    private int run(String command, String... more) {
        return MachineRun.run(arguments(command, more), Map.of(), said::add);
    }

    private Process start(String command) throws IOException {
        return start(List.of(), arguments(command));
    }

    private Process start(List<String> before, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(before);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MachineMain.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
                .start();
    }

    private static int exit(Process process) throws InterruptedException {
        assertThat(process.waitFor(Duration.ofMinutes(2).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
        return process.exitValue();
    }

    private String said() throws IOException {
        return Files.exists(output().toPath()) ? Files.readString(output().toPath(), StandardCharsets.UTF_8) : "";
    }

    private File output() {
        return folder.resolve("output").toFile();
    }

    private String result() throws IOException {
        return Files.readString(home.resolve(".viridian/result.json"));
    }
}
