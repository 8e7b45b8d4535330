package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What apt and dnf are asked; what they do is tried on real systems by the contract of hosts and with a real dnf. */
class PackagesTest {
    private static final PackageName ANY = new PackageName("haproxy", Optional.empty());
    private static final PackageName PINNED = new PackageName("haproxy", Optional.of("2.6.12-1"));

    private final List<String> asked = new ArrayList<>();
    private final Deque<CommandResult> answers = new ArrayDeque<>();
    private final SystemCommands commands = new SystemCommands(command -> {
        asked.add(command.line().stream().map(Value::toString).collect(Collectors.joining(" ")));
        return answers.isEmpty() ? new CommandResult(0, "") : answers.removeFirst();
    });
    private final HostPackages apt = new AptPackages(commands);
    private final HostPackages dnf = new DnfPackages(commands);

    @Test
    void aptTellsAnInstalledPackageFromWhatIsLeftOfOne() {
        answers.add(new CommandResult(0, "installed 2.6.12-1\n"));
        answers.add(new CommandResult(0, "config-files 2.6.12-1\n"));
        answers.add(new CommandResult(1, "dpkg-query: no packages found matching haproxy\n"));

        assertThat(apt.installed("haproxy")).contains("2.6.12-1");
        assertThat(apt.installed("haproxy")).isEmpty();
        assertThat(apt.installed("haproxy")).isEmpty();
    }

    @Test
    void aptInstallsWithoutAskingAnybody() {
        apt.install(List.of(PINNED));

        assertThat(asked)
                .singleElement()
                .asString()
                .startsWith("apt-get -q -o DPkg::Lock::Timeout=120")
                .endsWith("install -y --no-install-recommends --allow-downgrades haproxy=2.6.12-1");
    }

    @Test
    void aptFinishesWhatWasKilledAndFetchesListsWhereInstallingFails() {
        answers.add(new CommandResult(100, "E: Unable to locate package haproxy"));
        apt.install(List.of(ANY));

        assertThat(asked).hasSize(4);
        assertThat(asked.get(1)).isEqualTo("dpkg --configure -a");
        assertThat(asked.get(2)).endsWith(" update");
        assertThat(asked.get(3)).endsWith(" haproxy");
    }

    @Test
    void aptSaysWhatItFoundWhenItFailsTwice() {
        answers.add(new CommandResult(100, ""));
        answers.add(new CommandResult(0, ""));
        answers.add(new CommandResult(0, ""));
        answers.add(new CommandResult(100, "E: Unable to locate package haproxy"));

        assertThatThrownBy(() -> apt.install(List.of(ANY)))
                .hasMessageContaining("install [haproxy]")
                .hasMessageContaining(
                        "exited with 100, expected 0. It wrote last: E: Unable to locate package haproxy");
    }

    @Test
    void dnfTakesAVersionAsRpmWritesIt() {
        answers.add(new CommandResult(0, "5.14-1\n5.14-2\n"));

        assertThat(dnf.installed("kernel")).contains("5.14-2");
        dnf.install(List.of(PINNED));
        dnf.remove(List.of("haproxy"));
        assertThat(asked.get(1)).endsWith("install haproxy-2.6.12-1");
        assertThat(asked.get(2)).endsWith("remove haproxy");
    }

    @Test
    void dnfAsksItsRepositoriesAgainWhereInstallingFails() {
        answers.add(new CommandResult(1, "Error: Unable to find a match: haproxy"));
        answers.add(new CommandResult(1, "Error: Unable to find a match: haproxy-2.6.12-1"));

        assertThatThrownBy(() -> dnf.install(List.of(PINNED)))
                .hasMessageContaining("It wrote last: Error: Unable to find a match: haproxy-2.6.12-1");
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).endsWith("install_weak_deps=False install haproxy-2.6.12-1");
        assertThat(asked.get(1)).endsWith("--refresh install haproxy-2.6.12-1");
    }

    @Test
    void anotherDistributionIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> new NoPackages().installed("haproxy"))
                .hasMessageContaining("neither apt-get nor dnf")
                .hasMessageContaining("command(…).unless(…)");
    }
}
