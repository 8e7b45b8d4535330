package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.Controllers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostControllersTest {
    private final Controllers controllers = new HostControllers();

    private static Process another() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SaysItsMark.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String mark(Process process) throws Exception {
        return process.inputReader().readLine();
    }

    private static void end(Process process) {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    @Test
    void thisProcessLives() {
        assertThat(controllers.present())
                .contains(Long.toString(ProcessHandle.current().pid()));
        assertThat(controllers.isDead(controllers.present())).isFalse();
    }

    @Test
    void anotherProcessLivesUntilItIsKilled() throws Exception {
        Process process = another();
        String mark = mark(process);
        assertThat(controllers.isDead(mark)).as(mark).isFalse();

        end(process);

        assertThat(controllers.isDead(mark)).as(mark).isTrue();
    }

    @Test
    void aProcessThatWasGivenTheNumberOfADeadOneIsNotTakenForIt() {
        String born = controllers.present().replaceAll("born \\d+", "born 1");

        assertThat(controllers.isDead(born)).as(born).isTrue();
    }

    /** It may live, and only not be seen from here. */
    @Test
    void ofADeadProcessThatRanElsewhereNothingIsKnown() throws Exception {
        Process process = another();
        String mark = mark(process);
        end(process);

        assertThat(controllers.isDead(mark.replace(" at ", " at another-")))
                .as("another host")
                .isFalse();
        assertThat(controllers.isDead(mark.replaceAll(" as \\S+", " as somebody-else")))
                .as("another user, whose processes may be hidden")
                .isFalse();
        assertThat(controllers.isDead(mark + "-former")).as("another boot").isFalse();
        if (Files.exists(Path.of("/proc/self/ns/pid"))) {
            assertThat(controllers.isDead(mark.replace("pid:[", "pid:[1")))
                    .as("another container")
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "controller 7", "4711", "99999999999999999999 born 1 at x in era y"})
    void ofWhatIsNoProcessHereNothingIsKnown(String mark) {
        assertThat(controllers.isDead(mark)).isFalse();
    }
}
