package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState.Condition;
import dev.viridian.provision.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What systemd is asked and what its answers are taken for: no systemd answers here, so its answers are written after its manual. */
@EnabledOnOs(OS.LINUX)
class SystemdServicesTest {
    private static final ServiceDefinition ORDERS = new ServiceDefinition(
            "orders",
            "orders",
            List.of("java", "-jar", "app/orders.jar"),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            true);

    private final List<String> asked = new ArrayList<>();
    private String shown = "LoadState=not-found\nActiveState=inactive\nSubState=dead\n";
    private int enabled;
    private int reset;
    private int started;

    @TempDir
    private Path root;

    private SystemdServices services;

    @BeforeEach
    void opens() throws IOException {
        LinuxRoot system = new LinuxRoot(root, "/opt/orders");
        HostFiles files =
                LinuxHost.home(Path.of("/opt/orders")).root(root).open().files();
        services = new SystemdServices(system, files, new SystemCommands(command -> {
            String line = command.line().stream().map(Value::toString).collect(Collectors.joining(" "));
            asked.add(line);
            return line.startsWith("systemctl show") ? new CommandResult(0, shown) : new CommandResult(exit(line), "");
        }));
        Files.createDirectories(root.resolve("proc"));
        Files.writeString(root.resolve("proc/uptime"), "1000.00 900.00\n");
    }

    @Test
    void writesTheUnitThenHasItReadThenEnablesIt() {
        services.define(ORDERS);

        assertThat(root.resolve("etc/systemd/system/orders.service")).exists();
        assertThat(asked).containsExactly("systemctl daemon-reload", "systemctl enable orders.service");
        assertThat(services.defined("orders")).contains(ORDERS);
    }

    @Test
    void seesThatSomebodyHasDisabledIt() {
        services.define(ORDERS);
        enabled = 1;

        assertThat(services.defined("orders")).map(ServiceDefinition::enabled).contains(false);
    }

    @Test
    void startsWhatWasWrittenAlsoWhereSystemdHasNotReadIt() {
        services.define(ORDERS);
        asked.clear();
        shown = "LoadState=loaded\nActiveState=inactive\nNeedDaemonReload=yes\n";
        services.start("orders");

        assertThat(asked)
                .filteredOn(line -> !line.startsWith("systemctl show"))
                .containsExactly(
                        "systemctl daemon-reload",
                        "systemctl reset-failed orders.service",
                        "systemctl start orders.service");
    }

    /** A real systemd lets go of a unit some time after it was stopped. */
    @Test
    void startsWhatSystemdHasLetGoOf() {
        services.define(ORDERS);
        asked.clear();
        shown = "LoadState=loaded\nActiveState=inactive\nNeedDaemonReload=no\n";
        reset = 1;
        services.start("orders");
        services.restart("orders");

        assertThat(asked).contains("systemctl start orders.service", "systemctl restart orders.service");
    }

    @Test
    void leavesItToTheLookWhatBecameOfAProgramThatEndsAtOnce() {
        services.define(ORDERS);
        started = 1;
        shown = "LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nNeedDaemonReload=no\nNRestarts=3\n";
        services.start("orders");
        assertThat(services.look("orders").condition()).isEqualTo(Condition.FAILED);

        shown = "LoadState=loaded\nActiveState=inactive\nNeedDaemonReload=no\n";
        assertThatThrownBy(() -> services.start("orders")).hasMessageContaining("start service orders");
    }

    @Test
    void runsWhatIsDefinedNowAlsoWhereItIsNotStartedAtBoot() throws IOException {
        services.define(ORDERS);
        Files.createDirectories(root.resolve("run/viridian"));
        Files.writeString(root.resolve("run/viridian/orders"), DefinitionJson.mark(ORDERS) + "\n");
        shown = active(990_000_000);
        enabled = 1;

        assertThat(services.look("orders").condition()).isEqualTo(Condition.RUNNING);
    }

    private int exit(String line) {
        if (line.startsWith("systemctl start")) {
            return started;
        }
        if (line.startsWith("systemctl is-enabled")) {
            return enabled;
        }
        return line.startsWith("systemctl reset-failed") ? reset : 0;
    }

    @Test
    void isRunningOnlyAfterASecondAndOnlyWhatIsDefinedNow() throws IOException {
        services.define(ORDERS);
        shown = active(999_500_000);
        assertThat(services.look("orders").condition()).isEqualTo(Condition.STARTING);

        shown = active(990_000_000);
        assertThat(services.look("orders").condition()).isEqualTo(Condition.OUTDATED);

        Files.createDirectories(root.resolve("run/viridian"));
        Files.writeString(root.resolve("run/viridian/orders"), DefinitionJson.mark(ORDERS) + "\n");
        assertThat(services.look("orders").condition()).isEqualTo(Condition.RUNNING);
        assertThat(services.look("orders").detail()).isEqualTo("active (running)");
    }

    @Test
    void hasFailedWhenItEndsAgainAndAgain() {
        shown =
                "LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nResult=exit-code\nExecMainStatus=1\nNRestarts=1\n";
        assertThat(services.look("orders").condition()).isEqualTo(Condition.STARTING);

        shown = shown.replace("NRestarts=1", "NRestarts=3");
        assertThat(services.look("orders").condition()).isEqualTo(Condition.FAILED);
        assertThat(services.look("orders").detail())
                .isEqualTo("activating (auto-restart), its last end was: exit-code 1, restarted 3 times");
    }

    @Test
    void knowsNothingOfWhatIsNotThere() {
        assertThat(services.look("orders").condition()).isEqualTo(Condition.UNKNOWN);
        services.stop("orders");
        assertThat(asked).allMatch(line -> line.startsWith("systemctl show"));
    }

    private static String active(long since) {
        return "LoadState=loaded\nActiveState=active\nSubState=running\nResult=success\nNRestarts=0\nActiveEnterTimestampMonotonic="
                + since + "\n";
    }
}
