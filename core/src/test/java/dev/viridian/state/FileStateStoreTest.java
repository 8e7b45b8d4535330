package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.StateStore.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStateStoreTest {
    @TempDir
    private Path temporary;

    private Path folder;
    private StateStore store;

    @BeforeEach
    void openStore() {
        folder = temporary.resolve("state");
        store = FileStateStore.in(folder);
    }

    @Test
    void aPersonCanReadTheFiles() throws IOException {
        store.createIfAbsent("journal/000001/000001", () -> "what happened\n");

        assertThat(Files.readString(folder.resolve("journal/000001/000001"))).endsWith("\nwhat happened\n");
    }

    @Test
    void anotherStoreInTheSameFolderSeesTheSame() {
        Version version = store.createIfAbsent("key", () -> "text").orElseThrow();

        assertThat(FileStateStore.in(folder).replace("key", version, () -> "other"))
                .isPresent();
        assertThat(store.replace("key", version, () -> "third")).isEmpty();
    }

    @Test
    void whoeverWritesInOneFolderDoesNotWaitForWhoeverWritesInAnother() {
        Version version = store.createIfAbsent("key", () -> "text").orElseThrow();
        StateStore other = FileStateStore.in(temporary.resolve("other"));
        Version its = other.createIfAbsent("key", () -> "text").orElseThrow();

        store.replace("key", version, () -> {
            assertThat(CompletableFuture.supplyAsync(() -> other.replace("key", its, () -> "changed")))
                    .succeedsWithin(Duration.ofMinutes(1));
            return "changed";
        });

        assertThat(other.read("key").orElseThrow().document().text()).isEqualTo("changed");
    }

    @Test
    void theFolderMayBeASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        StateStore linked = FileStateStore.in(link);

        linked.createIfAbsent("key", () -> "text");
        linked.createIfAbsent("deep/key", () -> "text");

        assertThat(linked.list("")).containsExactly("deep/key", "key").isEqualTo(store.list(""));
    }

    @Test
    void filesThatAreStillBeingWrittenAreNotListed() throws IOException {
        store.createIfAbsent("journal/000001", () -> "text");
        Files.writeString(folder.resolve(".drafts/.draft-being-written"), "half a rec");

        assertThat(store.list("")).containsExactly("journal/000001");
    }

    @Test
    void noTemporaryFileIsLeftBehind() throws IOException {
        Version version = store.createIfAbsent("key", () -> "first").orElseThrow();
        store.createIfAbsent("key", () -> "second");
        store.replace("key", version, () -> "third");
        store.replace("key", version, () -> "fourth");

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("key", ".lock", ".drafts");
        }
        assertThat(folder.resolve(".drafts")).isEmptyDirectory();
    }

    @Test
    void whatAKilledWriterLeftIsClearedAwayAndNotWhileItLives() throws Exception {
        Process writer = KilledWriter.start(folder);
        try {
            KilledWriter.awaitItsDraft(writer);
            FileStateStore.in(folder);
            assertThat(folder.resolve(".drafts")).isNotEmptyDirectory();
        } finally {
            writer.destroyForcibly();
        }
        writer.waitFor();
        assertThat(folder.resolve(".drafts")).isNotEmptyDirectory();

        StateStore next = FileStateStore.in(folder);

        assertThat(folder.resolve(".drafts")).isEmptyDirectory();
        assertThat(next.list("")).isEmpty();
    }

    @Test
    void openingItDisturbsNobodyWhoWritesInThisProcess() throws Exception {
        store.createIfAbsent("key", () -> "text");
        try (Drafts.Draft draft = Drafts.in(folder.toRealPath()).write(() -> "text")) {
            FileStateStore.in(folder);

            assertThat(draft.file()).exists();
            assertThat(draft.lock().isValid()).isTrue();
        }
        assertThat(folder.resolve(".drafts")).isEmptyDirectory();
    }

    @Test
    void aDamagedFileIsRefusedAndNamed() throws IOException {
        Files.writeString(folder.resolve("lease"), "");

        assertThatThrownBy(() -> store.read("lease"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining(folder.resolve("lease").toString())
                .hasMessageContaining("damaged");
    }

    @Test
    void aFileWhereTheFolderShouldBeIsRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "not a folder");

        assertThatThrownBy(() -> FileStateStore.in(file))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("make the folder of the state store " + file);
    }

    @Test
    void aFolderThatMayNotBeWrittenIsRefused() throws Exception {
        try (SmallDisk disk = SmallDisk.mountedAt(temporary.resolve("disk"))) {
            StateStore opened = FileStateStore.in(disk.folder());
            Version version = opened.createIfAbsent("key", () -> "text").orElseThrow();
            disk.makeReadOnly();

            assertThatThrownBy(() -> FileStateStore.in(disk.folder()))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("open the state store in " + disk.folder())
                    .hasMessageContaining("may not write there");
            assertThatThrownBy(() -> opened.createIfAbsent("other", () -> "text"))
                    .asInstanceOf(type(PlatformException.class))
                    .satisfies(refused -> assertThat(refused)
                            .hasMessageContaining("write " + disk.folder().resolve("other"))
                            .hasMessageContaining("Read-only"))
                    .satisfies(refused ->
                            assertThat(refused.failure().worthRetrying()).isFalse());
            assertThatThrownBy(() -> opened.replace("key", version, () -> "other"))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("Read-only");
            assertThat(opened.list("")).containsExactly("key");
            assertThat(opened.read("key").orElseThrow().document().text()).isEqualTo("text");
        }
    }

    @Test
    void aFullDiskIsToldAndNothingHalfWrittenIsSeen() throws Exception {
        try (SmallDisk disk = SmallDisk.mountedAt(temporary.resolve("disk"))) {
            StateStore full = FileStateStore.in(disk.folder());
            Version version = full.createIfAbsent("key", () -> "text").orElseThrow();
            String tooMuch = "x".repeat(2 * SmallDisk.BYTES);

            assertDiskFull(
                    () -> full.createIfAbsent("big", () -> tooMuch),
                    disk.folder().resolve("big"));
            assertDiskFull(
                    () -> full.replace("key", version, () -> tooMuch),
                    disk.folder().resolve("key"));

            assertThat(full.list("")).containsExactly("key");
            assertThat(full.read("big")).isEmpty();
            assertThat(full.read("key").orElseThrow().document().text()).isEqualTo("text");
            assertThat(full.createIfAbsent("small", () -> "fits again")).isPresent();
        }
    }

    private static void assertDiskFull(Runnable write, Path file) {
        assertThatThrownBy(write::run)
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.DiskFull.class))
                .satisfies(failure -> assertThat(failure.message()).contains(file.toString(), "Free some space"));
    }

    @Test
    void ofTwoProcessesOneWinsEachKeyAndNoCountIsLostWhileAThirdOpensTheStoreAgainAndAgain() throws Exception {
        store.createIfAbsent("count", () -> "0");
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(StateStoreRacer.start(folder, "one"));
            processes.add(StateStoreRacer.start(folder, "two"));
            awaitKeys(processes, "ready/one", "ready/two");
            assertThat(store.createIfAbsent("go", () -> "")).isPresent();
            while (processes.stream().anyMatch(Process::isAlive)) {
                FileStateStore.in(folder);
            }
            List<Integer> wins = new ArrayList<>();
            for (Process process : processes) {
                String output = new String(process.getInputStream().readAllBytes(), StateStoreRacer.CHARSET);
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).as(output).isZero();
                wins.add(Integer.parseInt(output.strip()));
            }

            assertThat(wins.get(0) + wins.get(1)).isEqualTo(StateStoreRacer.ROUNDS);
            assertThat(store.list("race/")).hasSize(StateStoreRacer.ROUNDS);
            assertThat(text("count")).contains(String.valueOf(2 * StateStoreRacer.ROUNDS));
            assertThat(IntStream.range(0, StateStoreRacer.ROUNDS)
                            .mapToObj(round -> text("race/" + round).orElseThrow())
                            .filter("one"::equals))
                    .hasSize(wins.get(0));
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private void awaitKeys(List<Process> processes, String... keys) {
        while (!store.list("ready/").containsAll(List.of(keys))) {
            assertThat(processes).allMatch(Process::isAlive);
            Thread.onSpinWait();
        }
    }

    private Optional<String> text(String key) {
        return store.read(key).map(stored -> stored.document().text());
    }
}
