package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.viridian.artifact.RawZip.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileZipTest {
    private static final Limits SMALL = Limits.standard().atMostEntries(100).atMostBytes(16 << 20);

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"entries", "lies", "damage"})
    void refusesAsAWhole(String what, byte[] zip, String problem) throws Exception {
        assertThat(new Hostile(folder, SMALL).refused(zip, ArchiveFormat.ZIP).problem())
                .contains(problem)
                .endsWith(" Nothing was unpacked.");
    }

    static Stream<Arguments> entries() {
        return Stream.of(
                lying("traversal", part -> part.named("../evil"), "'../evil' leads upward"),
                lying("absolute", part -> part.named("/evil"), "absolute name"),
                lying("backslash", part -> part.named("..\\evil"), "backslash or a drive"),
                lying("NUL", part -> part.named("evil\0.txt"), "'evil\\u0000.txt' has a control character"),
                lying("the same twice", part -> part.named("before"), "'before' is there twice"),
                lying("other letters", part -> part.named("BEFORE"), "collides with 'before'"),
                lying("below a file", part -> part.named("before/x"), "a file is already"),
                lying("device", part -> part.mode(0020666), "is a device, pipe or socket (mode 020666)"),
                lying("pipe", part -> part.mode(0010644), "is a device, pipe or socket"),
                lying("socket", part -> part.mode(0140755), "is a device, pipe or socket"),
                lying("a link outward", part -> part.mode(0120777), "is a link to '../../content' that leads out"),
                lying("encrypted", part -> part.flags |= 1, "is encrypted"),
                lying("a folder with content", part -> part.named("d/"), "contradicts itself: it is a folder"),
                lying("a method that is not known", part -> part.method = 99, "is compressed by method 99"),
                arguments(
                        "writing through a link",
                        new RawZip()
                                .with(RawZip.part("l", "d").mode(0120777))
                                .with(RawZip.part("l/evil", "x"))
                                .ended(),
                        "goes through the link 'l'"),
                arguments("many", many(101), "it has 101 entries, the limit is 100"),
                arguments("much", much(), "makes it unpack to more than 16.0 MiB"),
                arguments("a bomb", bomb(), "it is a bomb"));
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                lying("another name in its own header", part -> part.localName = "EVIL", "whose name is not that"),
                lying("a longer name in its own header", part -> part.localName = "evil/x", "whose length of the name"),
                lying("another method in its own header", part -> part.localMethod = 8, "whose compression method"),
                lying("another size in its own header", part -> part.localSize = 1, "whose size is not that"),
                lying("no header", part -> part.headerAt = 3, "whose signature is not that"),
                lying("bytes of another entry", part -> part.headerAt = 0, "whose length of the name is not that"),
                lying("a header behind the archive", part -> part.headerAt = 1 << 20, "it ends before the header"),
                lying("a wrong checksum", part -> part.checksum ^= 1, "its checksum (CRC-32) is wrong"),
                lying("stored and yet smaller", part -> part.claiming(3), "contradicts itself: it is stored"),
                lying("less than it says", part -> part.deflated().claiming(40), "has less content than it says"),
                lying("more than it says", part -> part.deflated().claiming(3), "unpacks to more than the 3 bytes"),
                lying("no deflated data", HostileZipTest::undeflatable, "is damaged: "),
                arguments(
                        "two entries with the same bytes",
                        overlapping(),
                        "of which some belong to another entry or to the directory"),
                arguments(
                        "more entries than it says",
                        new RawZip()
                                .with(RawZip.part("a", "x"))
                                .with(RawZip.part("b", "x"))
                                .claimingMore(-1)
                                .ended(),
                        "says that it has 1 entries and goes on"),
                arguments(
                        "fewer entries than it says",
                        new RawZip().with(RawZip.part("a", "x")).claimingMore(1).ended(),
                        "says that it has 2 entries and has only 1"),
                lying(
                        "an extra field too long",
                        part -> part.extra = RawTar.hex("0100ffff"),
                        "an extra field that does"));
    }

    static Stream<Arguments> damage() {
        byte[] sound = new RawZip().with(RawZip.part("a", "x")).ended();
        byte[] farAway = sound.clone();
        farAway[farAway.length - 4] = 0x70;
        return Stream.of(
                arguments("cut off", Arrays.copyOf(sound, sound.length - 1), "without the directory that ends a zip"),
                arguments("nothing", new byte[0], "without the directory"),
                arguments("garbage behind it", followed(sound), "or it has more behind"),
                arguments("a directory behind its end", farAway, "its end says that a directory"),
                arguments("a page", "<html>404</html>".getBytes(StandardCharsets.UTF_8), "without the directory"));
    }

    private static Arguments lying(String what, Consumer<Part> lie, String problem) {
        Part part = RawZip.part("evil", "../../content");
        lie.accept(part);
        return arguments(
                what, new RawZip().with(RawZip.part("before", "x")).with(part).ended(), problem);
    }

    private static byte[] followed(byte[] zip) {
        byte[] longer = Arrays.copyOf(zip, zip.length + 5);
        longer[zip.length] = 1;
        return longer;
    }

    private static byte[] many(int entries) {
        RawZip zip = new RawZip();
        for (int i = 0; i < entries; i++) {
            zip.with(RawZip.part("f" + i, ""));
        }
        return zip.ended();
    }

    private static byte[] much() {
        RawZip zip = new RawZip();
        for (int i = 0; i < 2; i++) {
            byte[] content = new byte[9 << 20];
            new Random(i).nextBytes(content);
            zip.with(new Part("f" + i, content));
        }
        return zip.ended();
    }

    private static byte[] bomb() {
        return new RawZip()
                .with(new Part("zeros", new byte[12 << 20]).deflated())
                .ended();
    }

    private static void undeflatable(Part part) {
        part.method = 8;
        part.localMethod = 8;
        part.compressed = RawTar.hex("ffffffff");
    }

    static byte[] overlapping() {
        Part inner = RawZip.part("inner", "shared content");
        byte[] hidden = new RawZip().with(inner).ended();
        Part outer = new Part("outer", Arrays.copyOf(hidden, 30 + 5 + 14));
        Part again = RawZip.part("inner", "shared content");
        again.headerAt = 30 + 5;
        return new RawZip().with(outer).with(again).ended();
    }
}
