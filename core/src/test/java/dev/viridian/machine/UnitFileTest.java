package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.ServiceDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitFileTest {
    private static final ServiceDefinition AWKWARD = new ServiceDefinition(
            "orders",
            "100 % of\n\"orders\"",
            List.of("/bin/echo", "a b", "c\"d", "e'f", "g\\h", "$HOME", "${HOME}", "%n", "ü", ";", "", "line\nbreak"),
            Optional.of("/tmp"),
            Optional.of("root"),
            Map.of("TEXT", "a \"b\" $c %d \\e 'f'"),
            Optional.of("orders.env"),
            true);

    private final UnitFile units = new UnitFile(new LinuxRoot(Path.of("/"), "/opt/orders"));

    @TempDir
    private Path folder;

    @Test
    void isReadBackAsItWasWritten() {
        assertThat(units.read(units.text(AWKWARD))).contains(AWKWARD);
    }

    @Test
    void isNotOursOnceSomebodyChangedIt() {
        assertThat(units.read(units.text(AWKWARD).replace("Restart=always", "Restart=no")))
                .isEmpty();
        assertThat(units.read("[Service]\nExecStart=/bin/true\n")).isEmpty();
        assertThat(units.read("# viridian: {\"name\":7")).isEmpty();
    }

    @Test
    void givesEachWordToTheProgramAsItIs() {
        assertThat(units.text(AWKWARD))
                .contains(
                        "ExecStart=\"/bin/echo\" \"a b\" \"c\\\"d\" \"e'f\" \"g\\\\h\" \"$$HOME\" \"$${HOME}\" \"%%n\" \"ü\" \";\" \"\""
                                + " \"line\\nbreak\"\n")
                .contains("Environment=\"TEXT=a \\\"b\\\" $c %%d \\\\e 'f'\"\n")
                .contains("EnvironmentFile=/opt/orders/orders.env\n")
                .contains("Description=100 %% of \"orders\"\n");
    }

    @Test
    void findsAProgramInItsFolder() {
        ServiceDefinition relative = definition("bin/orders", Optional.of("app"));

        assertThat(units.text(relative))
                .contains("ExecStart=\"/opt/orders/app/bin/orders\"\n")
                .contains("WorkingDirectory=/opt/orders/app\n");
    }

    @Test
    void refusesWhatSystemdWouldTakeForSomethingElse() {
        assertThatThrownBy(() -> units.text(definition("-orders", Optional.empty())))
                .hasMessageContaining("systemd takes '-' at the beginning of '-orders' for something else");
    }

    @Test
    void pleasesSystemd() throws IOException, InterruptedException {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        Assumptions.assumeTrue(Files.isExecutable(analyze), "systemd-analyze is not installed");
        Path unit = Files.writeString(folder.resolve("orders.service"), units.text(AWKWARD));

        Process process = new ProcessBuilder(analyze.toString(), "verify", "--man=no", unit.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(said.lines().filter(line -> line.contains("orders.service"))).isEmpty();
        assertThat(process.exitValue()).as(said).isZero();
    }

    private static ServiceDefinition definition(String program, Optional<String> folder) {
        return new ServiceDefinition(
                "orders", "orders", List.of(program), folder, Optional.empty(), Map.of(), Optional.empty(), true);
    }
}
