package dev.viridian.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.StateStore;
import dev.viridian.spi.StateStore.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store of files holds after the computer lost its power: whatever was not yet on the disk of its files is put there from the log. */
class PowerCutTest {
    @TempDir
    private Path folder;

    private StateStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = openedIn("first-boot");
    }

    @Test
    void aKeyWhoseNameWasLostIsThereAgain() throws IOException {
        Version version =
                store.createIfAbsent("journal/000001/000000", () -> "began\n").orElseThrow();
        Files.delete(folder.resolve("journal/000001/000000"));
        Files.delete(folder.resolve("journal/000001"));

        StateStore next = openedIn("next-boot");

        assertThat(next.read("journal/000001/000000").orElseThrow().version()).isEqualTo(version);
        assertThat(text(next, "journal/000001/000000")).contains("began\n");
    }

    @Test
    void aKeyWhoseTextWasLostHasItAgain() throws IOException {
        store.createIfAbsent("lost", () -> "text");
        store.createIfAbsent("torn", () -> "text");
        Files.writeString(folder.resolve("lost"), "");
        Path torn = folder.resolve("torn");
        Files.writeString(torn, Files.readString(torn).replace("text", "te"));

        StateStore next = openedIn("next-boot");

        assertThat(text(next, "lost")).contains("text");
        assertThat(text(next, "torn")).contains("text");
    }

    @Test
    void aKeyThatWentBackIsAsItWasLast() throws IOException {
        Version first = store.createIfAbsent("lease", () -> "first").orElseThrow();
        byte[] early = Files.readAllBytes(folder.resolve("lease"));
        Version second = store.replace("lease", first, () -> "second").orElseThrow();
        Version third = store.replace("lease", second, () -> "third").orElseThrow();
        Files.write(folder.resolve("lease"), early);

        StateStore next = openedIn("next-boot");

        assertThat(text(next, "lease")).contains("third");
        assertThat(next.replace("lease", third, () -> "fourth")).isPresent();
    }

    @Test
    void aKeyThatWasRemovedStaysRemovedOnceALaterChangeIsSafe() throws IOException {
        Version version = store.createIfAbsent("pause", () -> "for a while").orElseThrow();
        byte[] early = Files.readAllBytes(folder.resolve("pause"));
        store.delete("pause", version);
        store.createIfAbsent("later", () -> "text");
        Files.write(folder.resolve("pause"), early);

        assertThat(openedIn("next-boot").list("")).containsExactly("later");
    }

    @Test
    void aKeyThatWasRemovedAndMadeAgainIsTheLaterOne() throws IOException {
        Version version = store.createIfAbsent("pause", () -> "first").orElseThrow();
        store.delete("pause", version);
        store.createIfAbsent("pause", () -> "second");
        Files.delete(folder.resolve("pause"));

        assertThat(text(openedIn("next-boot"), "pause")).contains("second");
    }

    @Test
    void whatSomebodyWroteWithoutTheLogStays() throws IOException {
        store.createIfAbsent("lease", () -> "text");
        Files.writeString(folder.resolve("lease"), "by hand\ntheirs");

        assertThat(text(openedIn("next-boot"), "lease")).contains("theirs");
    }

    @Test
    void whatAPersonRemovesWhileTheComputerRunsStaysRemoved() throws IOException {
        store.createIfAbsent("journal/000001/000000", () -> "damaged");
        store.createIfAbsent("lease", () -> "text");
        Files.delete(folder.resolve("journal/000001/000000"));

        StateStore next = openedIn("first-boot");

        assertThat(next.list("")).containsExactly("lease");
    }

    @Test
    void whatIsOnTheDiskIsForgottenByTheLog() throws IOException {
        store.createIfAbsent("journal/000001/000000", () -> "text");
        openedIn("first-boot");
        Files.delete(folder.resolve("journal/000001/000000"));

        assertThat(openedIn("next-boot").list("")).isEmpty();
    }

    @Test
    void moreThanTheLogHoldsIsKept() throws IOException {
        String tooLarge = "x".repeat(2 * ChangeLog.BYTES);
        Version large = store.createIfAbsent("large", () -> tooLarge).orElseThrow();
        Version small = store.createIfAbsent("small", () -> "small").orElseThrow();
        store.replace("large", large, () -> tooLarge + "y");
        Version grown = store.replace("small", small, () -> tooLarge + "z").orElseThrow();
        store.replace("small", grown, () -> "small again");
        store.createIfAbsent("last", () -> "text");
        Files.delete(folder.resolve("last"));

        StateStore next = openedIn("next-boot");

        assertThat(text(next, "large")).contains(tooLarge + "y");
        assertThat(text(next, "small")).contains("small again");
        assertThat(text(next, "last")).contains("text");
    }

    @Test
    void ofMoreChangesThanTheLogHoldsTheLastOnesAreMadeAgain() throws IOException {
        String text = "x".repeat(1_000);
        Version version = store.createIfAbsent("lease", () -> "0").orElseThrow();
        for (int i = 1; i <= 200; i++) {
            String key = "journal/000001/" + i;
            String count = String.valueOf(i);
            store.createIfAbsent(key, () -> text);
            version = store.replace("lease", version, () -> count).orElseThrow();
        }
        Files.delete(folder.resolve("lease"));
        store.createIfAbsent("lease", () -> "200 again");
        Files.delete(folder.resolve("lease"));

        StateStore next = openedIn("next-boot");

        assertThat(text(next, "lease")).contains("200 again");
        assertThat(next.list("journal/")).hasSize(200);
        assertThat(folder.resolve(".changes")).hasSize(ChangeLog.BYTES);
    }

    /** A writer of its own, as another process has. */
    private StateStore openedIn(String boot) throws IOException {
        StoreWriter writer = new StoreWriter(folder, Drafts.in(folder), boot);
        writer.open();
        return new FileStateStore(folder, writer);
    }

    private static Optional<String> text(StateStore store, String key) {
        return store.read(key).map(stored -> stored.document().text());
    }
}
