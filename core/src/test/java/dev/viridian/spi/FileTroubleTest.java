package dev.viridian.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FileTroubleTest {
    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(
                        new AccessDeniedException("/data/x"),
                        "Give " + System.getProperty("user.name") + ", as whom this program runs, the permission"),
                Arguments.of(because("Operation not permitted"), "the permission, or choose another place."),
                Arguments.of(because("Read-only file system"), "Mount it writable, or choose another place."),
                Arguments.of(because("Too many open files"), "Raise the limit of open files (ulimit -n)"),
                Arguments.of(because("Input/output error"), "The disk fails: see dmesg"),
                Arguments.of(because("Not a directory"), "A file is in the place of a folder."),
                Arguments.of(new NotDirectoryException("/data/x"), "A file is in the place of a folder."),
                Arguments.of(because("Stale file handle"), "Check that it is there, that this user may use it"),
                Arguments.of(new FileSystemException("/data/x"), "Check that it is there, that this user may use it"));
    }

    private static FileSystemException because(String reason) {
        return new FileSystemException("/data/x", null, reason);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void isFollowedByWhatToDo(FileSystemException trouble, String advice) {
        assertThat(PlatformException.passing("write /data/x", trouble).failure().message())
                .startsWith(
                        "While trying to write /data/x: " + trouble.getClass().getSimpleName() + ": /data/x")
                .contains(advice);
    }

    @Test
    void isFoundBelowWhatItIsWrappedIn() {
        UncheckedIOException wrapped =
                new UncheckedIOException(new IOException("cannot", because("Read-only file system")));

        assertThat(PlatformException.passing("write", wrapped).getMessage()).contains("Mount it writable");
    }

    @Test
    void givesNoAdviceOnOtherTrouble() {
        assertThat(PlatformException.passing("ask", new IOException("connection reset"))
                        .getMessage())
                .endsWith("IOException: connection reset");
    }
}
