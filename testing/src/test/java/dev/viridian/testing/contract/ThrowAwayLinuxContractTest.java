package dev.viridian.testing.contract;

import dev.viridian.Artifact;
import dev.viridian.machine.LinuxHost;
import dev.viridian.provision.Command;
import dev.viridian.provision.Host;
import dev.viridian.provision.PackageName;
import dev.viridian.provision.SecretReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole Linux whose accounts, and with {@code -Dviridian.packages=true} also packages, are really changed, and which is thrown away
 * after each rule.
 */
@EnabledOnOs(OS.LINUX)
class ThrowAwayLinuxContractTest extends HostContract {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsASystemToThrowAway() {
        Optional<String> trouble = ThrowAwaySystem.trouble();
        Assumptions.assumeTrue(trouble.isEmpty(), () -> trouble.orElse(""));
    }

    @Override
    protected HostUnderTest open() throws Exception {
        ThrowAwaySystem system = ThrowAwaySystem.open();
        LinuxHost host =
                LinuxHost.home(Path.of("/opt/orders")).root(system.root()).open();
        return new ThrowAwayLinux(LinuxHostUnderTest.of(host, folder, true), system);
    }

    private record ThrowAwayLinux(LinuxHostUnderTest linux, ThrowAwaySystem system) implements HostUnderTest {
        /** It is small and nothing needs it. It comes over the network, so only where that is asked for. */
        @Override
        public Optional<PackageName> installablePackage() {
            return Optional.of(new PackageName("hello", Optional.empty()))
                    .filter(hello -> Boolean.getBoolean("viridian.packages"));
        }

        @Override
        public Host host() {
            return linux.host();
        }

        @Override
        public String elsewhere() {
            return linux.elsewhere();
        }

        @Override
        public Artifact artifact() {
            return linux.artifact();
        }

        @Override
        public String fileOfArtifact() {
            return linux.fileOfArtifact();
        }

        @Override
        public Artifact missingArtifact() {
            return linux.missingArtifact();
        }

        @Override
        public SecretReference secret() {
            return linux.secret();
        }

        @Override
        public String valueOfSecret() {
            return linux.valueOfSecret();
        }

        @Override
        public Command failingCommand() {
            return linux.failingCommand();
        }

        @Override
        public Command endlessCommand() {
            return linux.endlessCommand();
        }

        @Override
        public List<String> program() {
            return linux.program();
        }

        @Override
        public List<String> failingProgram() {
            return linux.failingProgram();
        }

        @Override
        public boolean mayChangeAccounts() {
            return true;
        }

        @Override
        public void close() throws Exception {
            linux.close();
            system.close();
        }
    }
}
