package dev.viridian.aws;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioning;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script is run as a machine would run it, with a metadata service and an AWS of this test; what it installs is only noted. */
@EnabledOnOs(OS.LINUX)
class FirstBootScriptTest {
    private static final String KEY = "orders/machine #1.jar";
    private static final String COMPLETED =
            "CompleteLifecycleAction of i-0123456789abcdef0 in orders-7-1 by viridian-ready ";

    private static final byte[] ARTIFACT = archive();

    @TempDir
    private Path folder;

    private StandInAws aws;
    private StandInImds machine;
    private byte[] jar;

    @BeforeEach
    void publish() throws IOException {
        aws = new StandInAws();
        machine = StandInAws.machine()
                .tags(Map.of(
                        "aws:autoscaling:groupName", "orders-7-1",
                        "viridian:artifact", "s3://releases/orders/1.4.2/orders.zip",
                        "viridian:sha256", SignedRequest.hex(SignedRequest.sha256(ARTIFACT)),
                        "viridian:environment", "orders-7-1"));
        jar = jarOfThisClassPath();
        aws.objects.put("/releases/" + KEY, jar);
        aws.objects.put("/releases/orders/1.4.2/orders.zip", ARTIFACT);
    }

    @AfterEach
    void end() {
        aws.close();
        machine.close();
    }

