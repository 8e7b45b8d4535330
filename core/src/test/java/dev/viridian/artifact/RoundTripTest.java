package dev.viridian.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others write, read by us. */
final class RoundTripTest {
    private static final Instant THEN = Instant.parse("2024-05-06T07:08:10Z");
    private static final String LONG = "a folder with a long name, ".repeat(8) + "ü/" + "f".repeat(200);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
    void keepsWhatATarHolds(int longNames) throws Exception {
        byte[] large = random(3_000_000);
        byte[] tar = tar(longNames, out -> {
            put(out, "bin/run", 0755, "run".getBytes(UTF_8));
            put(out, "etc/plain", 0644, large);
            put(out, "empty", 0644, new byte[0]);
            put(out, LONG, 0644, "long".getBytes(UTF_8));
            entry(out, new TarArchiveEntry("nothing/inside/"));
            entry(out, link("latest", "bin/run", TarConstants.LF_SYMLINK));
            entry(out, link("etc/up", "../bin", TarConstants.LF_SYMLINK));
            entry(out, link("dangling", "not/there", TarConstants.LF_SYMLINK));
            entry(out, link("second", "bin/run", TarConstants.LF_LINK));
            entry(out, link("third", LONG, TarConstants.LF_LINK));
        });

        Path app = unpack(RawTar.gzip(tar), ArchiveFormat.TAR_GZ);

        assertThat(Files.getPosixFilePermissions(app.resolve("bin/run"))).isEqualTo(fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(app.resolve("etc/plain"))).isEqualTo(fromString("rw-r--r--"));
        assertThat(app.resolve("etc/plain")).hasBinaryContent(large);
        assertThat(Files.getLastModifiedTime(app.resolve("etc/plain")).toInstant())
                .isEqualTo(THEN);
        assertThat(app.resolve("empty")).isEmptyFile();
        assertThat(app.resolve(LONG)).hasContent("long");
        assertThat(app.resolve("nothing/inside")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(app.resolve("latest"))).hasToString("bin/run");
        assertThat(app.resolve("etc/up/run")).hasContent("run");
        assertThat(Files.readSymbolicLink(app.resolve("dangling"))).hasToString("not/there");
        assertThat(Files.isSameFile(app.resolve("second"), app.resolve("bin/run")))
                .isTrue();
        assertThat(Files.isSameFile(app.resolve("third"), app.resolve(LONG))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Zip64Mode.class,
            names = {"Always", "AsNeeded", "Never"})
    void keepsWhatAZipHolds(Zip64Mode mode) throws Exception {
        byte[] large = random(300_000);
        SeekableInMemoryByteChannel bytes = new SeekableInMemoryByteChannel();
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
            out.setUseZip64(mode);
            put(out, "bin/run", 0100755, "run run run run".getBytes(UTF_8));
            put(out, LONG, 0100644, large);
            put(out, "empty", 0100644, new byte[0]);
            put(out, "nothing/inside/", 0040755, new byte[0]);
            put(out, "latest", 0120777, "bin/run".getBytes(UTF_8));
        }

        Path app = unpack(Arrays.copyOf(bytes.array(), (int) bytes.size()), ArchiveFormat.ZIP);

        assertThat(Files.getPosixFilePermissions(app.resolve("bin/run"))).isEqualTo(fromString("rwxr-xr-x"));
        assertThat(Files.getPosixFilePermissions(app.resolve(LONG))).isEqualTo(fromString("rw-r--r--"));
        assertThat(app.resolve(LONG)).hasBinaryContent(large);
        assertThat(app.resolve("empty")).isEmptyFile();
        assertThat(app.resolve("nothing/inside")).isEmptyDirectory();
        assertThat(app.resolve("latest")).isSymbolicLink().hasContent("run run run run");
    }

    @Test
    void readsWhatTheJdkWrites() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes, new Manifest())) {
            ZipEntry entry = new ZipEntry("dev/App.class");
            entry.setLastModifiedTime(FileTime.from(THEN));
            jar.putNextEntry(entry);
            jar.write("bytecode".getBytes(UTF_8));
        }

        Path app = unpack(bytes.toByteArray(), ArchiveFormat.ZIP);

        assertThat(app.resolve("dev/App.class")).hasContent("bytecode");
        assertThat(Files.getLastModifiedTime(app.resolve("dev/App.class")).toInstant())
                .isEqualTo(THEN);
    }

    @Test
    void readsAJarBehindAScriptThatStartsIt() throws Exception {
        byte[] zip = new RawZip()
                .raw("#!/bin/sh\nexec java -jar $0\n")
                .with(RawZip.part("a", "x"))
                .ended();

        assertThat(unpack(zip, ArchiveFormat.ZIP).resolve("a")).hasContent("x");
    }

    @Test
    void takesAModeOfMinusOneForNone() throws Exception {
        byte[] zip = new RawZip()
                .with(RawZip.part("META-INF/", "").mode(0177777))
                .with(RawZip.part("META-INF/a", "x").mode(0177777))
                .ended();

        Path app = unpack(zip, ArchiveFormat.ZIP);

        assertThat(app.resolve("META-INF/a")).hasContent("x");
        assertThat(Files.getPosixFilePermissions(app.resolve("META-INF/a"))).isEqualTo(fromString("rw-r--r--"));
    }

    @Test
    void unpacksTenThousandSmallFiles() throws Exception {
        byte[] tar = tar(TarArchiveOutputStream.LONGFILE_POSIX, out -> {
            for (int i = 0; i < 10_000; i++) {
                put(out, "lib/" + i % 100 + "/file-" + i, 0644, ("content of " + i).getBytes(UTF_8));
            }
        });

        Path app = unpack(RawTar.gzip(tar), ArchiveFormat.TAR_GZ);

        assertThat(Hostile.all(app)).hasSize(1 + 1 + 100 + 10_000);
        assertThat(app.resolve("lib/99/file-9999")).hasContent("content of 9999");
    }

    @Test
    void toleratesFoldersThatAreSaidAgainAndDots() throws Exception {
        byte[] tar = new RawTar()
                .folder("./")
                .file("./a//b", "x")
                .folder("a/")
                .folder("a/")
                .extension('g', "comment", "0123456789abcdef")
                .file("./c", "y")
                .raw(new byte[8192])
                .ended();

        Path app = unpack(tar, ArchiveFormat.TAR);

        assertThat(app.resolve("a/b")).hasContent("x");
        assertThat(app.resolve("c")).hasContent("y");
    }

    private Path unpack(byte[] archive, ArchiveFormat format) {
        Path destination = folder.resolve("app");
        Unpacker.withLimits(Limits.standard())
                .unpack(new ByteArrayInputStream(archive), format, RawTar.sha256(archive), destination);
        return destination;
    }

    private interface Filling {
        void fill(TarArchiveOutputStream out) throws IOException;
    }

    private static byte[] tar(int longNames, Filling filling) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
            out.setLongFileMode(longNames);
            out.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
            filling.fill(out);
        }
        return bytes.toByteArray();
    }

    private static void put(TarArchiveOutputStream out, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(mode);
        entry.setSize(content.length);
        entry.setModTime(THEN.toEpochMilli());
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static void entry(TarArchiveOutputStream out, TarArchiveEntry entry) throws IOException {
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
    }

    private static TarArchiveEntry link(String name, String target, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        return entry;
    }

    private static void put(ZipArchiveOutputStream out, String name, int mode, byte[] content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setUnixMode(mode);
        entry.setSize(content.length);
        out.putArchiveEntry(entry);
        out.write(content);
        out.closeArchiveEntry();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
