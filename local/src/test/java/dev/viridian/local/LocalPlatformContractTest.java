package dev.viridian.local;

import dev.viridian.testing.contract.PlatformContract;
import dev.viridian.testing.contract.PlatformUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** This machine as a platform, behind the router inside of this program. */
class LocalPlatformContractTest extends PlatformContract {
    @TempDir
    Path folder;

    @Override
    protected PlatformUnderTest open() {
        return new LocalPlatformUnderTest(folder, LocalFixture.setup(folder)) {
            @Override
            public boolean endsWhatRunsWhenClosed() {
                return true;
            }

            @Override
            public List<String> leftovers() {
                List<String> left = new ArrayList<>(Leftovers.runningIn(folder));
                for (String kept : List.of("environments", "ports", "routing")) {
                    Path inFolder = folder.resolve("platform").resolve(kept);
                    String[] names = inFolder.toFile().list();
                    Arrays.stream(names == null ? new String[0] : names).forEach(name -> left.add(kept + "/" + name));
                }
                return left;
            }
        };
    }
}
