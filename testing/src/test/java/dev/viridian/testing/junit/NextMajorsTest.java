package dev.viridian.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Candidate;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.JUnitSmokeTest;
import dev.viridian.testing.assertions.ViridianAssertions;
import dev.viridian.testing.simulation.Simulation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kit is compiled against the oldest JUnit and AssertJ that it works with. Here it runs on the next majors, in another process. */
class NextMajorsTest {
    private static final Path NEXT = Path.of(System.getProperty("basedir", "testing"), "target", "next");

    @TempDir
    Path folder;

    /** What users' tests do with the kit; run in the other process. */
    @ViridianTest("orders")
    static class Sample {
        @World
        Simulation world = Orders.SICK_WORLD;

        @Test
        void saysWhatItRunsOn() {
            System.out.println("JUnit of " + Test.class.getProtectionDomain().getCodeSource());
            System.out.println(
                    "AssertJ of " + AbstractAssert.class.getProtectionDomain().getCodeSource());
        }

        @Test
        void isSmokeTestedByJUnitToo() {
            Deployer deployer = Deployer.silently(Orders.WORLD.open().platform());
            ViridianAssertions.assertThat(deployer.deploy(
                            Orders.DEPLOYMENT.smokeTest("takes orders", JUnitSmokeTest.of(SmokeTests.class))))
                    .isRolledBack()
                    .because("1 of 2 tests failed: NextMajorsTest.SmokeTests.takesAnOrder: refused by 1.3");
        }

        @Test
        void isRolledBack(Deployer deployer) {
            ViridianAssertions.assertThat(deployer.deploy(Orders.DEPLOYMENT))
                    .isRolledBack()
                    .because("503 Service Unavailable")
                    .leftNothingBehind();
        }

        @Test
        void fails(Deployer deployer) {
            ViridianAssertions.assertThat(deployer.deploy(Orders.DEPLOYMENT))
                    .as("orders")
                    .isDeployed();
        }
    }

    /** Run against a candidate in the other process. */
    static class SmokeTests {
        @Test
        void takesAnOrder(Candidate candidate) {
            throw new AssertionError("refused by " + candidate.revision().version());
        }

        @Test
        void hasMachines(Candidate candidate) {
            assertThat(candidate.machines()).isNotEmpty();
        }
    }

    private static boolean isOfJUnit(String jar) {
        return jar.startsWith("junit-") || jar.startsWith("opentest4j") || jar.startsWith("apiguardian");
    }

    private static boolean isOfJUnitOrAssertJ(String jar) {
        return isOfJUnit(jar) || jar.startsWith("assertj-core");
    }

    private static Stream<String> classPath(Predicate<String> left) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(all.split(File.pathSeparator))
                .filter(entry -> !left.test(Path.of(entry).getFileName().toString()));
    }

    private static Stream<String> next(Predicate<String> wanted) throws IOException {
        try (Stream<Path> jars = Files.list(NEXT)) {
            return jars.toList().stream()
                    .filter(jar -> wanted.test(jar.getFileName().toString()))
                    .map(Path::toString);
        }
    }

    private String run(Predicate<String> replaced) throws Exception {
        List<String> path = new ArrayList<>(next(replaced).toList());
        path.addAll(classPath(replaced).toList());
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        String.join(File.pathSeparator, path),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--disable-banner",
                        "--disable-ansi-colors",
                        "--select-class",
                        Sample.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output);
    }

    private static void ranAsItShould(String output) {
        assertThat(output)
                .contains("[         3 tests successful      ]", "[         1 tests failed          ]")
                .contains("[orders] \n", "Expected that orders#1 was deployed\n", " but it was rolled back: ")
                .containsSubsequence(
                        "Sample.fails(Deployer) failed. What happened:\nCalls\n",
                        "What users got\n",
                        "What the controllers say\n",
                        "In the end\n");
    }

    @Test
    void worksOnTheNextJUnit() throws Exception {
        String output = run(NextMajorsTest::isOfJUnit);

        assertThat(output)
                .containsPattern("JUnit of .*junit-platform-console-standalone-6\\.")
                .containsPattern("AssertJ of .*assertj-core-3\\.");
        ranAsItShould(output);
    }

    @Test
    void worksOnTheNextJUnitAndTheNextAssertJ() throws Exception {
        String output = run(NextMajorsTest::isOfJUnitOrAssertJ);

        assertThat(output)
                .containsPattern("JUnit of .*junit-platform-console-standalone-6\\.")
                .containsPattern("AssertJ of .*assertj-core-4\\.");
        ranAsItShould(output);
    }
}
