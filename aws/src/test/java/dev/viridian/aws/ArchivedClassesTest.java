package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Deployment;
import dev.viridian.HealthCheck;
import dev.viridian.engine.Deployer;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/aws.md} that have a program keep its classes, run as they stand there. */
@EnabledOnOs(OS.LINUX)
class ArchivedClassesTest {
    private static final Path GUIDE = Path.of("../docs/aws.md");
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    Path folder;

    /** The program: it plans a deployment to an AWS in memory. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (AwsPlatform platform = new StrictFixture().open()) {
                System.out.println(Deployer.on(platform)
                        .plan(Deployment.blueGreen()
                                .artifact(StrictFixture.version("1.0"))
                                .healthCheck(HealthCheck.http("/health"))
                                .machines(2)));
            }
        }
    }

    @Test
    void aProgramStartsFromAnArchiveOfItsClasses() throws Exception {
        assumeTrue(
                Files.exists(JAVA.resolve("lib/server/classes.jsa")),
                "this JDK came without the archive of its own classes");
        List<String> commands = commands("deploy.jsa");
        pack();

        run(commands.get(0), "");
        run(commands.get(1), "-Xlog:class+load:file=loaded.log");

        assertLoadedFromTheArchive();
    }

    @Test
    @EnabledForJreRange(minVersion = 25)
    void aProgramStartsFromACacheThatIsMadeAheadOfTime() throws Exception {
        List<String> commands = commands("deploy.aot");
        pack();

        run(commands.get(0), "");
        run(commands.get(1), "-Xlog:class+load:file=loaded.log");

        assertLoadedFromTheArchive();
    }

    private void assertLoadedFromTheArchive() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("loaded.log")))
                .filteredOn(line -> line.contains(Deployer.class.getName() + " source:")
                        || line.contains("software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest source:"))
                .hasSize(2)
                .allMatch(line -> line.contains("shared objects file"));
    }

    /** Two that name the file: one writes it, the next one reads it. */
    private static List<String> commands(String file) throws IOException {
        List<String> commands;
        try (Stream<String> lines = Files.lines(GUIDE, StandardCharsets.UTF_8)) {
            commands = lines.filter(line -> line.startsWith("java ") && line.contains(file))
                    .toList();
        }
        assertThat(commands).as("commands with %s in %s", file, GUIDE).hasSize(2);
        return commands;
    }

    private void run(String command, String options) throws Exception {
        ProcessBuilder process = new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        process.environment().put("PATH", JAVA.resolve("bin") + ":" + System.getenv("PATH"));
        process.environment().put("JAVA_TOOL_OPTIONS", options);
        Process started = process.start();
        String said = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(started.waitFor()).as(said).isZero();
        assertThat(said).contains("orders-1-1");
    }

    /** As a program is delivered: a jar that names its main class and its libraries, which are jars. */
    private void pack() throws IOException {
        List<String> libraries = new ArrayList<>();
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        for (String each : path.split(File.pathSeparator, -1)) {
            Path entry = Path.of(each).toAbsolutePath().normalize();
            if (Files.isDirectory(entry)) {
                entry = jar(folder.resolve("library-" + libraries.size() + ".jar"), new Manifest(), entry);
            }
            if (Files.exists(entry) && !each.contains("logback")) {
                libraries.add(folder.relativize(entry).toString());
            }
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", libraries));
        jar(folder.resolve("deploy.jar"), manifest, Files.createDirectory(folder.resolve("nothing")));
    }

    private static Path jar(Path jar, Manifest manifest, Path classes) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(each).toString();
                if (!name.equals("META-INF/MANIFEST.MF")) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(each, out);
                    out.closeEntry();
                }
            }
        }
        return jar;
    }
}