    private static byte[] archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("orders.jar"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /** A jar that leads to whatever this test is run with. */
    private static byte[] jarOfThisClassPath() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(entry ->
                                        Path.of(entry).toAbsolutePath().toUri().toString())
                                .collect(Collectors.joining(" ")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return bytes.toByteArray();
    }

    /** A machine that notes where it is. */
    public static final class Orders implements MachineProvisioning {
        @Override
        public Provisioning define(MachineContext machine) {
            return Provisioning.of("orders")
                    .step(download(machine.artifact()).to("releases"))
                    .step(writeFile("environment")
                            .saying(machine.identity().field("tag:viridian:environment") + " at " + machine.port()))
                    .onFailure(rebuild());
        }
    }

    private FirstBoot boot() {
        return FirstBoot.of(Orders.class)
                .jar("s3://releases/" + KEY, SignedRequest.hex(SignedRequest.sha256(jar)))
                .home(folder.resolve("home").toString())
                .port(9000);
    }

    private record Ended(int exit, String said) {}

    private Ended run(FirstBoot boot) throws Exception {
        Path script = Files.writeString(folder.resolve("user-data"), boot.script());
        Path output = folder.resolve("console");
        ProcessBuilder shell = new ProcessBuilder("sh", script.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PATH", folder.resolve("bin") + ":" + System.getenv("PATH"),
                "AWS_EC2_METADATA_SERVICE_ENDPOINT", machine.endpoint().toString(),
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "VIRIDIAN_FIRST_BOOT_LOG", folder.resolve("log").toString(),
                "VIRIDIAN_FIRST_BOOT_PAUSE", "0"));
        shell.environment().clear();
        shell.environment().putAll(environment);
        Process process = shell.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output));
    }

    @Test
    void aMachineMakesItselfReadyAndSaysSo() throws Exception {
        aws.troubles.add(503);

        Ended first = run(boot());

        assertThat(first.said()).contains("The machine is ready", "The group orders-7-1 was told to CONTINUE");
        assertThat(first.exit()).isZero();
        assertThat(folder.resolve("home/environment")).hasContent("orders-7-1 at 9000");
        assertThat(aws.result()).contains("CONTINUE");
        assertThat(aws.callsButHeartbeats())
                .contains("GET /releases/orders/1.4.2/orders.zip")
                .startsWith("GET /releases/" + KEY)
                .endsWith(COMPLETED + "CONTINUE");
        assertThat(aws.calls).anyMatch(call -> call.startsWith("RecordLifecycleActionHeartbeat of i-"));
        assertThat(folder.resolve("log")).content().isEqualTo(first.said());
        assertThat(first.said()).doesNotContain(StandInAws.SECRET, StandInAws.SESSION);
        assertThat(folder.resolve("log"))
                .satisfies(log -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                        .isEqualTo("rw-------"));
    }

    @Test
    void aMachineThatIsNotReadyIsReportedOnce() throws Exception {
        javaThat("exit 20");

        Ended ended = run(boot());

        assertThat(ended.exit()).isOne();
        assertThat(ended.said()).contains("Viridian: failed: the machine is not ready, see above");
        assertThat(aws.callsButHeartbeats()).containsExactly("GET /releases/" + KEY);
    }

    @Test
    void aProvisioningThatDoesNotBeginIsReportedByTheScript() throws Exception {
        javaThat("exit 1");

        Ended ended = run(boot());

        assertThat(ended.exit()).isOne();
        assertThat(aws.callsButHeartbeats()).containsExactly("GET /releases/" + KEY, COMPLETED + "ABANDON");
    }

    /** One that is new enough, and does this instead. */
    private Path javaThat(String instead) throws IOException {
        return program("java", "[ \"$1\" != -version ] || { echo 'openjdk version \"21.0.2\"' >&2; exit; }", instead);
    }

    @Test
    void anotherJarIsNotRun() throws Exception {
        FirstBoot boot = boot();
        aws.objects.put("/releases/" + KEY, "another one".getBytes(UTF_8));

        Ended ended = run(boot);

        assertThat(ended.exit()).isOne();
        assertThat(ended.said()).contains("has not the SHA-256 digest").doesNotContain("The machine");
        assertThat(aws.result()).contains("ABANDON");
    }

    /** What S3 says then is no failure to curl. */
    @Test
    void aBucketInAnotherRegionIsNotTakenForAnotherJar() throws Exception {
        aws.objectsAreElsewhere();

        Ended ended = run(boot());

        assertThat(ended.exit()).isOne();
        assertThat(ended.said())
                .contains("S3 answers 301, expected 200: is the bucket in eu-central-1? jarIn(region) names another")
                .contains("could not be fetched")
                .doesNotContain("SHA-256 digest");
        assertThat(aws.result()).contains("ABANDON");
    }

    @Test
    void aJarThatIsMissingIsTriedForAndThenGivenUp() throws Exception {
        aws.objects.clear();

        Ended ended = run(boot());

        assertThat(ended.exit()).isOne();
        assertThat(ended.said()).contains("could not be fetched", "s3:GetObject");
        assertThat(aws.callsButHeartbeats())
                .filteredOn(call -> call.startsWith("GET"))
                .hasSize(6);
        assertThat(aws.result()).contains("ABANDON");
    }

    @Test
    void withoutTagsNothingIsTouched() throws Exception {
        machine.paths.keySet().removeIf(path -> path.contains("/tags/"));

        Ended ended = run(boot());

        assertThat(ended.exit()).isOne();
        assertThat(ended.said()).contains("no tag viridian:artifact", "InstanceMetadataTags=enabled");
        assertThat(aws.calls).isEmpty();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void javaIsInstalledWhereItIsTooOld() throws Exception {
        Path newer = Files.move(javaThat("exit 0"), folder.resolve("newer"));
        Path java = program("java", "echo 'openjdk version \"11.0.2\"' >&2");
        program(
                "dnf",
                "echo \"dnf $*\" >>" + folder.resolve("installed"),
                "[ -e " + folder.resolve("tried") + " ] || { touch " + folder.resolve("tried") + "; exit 1; }",
                "mv " + newer + " " + java);

        Ended ended = run(boot());

        assertThat(ended.exit()).as(ended.said()).isZero();
        assertThat(Files.readAllLines(folder.resolve("installed")))
                .containsExactly(
                        "dnf -q -y install java-17-amazon-corretto-headless",
                        "dnf -q -y install java-17-amazon-corretto-headless");
    }

    private Path program(String name, String... lines) throws IOException {
        Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void theScriptIsOneForEveryShell() throws Exception {
        Path script = Files.writeString(folder.resolve("user-data"), boot().script());
        for (List<String> shell : List.of(List.of("sh", "-n"), List.of("bash", "--posix", "-n"))) {
            Process process = new ProcessBuilder(shell.get(0), shell.get(shell.size() - 1), script.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(process.inputReader().lines()).isEmpty();
            assertThat(process.waitFor()).isZero();
        }
    }
}
