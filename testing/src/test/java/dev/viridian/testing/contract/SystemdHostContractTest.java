package dev.viridian.testing.contract;

import dev.viridian.machine.LinuxHost;
import dev.viridian.provision.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine that it runs on, with its real systemd, whose units and accounts are changed: with {@code -Dviridian.systemd=true}, on a machine that is
 * thrown away afterwards.
 */
class SystemdHostContractTest extends HostContract {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsASystemdToThrowAway() {
        Assumptions.assumeTrue(Boolean.getBoolean("viridian.systemd"), "-Dviridian.systemd=true was not given");
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/run/systemd/system")), "systemd does not run here");
    }

    /** Each rule finds a fresh host. */
    @AfterEach
    void removesWhatARuleHasMade() {
        LinuxHost host = LinuxHost.home(folder.resolve("home")).open();
        host.services().stop(HostServiceRules.NAME);
        host.files().remove("/etc/systemd/system/" + HostServiceRules.NAME + ".service");
        for (String line : List.of(
                "systemctl daemon-reload",
                "userdel " + HostAccountRules.ACCOUNT,
                "groupdel " + HostAccountRules.ACCOUNT,
                "groupdel viridian-more")) {
            host.commands().run(Command.of("sh", "-c", line));
        }
    }

    @Override
    protected HostUnderTest open() throws Exception {
        return LinuxHostUnderTest.of(LinuxHost.home(folder.resolve("home")).open(), folder, true);
    }
}
