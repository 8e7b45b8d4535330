package dev.viridian.testing.contract;

import dev.viridian.machine.LinuxHost;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** This machine, in a home of its own, without touching its system: services are supervised processes. */
@EnabledOnOs(OS.LINUX)
class LinuxHostContractTest extends HostContract {
    @TempDir
    private Path folder;

    @Override
    protected HostUnderTest open() throws Exception {
        return LinuxHostUnderTest.of(
                LinuxHost.home(folder.resolve("home")).supervising().open(), folder, false);
    }
}
