package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileTarTest {
    private static final Limits SMALL = Limits.standard().atMostEntries(100).atMostBytes(1 << 20);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "links", "kinds", "collisions", "sizes", "damage"})
    void refusesAsAWhole(String what, byte[] tar, String problem) throws Exception {
        assertThat(new Hostile(folder, SMALL).refused(tar, ArchiveFormat.TAR).problem())
                .contains(problem)
                .endsWith(" Nothing was unpacked.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "links", "kinds", "collisions", "sizes", "damage"})
    void refusesTheSameWhenItIsCompressed(String what, byte[] tar, String problem) throws Exception {
        assertThat(new Hostile(folder, SMALL)
                        .refused(RawTar.gzip(tar), ArchiveFormat.TAR_GZ)
                        .problem())
                .contains(problem);
    }

    static Stream<Arguments> names() {
        return Stream.of(
                named("traversal", "../evil", "entry '../evil' leads upward with '..'"),
                named("traversal in the middle", "a/../../evil", "leads upward"),
                named("traversal that comes back", "a/../b", "leads upward"),
                named("traversal at the end", "a/..", "leads upward"),
                named("absolute", "/etc/evil", "entry '/etc/evil' has an absolute name"),
                named("two slashes", "//evil", "absolute name"),
                named("backslash", "..\\evil", "has a backslash or a drive"),
                named("drive", "C:/evil", "has a backslash or a drive"),
                named("control character", "evil\u001b[2J", "'evil\\u001b[2J' has a control character"),
                named("new line", "evil\nlog line", "'evil\\u000alog line' has a control character"),
                named("no name", "", "an entry without a name"),
                named("its own marker", "./.viridian-artifact", "Viridian's own marker"),
                named("below its own marker", ".viridian-artifact/x", "Viridian's own marker"),
                named("its own marker in capitals", ".VIRIDIAN-ARTIFACT", "Viridian's own marker"),
                longName("too long a segment", "s".repeat(256), "256 bytes long, the limit is 255"),
                longName("too many bytes in a segment", "ü".repeat(128), "256 bytes long, the limit is 255"),
                longName("too long a path", "ten-bytes/".repeat(409) + "end", "bytes, the limit is 4095"),
                longName("absolute by an extended header", "/etc/evil", "absolute name"),
                longName("traversal by an extended header", "../evil", "leads upward"),
                longName("NUL", "harmless\0/../../evil", "'harmless\\u0000/../../evil' has a control character"),
                arguments(
                        "absolute by a GNU long name",
                        start().gnu('L', "/etc/evil").file("harmless", "x").ended(),
                        "absolute name"),
                arguments(
                        "not UTF-8",
                        start().header("?", '0', "", 0, block -> block[0] = (byte) 0xe4)
                                .ended(),
                        "is not UTF-8 (it reads 'ä' as Latin-1)"),
                arguments(
                        "two names",
                        start().gnu('L', "one").pax("path", "two").file("x", "").ended(),
                        "give one entry two names, 'one' and 'two'"),
                arguments(
                        "the same key twice",
                        start().pax("path", "one", "path", "two").file("x", "").ended(),
                        "says 'path' twice"));
    }

    static Stream<Arguments> links() {
        return Stream.of(
                linked("outward", "l", "../outside", "'l' is a link to '../outside' that leads out of the archive"),
                linked("absolute", "l", "/etc/passwd", "has an absolute target"),
                linked("outward from below", "a/b/l", "../../../x", "leads out of the archive"),
                linked("backslash", "l", "..\\x", "has an absolute target"),
                linked("empty", "l", "", "has an empty target"),
                linked("in a circle", "l", "l", "in a circle"),
                arguments(
                        "outward through another link: lexically inside, and yet outside",
                        start().folder("deep/down/")
                                .link("deep/down/up", "../..")
                                .link("l", "deep/down/up/../outside")
                                .ended(),
                        "'l' is a link to 'deep/down/up/../outside' that leads out"),
                arguments(
                        "outward through a link that comes later",
                        start().folder("deep/")
                                .link("l", "deep/up/../x")
                                .link("deep/up", "..")
                                .ended(),
                        "leads out of the archive"),
                arguments(
                        "outward through a link in other letters",
                        start().folder("deep/")
                                .link("l", "deep/UP/../x")
                                .link("deep/up", "..")
                                .ended(),
                        "leads out of the archive"),
                arguments("circle of two", start().link("a", "b").link("b", "a").ended(), "in a circle"),
                arguments(
                        "writing through a link to a folder",
                        start().folder("real/")
                                .link("l", "real")
                                .file("l/evil", "x")
                                .ended(),
                        "'l/evil' goes through the link 'l'"),
                arguments(
                        "writing through a chain of links",
                        start().link("a", ".")
                                .link("b", "a")
                                .file("b/evil", "x")
                                .ended(),
                        "goes through the link 'b'"),
                arguments(
                        "a link over a folder that has files",
                        start().file("d/file", "x").link("d", "..").ended(),
                        "is a symbolic link at 'd' where a folder is already"),
                arguments(
                        "a file over a link",
                        start().link("l", "target").file("l", "x").ended(),
                        "is a file at 'l' where a symbolic link is already"),
                arguments(
                        "hard link outward",
                        start().hardLink("l", "../x").ended(),
                        "is a hard link that leads outside"),
                arguments(
                        "absolute hard link",
                        start().hardLink("l", "/etc/passwd").ended(),
                        "hard link that leads outside"),
                arguments(
                        "hard link to nothing",
                        start().hardLink("l", "x").ended(),
                        "which is no file that came before"),
                arguments(
                        "hard link to a folder",
                        start().folder("d/").hardLink("l", "d").ended(),
                        "which is no file that came before"),
                arguments(
                        "hard link to a link",
                        start().link("s", "x").hardLink("l", "s").ended(),
                        "which is no file that came before"),
                arguments(
                        "hard link through a link",
                        start().file("d/f", "x")
                                .link("s", "d")
                                .hardLink("l", "s/f")
                                .ended(),
                        "which is no file that came before"),
                arguments(
                        "a link by an extended header",
                        start().pax("linkpath", "../../x").link("l", "harmless").ended(),
                        "leads out of the archive"),
                arguments(
                        "a link by a GNU long link",
                        start().gnu('K', "../../x").link("l", "harmless").ended(),
                        "leads out of the archive"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                kind('3', "is a character device"),
                kind('4', "is a block device"),
                kind('6', "is a named pipe"),
                kind('S', "is a sparse file"),
                kind('M', "is of the unknown tar type 'M'"),
                kind('s', "is of the unknown tar type 's'"),
                arguments(
                        "sparse by an extended header",
                        start().pax("GNU.sparse.major", "1", "GNU.sparse.minor", "0")
                                .file("f", "x")
                                .ended(),
                        "is a sparse file"),
                arguments(
                        "all sparse by a global header",
                        start().extension('g', "GNU.sparse.map", "0,1")
                                .file("f", "x")
                                .ended(),
                        "a global tar header"),
                arguments(
                        "all with one path by a global header",
                        start().extension('g', "path", "x").file("f", "x").ended(),
                        "a global tar header sets the path"));
    }

    static Stream<Arguments> collisions() {
        return Stream.of(
                twice("the same twice", "a/b", "a/b", "'a/b' is there twice"),
                twice("the same written otherwise", "a/b", "./a//./b", "is there twice"),
                twice("upper and lower case", "README", "readme", "'readme' collides with 'README'"),
                twice("folders in upper and lower case", "Lib/a", "lib/b", "'lib/b' collides with 'Lib'"),
                twice("composed and decomposed", "\u00fc", "u\u0308", "collides with"),
                twice("sharp s", "stra\u00dfe", "STRASSE", "collides with"),
                twice("a file below a file", "a", "a/b", "is a folder at 'a' where a file is already"),
                twice("a file over a folder", "a/b", "a", "is a file at 'a' where a folder is already"),
                arguments(
                        "a file as the root",
                        start().pax("path", "./").file("x", "x").ended(),
                        "is the root of the archive"));
    }

    static Stream<Arguments> sizes() {
        RawTar many = start();
        for (int i = 0; i < 101; i++) {
            many.file("f" + i, "");
        }
        return Stream.of(
                arguments("many entries", many.ended(), "'f100' is one too many: the limit is 100 files"),
                arguments(
                        "many implied folders",
                        start().pax("path", "d/".repeat(120)).folder("x").ended(),
                        "one too many"),
                arguments(
                        "much",
                        start().header("f", '0', "", (1 << 20) + 1).ended(),
                        "'f' with its 1.0 MiB makes it unpack to more than 1.0 MiB"),
                arguments(
                        "much in sum",
                        start().file("a", "x").header("b", '0', "", 1 << 20).ended(),
                        "'b' with its 1.0 MiB makes it unpack to more than 1.0 MiB (1 bytes came before)"),
                arguments(
                        "huge",
                        start().header("f", '0', "", 0, HostileTarTest::huge).ended(),
                        "Such a file does not exist"),
                arguments(
                        "more than can be counted",
                        start().header("f", '0', "", 0, block -> Arrays.fill(block, 124, 136, (byte) 0xbf))
                                .ended(),
                        "too large to be true"),
                arguments(
                        "negative",
                        start().header("f", '0', "", 0, block -> Arrays.fill(block, 124, 136, (byte) 0xff))
                                .ended(),
                        "has a size of -1 bytes"),
                arguments(
                        "negative by an extended header",
                        start().pax("size", "-5").file("f", "x").ended(),
                        "has a size of -5 bytes"),
                arguments(
                        "no number",
                        start().pax("size", "0x10").file("f", "x").ended(),
                        "reads '0x10', expected a number"),
                arguments(
                        "a number that takes for ever",
                        start().pax("mtime", "1e999999999").file("f", "x").ended(),
                        "expected a number"),
                arguments(
                        "a link with content",
                        start().header("l", '2', "x", 512)
                                .content(new byte[512])
                                .ended(),
                        "is no file and yet has 512 bytes"),
                arguments(
                        "a name of megabytes",
                        start().header("././@LongLink", 'L', "", 2 << 20)
                                .content(new byte[2 << 20])
                                .ended(),
                        "has 2.0 MiB, the limit is 1.0 MiB"),
                arguments("endless extended headers", endlessExtensions(), "extended tar headers follow each other"));
    }

    static Stream<Arguments> damage() {
        byte[] sound = start().file("a", "some content").ended();
        byte[] wrongSum = sound.clone();
        wrongSum[3] ^= 1;
        return Stream.of(
                arguments("cut off in a header", Arrays.copyOf(sound, 300), "it is cut off: it ends at byte 0"),
                arguments("cut off in content", Arrays.copyOf(sound, 518), "it ends inside its entry 'a'"),
                arguments("cut off in padding", Arrays.copyOf(sound, 530), "it ends inside its entry 'a'"),
                arguments("cut off before its end", Arrays.copyOf(sound, 1024), "at byte 1024, without the end"),
                arguments("nothing at all", new byte[0], "it is cut off: it ends at byte 0"),
                arguments("wrong checksum", wrongSum, "the checksum in its tar header at byte 0"),
                arguments(
                        "a page that says not found",
                        "<html>404 Not Found</html>".repeat(40).getBytes(StandardCharsets.UTF_8),
                        "not a tar archive"),
                arguments(
                        "a second archive behind it",
                        start().raw(sound).file("b", "x").ended(),
                        "after the end of its tar archive, at byte 2048, more follows"),
                arguments(
                        "garbage in an extended header",
                        start().header("pax", 'x', "", 3)
                                .content(RawTar.hex("414243"))
                                .file("a", "")
                                .ended(),
                        "does not begin a record"),
                arguments(
                        "an extended header that is longer than it is",
                        start().header("pax", 'x', "", 9)
                                .content("99 path=x".getBytes(StandardCharsets.UTF_8))
                                .file("a", "")
                                .ended(),
                        "does not begin a record"),
                arguments(
                        "an extended header for nothing",
                        start().pax("path", "x").ended(),
                        "extends an entry that does not"),
                arguments(
                        "two extended headers",
                        start().pax("path", "x").pax("path", "y").file("a", "").ended(),
                        "two"));
    }

    @Test
    void refusesABombByItsRatio() throws Exception {
        byte[] zeros = start().header("zeros", '0', "", 64 << 20)
                .content(new byte[64 << 20])
                .ended();

        assertThat(new Hostile(folder, Limits.standard())
                        .refused(RawTar.gzip(zeros), ArchiveFormat.TAR_GZ)
                        .problem())
                .contains("it is a bomb", "which is more than 200 times as much", "raise the ratio in Limits");
    }

    @Test
    void refusesZerosWithoutEndBehindTheArchive() throws Exception {
        byte[] zeros = start().file("a", "x").raw(new byte[64 << 20]).ended();

        assertThat(new Hostile(folder, Limits.standard())
                        .refused(RawTar.gzip(zeros), ArchiveFormat.TAR_GZ)
                        .problem())
                .contains("it is a bomb");
    }

    private static RawTar start() {
        return new RawTar();
    }

    private static Arguments named(String what, String name, String problem) {
        return arguments(what, start().file("before", "x").file(name, "evil").ended(), problem);
    }

    private static Arguments longName(String what, String name, String problem) {
        return arguments(what, start().pax("path", name).file("short", "evil").ended(), problem);
    }

    private static Arguments linked(String what, String name, String target, String problem) {
        return arguments("link " + what, start().link(name, target).ended(), problem);
    }

    private static Arguments kind(char type, String problem) {
        return arguments("type " + type, start().header("odd", type, "", 0).ended(), "'odd' " + problem);
    }

    private static Arguments twice(String what, String first, String second, String problem) {
        return arguments(what, start().file(first, "1").file(second, "2").ended(), problem);
    }

    private static void huge(byte[] block) {
        Arrays.fill(block, 124, 136, (byte) 0);
        block[124] = (byte) 0x80;
        block[128] = 0x70;
    }

    private static byte[] endlessExtensions() {
        RawTar tar = start();
        for (int i = 0; i < 20; i++) {
            tar.extension('g', "comment", "x");
        }
        return tar.file("a", "").ended();
    }
}
