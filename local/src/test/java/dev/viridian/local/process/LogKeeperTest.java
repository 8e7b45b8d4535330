package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogKeeperTest {
    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();

    private Path log(String machine, long bytes) throws Exception {
        Path log = Files.createDirectories(folder.resolve("orders-1-1/machines").resolve(machine))
                .resolve("output.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return log;
    }

    @Test
    void rotatesThoseThatAreFullAndLeavesTheOthers() throws Exception {
        Path full = log("orders-1-1.1", 11L * 1024 * 1024);
        Path short1 = log("orders-1-1.2", 1024);
        try (LogKeeper keeper = LogKeeper.of(folder, "output.log", complaints::add)) {
            keeper.rotate();
        }

        assertThat(full).hasSize(0);
        assertThat(RotatedLog.earlier(full, 1)).exists();
        assertThat(short1).hasSize(1024);
        assertThat(RotatedLog.earlier(short1, 1)).doesNotExist();
        assertThat(complaints).isEmpty();
    }

    @Test
    void leavesFilesOfTheApplicationThatAreCalledLikeALogAsTheyAre() throws Exception {
        Path files = Files.createDirectories(log("orders-1-1.1", 1024).resolveSibling("app"));
        Path same = Files.write(files.resolve("output.log"), new byte[11 * 1024 * 1024]);
        try (LogKeeper keeper = LogKeeper.of(folder, "output.log", complaints::add)) {
            keeper.rotate();
        }

        assertThat(same).hasSize(11 * 1024 * 1024);
    }

    @Test
    void rotatesTheOthersWhereOneCannotBeRotated() throws Exception {
        Path first = log("orders-1-1.1", 11L * 1024 * 1024);
        Path last = log("orders-1-1.3", 11L * 1024 * 1024);
        Path stuck = log("orders-1-1.2", 11L * 1024 * 1024);
        Files.createDirectories(stuck.resolveSibling("output.log.copying").resolve("in the way"));
        try (LogKeeper keeper = LogKeeper.of(folder, "output.log", complaints::add)) {
            keeper.rotate();
        }

        assertThat(List.of(first, last)).allSatisfy(log -> assertThat(log).hasSize(0));
        assertThat(complaints).singleElement().asString().contains(stuck.toString());
    }

    @Test
    void complainsOfWhatItCannotRotate() throws Exception {
        Path full = log("orders-1-1.1", 11L * 1024 * 1024);
        Files.createDirectories(full.resolveSibling("output.log.copying").resolve("in the way"));
        try (LogKeeper keeper = LogKeeper.of(folder, "output.log", complaints::add)) {
            keeper.rotate();
        }

        assertThat(complaints).singleElement().asString().contains("Could not rotate");
    }
}
