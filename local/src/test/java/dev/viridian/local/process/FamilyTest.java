package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamilyTest {
    private static final long LEADER = 300;

    @TempDir
    Path proc;

    private Family family;

    @BeforeEach
    void aLeaderWithAChildBesideAnotherProcess() throws IOException {
        process(LEADER, 1, LEADER);
        process(301, LEADER, LEADER);
        process(77, 1, 77);
        family = new Family(
                new LinuxProcessTable(proc),
                new Identity(LEADER, "unnamed boot", OptionalLong.of(birthOf(LEADER)), true),
                Optional.empty());
    }

    @Test
    void knowsWhoBelongsToItAndWhoDoesNot() {
        Family.Look seen = family.look();

        assertThat(seen.running()).extracting(ProcessEntry::pid).containsExactly(LEADER, 301L);
        assertThat(seen.others()).containsExactly(77L);
    }

    @Test
    void findsWhoCameWhileItsLeaderEnded() throws IOException {
        var others = family.look().others();
        process(302, LEADER, LEADER);
        process(303, 302, 303);
        process(78, 77, 77);
        Files.delete(proc.resolve(LEADER + "/stat"));
        Files.delete(proc.resolve(Long.toString(LEADER)));

        assertThat(family.runningBeside(others))
                .extracting(ProcessEntry::pid)
                .containsExactlyInAnyOrder(301L, 302L, 303L);
    }

    @Test
    void doesNotLookAgainAtWhoDoesNotBelongToIt() throws IOException {
        var others = family.look().others();
        Files.delete(proc.resolve("77/stat"));
        Files.createDirectory(proc.resolve("77/stat"));

        assertThat(family.runningBeside(others)).extracting(ProcessEntry::pid).containsExactlyInAnyOrder(LEADER, 301L);
    }

    @Test
    void remembersWhoWasSeenBesideTheOthers() throws IOException {
        process(302, LEADER, 302);
        var others = family.look().others();
        process(302, 1, 302);
        Files.delete(proc.resolve(LEADER + "/stat"));
        Files.delete(proc.resolve(Long.toString(LEADER)));

        assertThat(family.runningBeside(others)).extracting(ProcessEntry::pid).containsExactlyInAnyOrder(301L, 302L);
    }

    private void process(long pid, long parent, long session) throws IOException {
        Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(
                proc.resolve(pid + "/stat"),
                pid + " (sh) S " + parent + " 8 " + session + " 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 " + birthOf(pid)
                        + " 2703360 300 0 1 1\n");
    }

    private static long birthOf(long pid) {
        return 1000 + pid;
    }
}
