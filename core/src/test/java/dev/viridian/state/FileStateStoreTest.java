package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.viridian.Failure;
import dev.viridian.SmallDisk;
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
                    .containsExactlyInAnyOrder("key", ".lock", ".changes", ".drafts");
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

    @Test
    void aChangeThatAFullDiskHadNoRoomForDoesNotComeLater() throws Exception {
        try (SmallDisk disk = SmallDisk.mountedAt(temporary.resolve("disk"), "size=" + 4 * ChangeLog.BYTES)) {
            StateStore full = FileStateStore.in(disk.folder());
            String fitsTheLog = "x".repeat(ChangeLog.BYTES / 4);
            Version version = full.createIfAbsent("key", () -> "text").orElseThrow();
            byte[] rest = new byte[4 * ChangeLog.BYTES];
            Path filling = disk.folder().resolve(".filling");
            assertThatThrownBy(() -> Files.write(filling, rest)).isInstanceOf(IOException.class);

            assertDiskFull(
                    () -> full.createIfAbsent("other", () -> fitsTheLog),
                    disk.folder().resolve("other"));
            assertDiskFull(
                    () -> full.replace("key", version, () -> fitsTheLog),
                    disk.folder().resolve("key"));
            Files.delete(filling);

            StateStore next = new FileStateStore(
                    disk.folder(), new StoreWriter(disk.folder(), Drafts.in(disk.folder()), "next-boot"));
            assertThat(next.replace("key", version, () -> "fits again")).isPresent();
            assertThat(next.list("")).containsExactly("key");
        }
    }

    @Test
    void whatAKilledWriterHadInTheLogIsDoneByWhoeverWritesNext() throws Exception {
        Version version = store.createIfAbsent("lease", () -> "text").orElseThrow();
        Version next = new Version("next");
        onlyLogged(new Change("lease", Optional.of(version), Optional.of(next), "taken"));

        assertThat(store.replace("lease", version, () -> "taken by another")).isEmpty();

        assertThat(text("lease")).contains("taken");
        assertThat(store.replace("lease", next, () -> "given back")).isPresent();
        assertThat(text("lease")).contains("given back");
    }

    @Test
    void whatAKilledWriterHadInTheLogIsDoneByWhoeverOpensTheStoreNext() throws Exception {
        onlyLogged(new Change("journal/000001/000000", Optional.empty(), Optional.of(new Version("a")), "began"));

        StateStore next = FileStateStore.in(folder);

        assertThat(next.list("")).containsExactly("journal/000001/000000");
    }

    /** As if its writer had been killed right then. */
    private void onlyLogged(Change change) throws IOException {
        try (ChangeLog log = new ChangeLog(folder.resolve(".changes"), Boot.present())) {
            log.open();
            assertThat(log.force(change)).isTrue();
        }
    }

    @Test
    void ofAWriterThatIsKilledAnywhereEachChangeIsThereThatItWasToldOf() throws Exception {
        store.createIfAbsent("count", () -> "0");
        for (int round = 0; round < 10; round++) {
            int before = Integer.parseInt(text("count").orElseThrow());
            Process writer = KilledCounter.start(folder);
            int told = KilledCounter.killedAfter(writer, before + 7 * round + 1);

            FileStateStore.in(folder);

            assertThat(Integer.parseInt(text("count").orElseThrow())).isBetween(told, told + 1);
            assertThat(store.list("count")).containsExactly("count");
        }
    }

    @Test
    void filesOfFormerReleasesAreReadReplacedAndRemoved() throws IOException {
        Files.writeString(folder.resolve("lease"), "0b5d2f7e-6f0c-4d0a-8f6e-1c1d3e5a7b9c\nholder nobody\n");
        StateStore.Stored stored = store.read("lease").orElseThrow();

        assertThat(stored.document().text()).isEqualTo("holder nobody\n");
        Version version =
                store.replace("lease", stored.version(), () -> "holder me\n").orElseThrow();
        assertThat(text("lease")).contains("holder me\n");
        assertThat(store.delete("lease", version)).isTrue();
        assertThat(store.list("")).isEmpty();
    }

    private static void assertDiskFull(Runnable write, Path file) {
        assertThatThrownBy(write::run)
                .asInstanceOf(type(PlatformException.class))
                .extracting(PlatformException::failure)
                .asInstanceOf(type(Failure.DiskFull.class))
                .satisfies(failure -> assertThat(failure.message()).contains(file.toString(), "Free some space"));
    }

    @Test
    void ofTwoProcessesOneWinsEachKeyAndNoCountIsLostOrGoesBackWhileAThirdOpensTheStoreAgainAndAgain()
            throws Exception {
        store.createIfAbsent("count", () -> "0");
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(StateStoreRacer.start(folder, "one"));
            processes.add(StateStoreRacer.start(folder, "two"));
            awaitKeys(processes, "ready/one", "ready/two");
            assertThat(store.createIfAbsent("go", () -> "")).isPresent();
            int count = 0;
            while (processes.stream().anyMatch(Process::isAlive)) {
                FileStateStore.in(folder);
                int next = Integer.parseInt(text("count").orElseThrow());
                assertThat(next).isGreaterThanOrEqualTo(count);
                count = next;
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
