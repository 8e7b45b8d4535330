package dev.viridian.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever opens a folder in which something serves users does not end that by closing it again. */
class SharedFolderTest {
    @TempDir
    Path folder;

    private LocalSetup setup() {
        return LocalFixture.setup(folder);
    }

    private String inAnotherProgram(String... how) throws Exception {
        return OtherProgram.run(
                        folder.resolve("program.log"), OpeningProgram.class, folder.toString(), String.join(" ", how))
                .strip();
    }

    @Test
    void anotherProgramIsRefusedAndUsersAreServedAsBefore() throws Exception {
        try (LocalFixture serving = new LocalFixture(folder)) {
            serving.deploy(serving.release("1.0")).orElseThrow();

            String said = inAnotherProgram();

            assertThat(said)
                    .contains(serving.platform.folder().toString())
                    .contains("is open in process " + ProcessHandle.current().pid())
                    .contains("Close it there", "in(…)", "detached()");
            assertThat(LocalFixture.versionAt(serving.platform.entry())).isEqualTo("1.0");
        }
    }

    @Test
    void oneThatIsDetachedIsRefusedAsWell() throws Exception {
        try (LocalFixture serving = new LocalFixture(folder)) {
            serving.deploy(serving.release("1.0")).orElseThrow();

            assertThat(inAnotherProgram("detached"))
                    .contains("is open in process " + ProcessHandle.current().pid());
            assertThat(LocalFixture.versionAt(serving.platform.entry())).isEqualTo("1.0");
            assertThat(Leftovers.runningIn(folder)).as("no router was started").hasSize(1);
        }
    }

    @Test
    void theSameProgramIsRefusedUntilItHasClosedIt() throws Exception {
        try (LocalFixture serving = new LocalFixture(folder)) {
            serving.deploy(serving.release("1.0")).orElseThrow();

            assertThatIllegalStateException()
                    .isThrownBy(() -> setup().open())
                    .withMessageContaining("is open in this program already");

            assertThat(LocalFixture.versionAt(serving.platform.entry())).isEqualTo("1.0");
            assertThat(inAnotherProgram()).as("being refused frees nothing").contains("is open in process");
        }
        assertThat(inAnotherProgram()).isEqualTo("opened");
    }

    @Test
    void whatADetachedPlatformRunsIsNotEndedByOneThatIsNotDetached() throws Exception {
        LocalFixture detached = new LocalFixture(folder, setup().detached());
        URI entry = detached.platform.entry();
        try {
            detached.deploy(detached.release("1.0")).orElseThrow();
            detached.close();

            assertThatIllegalStateException()
                    .isThrownBy(() -> setup().open())
                    .withMessageContaining(detached.platform.folder().toString())
                    .withMessageContaining("users come in at " + entry)
                    .withMessageContaining("detached().open().shutDown()");

            assertThat(LocalFixture.versionAt(entry)).isEqualTo("1.0");
        } finally {
            detached.platform.shutDown();
        }
        setup().open().close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    /** Its router is being started then: there is nothing yet that somebody else could see of it. */
    @Test
    void oneThatIsNotDetachedIsRefusedWhileADetachedOneIsBeingOpened() throws Exception {
        CompletableFuture<LocalPlatform> detached =
                CompletableFuture.supplyAsync(() -> setup().detached().open());
        try {
            while (!Files.exists(folder.resolve("platform/router")) && !detached.isDone()) {
                Thread.onSpinWait();
            }

            assertThatIllegalStateException()
                    .isThrownBy(() -> setup().open().close())
                    .withMessageContaining("A detached platform runs in");
        } finally {
            detached.join().shutDown();
        }
    }

    @Test
    void anotherApplicationIsRefusedAndUsersAreServedAsBefore() throws Exception {
        LocalFixture orders = new LocalFixture(folder, setup().detached());
        try {
            orders.deploy(orders.release("1.0")).orElseThrow();

            assertThatIllegalStateException()
                    .isThrownBy(() -> LocalPlatform.application("billing")
                            .runs("{java}")
                            .in(orders.platform.folder())
                            .detached()
                            .open())
                    .withMessageContaining(orders.platform.folder().toString())
                    .withMessageContaining("of 'orders'")
                    .withMessageContaining("of 'billing'")
                    .withMessageContaining("in(…)");

            assertThat(LocalFixture.versionAt(orders.platform.entry())).isEqualTo("1.0");
        } finally {
            orders.platform.shutDown();
        }
    }

    /** A port that is taken fails the opening after the folder was found free. */
    @Test
    void anOpeningThatFailsLeavesTheFolderFree() {
        try (LocalFixture other = new LocalFixture(folder.resolve("other"))) {
            int taken = other.platform.entry().getPort();
            assertThatThrownBy(() -> setup().listeningOn(taken).open()).hasMessageContaining(Integer.toString(taken));

            setup().open().close();
        }
    }
}
