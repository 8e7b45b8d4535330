package dev.viridian.testing.contract;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.provision.ProvisioningStep.noPackages;
import static dev.viridian.provision.ProvisioningStep.packages;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.machine.LinuxHost;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The real dnf and rpm, from Debian's packages, on a system that is thrown away, with a repository of our own. They come over the network,
 * so only with {@code -Dviridian.packages=true}.
 */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "viridian.packages", matches = "true", disabledReason = "dnf comes over the network")
class DnfOnLinuxTest {
    /** Where apt is, it is asked and not dnf. */
    private static final String SCRIPT = """
            set -e
            export DEBIAN_FRONTEND=noninteractive
            apt-get -q update
            apt-get -q install -y --no-install-recommends dnf createrepo-c rpm
            cat >/usr/local/bin/release <<'RELEASE'
            set -e
            printf '%s\\n' 'Name: probe' "Version: $1" 'Release: 1' 'Summary: probe' 'License: none' \\
                'BuildArch: noarch' '%description' probe '%files' >/tmp/probe.spec
            rpmbuild -bb --quiet --define '_rpmdir /repository' /tmp/probe.spec
            createrepo_c -q /repository
            RELEASE
            cat >/usr/local/bin/withdraw <<'WITHDRAW'
            set -e
            rm /repository/noarch/probe-$1-1.noarch.rpm
            createrepo_c -q /repository
            dnf -q clean metadata
            WITHDRAW
            sh /usr/local/bin/release 1.0
            sh /usr/local/bin/release 2.0
            mkdir -p /etc/yum.repos.d
            printf '%s\\n' '[own]' 'name=own' 'baseurl=file:///repository' 'gpgcheck=0' >/etc/yum.repos.d/own.repo
            rm /usr/bin/apt-get
            """;

    private static final Artifact NONE = Artifact.of("file:///nothing/orders-1.0.tar.gz");

    private static ThrowAwaySystem system;
    private static LinuxHost host;

    @BeforeAll
    static void opened() throws IOException {
        Optional<String> trouble = ThrowAwaySystem.trouble();
        Assumptions.assumeTrue(trouble.isEmpty(), () -> trouble.orElse(""));
        system = ThrowAwaySystem.open();
        host = LinuxHost.home(Path.of("/opt/orders")).root(system.root()).open();
        run(Command.of("sh", "-c", SCRIPT).within(Duration.ofMinutes(5)));
    }

    @AfterAll
    static void thrownAway() throws IOException {
        if (system != null) {
            system.close();
        }
    }

    @AfterEach
    void nothingIsInstalled() {
        assertThat(provision(noPackages("probe")).ready()).isTrue();
        assertThat(installed()).isEmpty();
    }

    private static void run(Command command) {
        CommandResult result = host.commands().run(command);
        assertThat(result.exit()).as(result.output()).isZero();
    }

    private static ProvisioningResult provision(ProvisioningStep step) {
        return Provisioner.on(MachineContext.of(host, NONE, 8080))
                .provision(machine -> Provisioning.of("orders").step(step).onFailure(rebuild()));
    }

    private static Optional<String> installed() {
        return host.packages().installed("probe");
    }

    @Test
    void aPackageIsInstalledInItsNewestVersionAndLeftAloneAfterThat() {
        ProvisioningResult first = provision(packages("probe"));
        ProvisioningResult second = provision(packages("probe"));

        assertThat(first.ready()).as(first.toString()).isTrue();
        assertThat(first.changed()).hasSize(1);
        assertThat(second.changed()).isEmpty();
        assertThat(installed()).contains("2.0-1");
    }

    @Test
    void aPinnedVersionIsBroughtUpAndDown() {
        for (String version : List.of("1.0-1", "2.0-1", "1.0-1")) {
            ProvisioningResult result = provision(packages("probe=" + version));

            assertThat(result.ready()).as(result.toString()).isTrue();
            assertThat(installed()).contains(version);
        }
    }

    @Test
    void whatIsNotThereIsNamed() {
        ProvisioningResult result = provision(packages("nowhere-to-be-found"));

        assertThat(result.ready()).isFalse();
        assertThat(result.toString()).contains("nowhere-to-be-found", "Unable to find a match", "exited with 1");
    }

    /** dnf keeps what it knows of a repository for two days. */
    @Test
    void whatWasReleasedSinceDnfLookedLastIsFound() {
        provision(packages("probe=2.0-1")).orElseThrow();
        run(Command.of("sh", "/usr/local/bin/release", "3.0").within(Duration.ofMinutes(1)));

        ProvisioningResult result = provision(packages("probe=3.0-1"));
        run(Command.of("sh", "/usr/local/bin/withdraw", "3.0").within(Duration.ofMinutes(1)));

        assertThat(result.ready()).as(result.toString()).isTrue();
        assertThat(result.changed()).hasSize(1);
    }
}
