package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.provision.FileAccess;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.provision.ServiceState.Condition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class SupervisedServicesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private LinuxHost host;

    @BeforeEach
    void opens() {
        host = LinuxHost.home(folder).supervising().open();
    }

    @AfterEach
    void stops() {
        host.services().stop("orders");
    }

    @Test
    void startsAgainWhatHasEnded() throws IOException {
        start("echo begun; exec sleep 600");
        long first = child();
        LinuxProcesses.signal("KILL", Set.of(first));

        await(state -> state.condition() == Condition.RUNNING && state.detail().contains("exit code 137"));
        assertThat(child()).isNotEqualTo(first);
    }

    @Test
    void takesOverWhatIsLeftWhenItsSupervisorWasKilled() throws IOException {
        start("sleep 600 & exec sleep 600");
        long supervisor = supervisor();
        Set<Long> family = LinuxProcesses.family(supervisor);
        LinuxProcesses.signal("KILL", Set.of(supervisor));
        await(state -> state.condition() == Condition.FAILED);
        assertThat(host.services().look("orders").detail()).contains("what keeps it running was killed");

        host.services().restart("orders");
        await(state -> state.condition() == Condition.RUNNING);
        requireEnded(family);
    }

    /** Where nobody asks how processes have ended, as in a container whose first process is no init, a dead one keeps its number. */
    @Test
    void takesOverWhatIsLeftOfASupervisorWhoseEndNobodyAskedFor() throws Exception {
        define("sleep 600 & exec sleep 600");
        Process careless = new ProcessBuilder(
                        "sh", "-c", "setsid sh .viridian/services/orders/supervise & exec sleep 600")
                .directory(folder.toFile())
                .start();
        try {
            await(state -> state.condition() == Condition.RUNNING);
            long supervisor = supervisor();
            Set<Long> family = LinuxProcesses.family(supervisor);
            LinuxProcesses.signal("KILL", Set.of(supervisor));
            await(state -> state.condition() != Condition.RUNNING);

            assertThat(host.services().look("orders").detail()).contains("what keeps it running was killed");
            host.services().restart("orders");
            await(state -> state.condition() == Condition.RUNNING);
            requireEnded(family);
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    @Test
    void isFoundByAnotherProvisioning() {
        start("exec sleep 600");
        LinuxHost other = LinuxHost.home(folder).supervising().open();

        assertThat(other.services().look("orders").condition()).isEqualTo(Condition.RUNNING);
        other.services().stop("orders");
        assertThat(host.services().look("orders").condition()).isEqualTo(Condition.STOPPED);
    }

    @Test
    void givesItsSettingsAndWordsAsTheyAre() {
        host.files()
                .write(
                        "orders.env",
                        "SECRET=\"a \\$b \\\"c\\\"\"\n".getBytes(StandardCharsets.UTF_8),
                        FileAccess.FILE.mode("0600"));
        host.services()
                .define(new ServiceDefinition(
                        "orders",
                        "orders",
                        List.of("sh", "-c", "echo \"$SECRET|$TEXT|$1\"; exec sleep 600", "sh", "it's $HOME"),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("TEXT", "it's \"$x\""),
                        Optional.of("orders.env"),
                        true));
        host.services().start("orders");
        await(state -> state.condition() == Condition.RUNNING);

        assertThat(host.services().examine("orders").toString()).contains("a $b \"c\"|it's \"$x\"|it's $HOME");
    }

    @Test
    void endsAllThatBelongsToIt() throws IOException {
        start("(sleep 600 & sleep 600) & setsid sleep 600 & exec sleep 600");
        Set<Long> family = LinuxProcesses.family(supervisor());
        assertThat(family).hasSizeGreaterThan(4);

        host.services().stop("orders");
        requireEnded(family);
    }

    private static void requireEnded(Set<Long> family) throws IOException {
        for (long old : family) {
            assertThat(LinuxProcesses.find(old).filter(LinuxProcesses.Entry::lives))
                    .isEmpty();
        }
    }

    private void start(String script) {
        define(script);
        host.services().start("orders");
        await(state -> state.condition() == Condition.RUNNING);
    }

    private void define(String script) {
        host.services()
                .define(new ServiceDefinition(
                        "orders",
                        "orders",
                        List.of("sh", "-c", script),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        true));
    }

    private void await(Predicate<ServiceState> wanted) {
        Instant end = host.time().now().plus(PATIENCE);
        ServiceState state = host.services().look("orders");
        while (!wanted.test(state)) {
            assertThat(host.time().now()).as("still %s", state).isBefore(end);
            host.time().sleep(Duration.ofMillis(20));
            state = host.services().look("orders");
        }
    }

    private long child() {
        return number("child");
    }

    private long supervisor() {
        return number("supervisor");
    }

    private long number(String file) {
        String text = new String(host.files().read(".viridian/services/orders/" + file), StandardCharsets.UTF_8);
        return Long.parseLong(text.strip().split(" ", -1)[0]);
    }
}
