package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.report.DeploymentResult;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that become read-only while a release is live, by mounts: permissions do not stop root. */
class UnwritableFolderTest {
    @TempDir
    Path folder;

    private LocalFixture local;

    @BeforeEach
    void twoMachinesAreLive() {
        local = new LocalFixture(folder);
        local.deploy(local.release("1.0").machines(2)).orElseThrow();
    }

    @AfterEach
    void nothingIsLeftRunning() {
        local.close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private DeploymentResult deployWhileReadOnly(Path part) throws Exception {
        assumeTrue(
                run("mount", "--bind", part.toString(), part.toString()) == 0,
                "a folder cannot be mounted here: that takes root and a Linux that allows it");
        try {
            assertThat(run("mount", "-o", "remount,bind,ro", part.toString())).isZero();
            return local.deploy(local.release("1.1"));
        } finally {
            assertThat(run("umount", "--lazy", part.toString())).isZero();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Test
    void thatOfTheEnvironments() throws Exception {
        Path environments = local.platform.folder().resolve("environments");

        DeploymentResult result = deployWhileReadOnly(environments);

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.CallFailed.class);
        assertThat(result.failure().orElseThrow().message())
                .contains(
                        "make the folder",
                        environments.resolve("orders-2-1").toString(),
                        "Read-only file system",
                        "Mount it writable, or choose another place.");
        Aftermath.assertOnlyLive(local, "1.0", 2, result);
    }

    /** As a file system is that had an error of its disk: what was begun is put back at once, although none of it can be written down. */
    @Test
    void thatOfTheStateInTheMiddleOfADeployment() throws Exception {
        Path state = local.platform.folder().resolve("state");
        assumeTrue(
                run("mount", "--bind", state.toString(), state.toString()) == 0,
                "a folder cannot be mounted here: that takes root and a Linux that allows it");
        try {
            DeploymentResult result = local.deploy(local.release("1.1")
                    .smokeTest(
                            "makes it read-only",
                            SmokeTest.code(green -> assertThat(run("mount", "-o", "remount,bind,ro", state.toString()))
                                    .isZero())));

            assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(result.failure().orElseThrow().message()).contains("Read-only file system", "Mount it writable");
            Aftermath.assertOnlyLive(local, "1.0", 2, result);
        } finally {
            assertThat(run("umount", "--lazy", state.toString())).isZero();
        }
    }

    @Test
    void thatOfTheWholePlatform() throws Exception {
        DeploymentResult result = deployWhileReadOnly(local.platform.folder());

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains(
                        local.platform.folder().resolve("state").toString(),
                        "Read-only file system",
                        "Mount it writable");
        Aftermath.assertOnlyLive(local, "1.0", 2, result);
    }
}
