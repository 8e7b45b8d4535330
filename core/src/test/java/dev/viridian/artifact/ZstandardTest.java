package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.spi.PlatformException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class ZstandardTest {
    private static final byte[] TAR =
            new RawTar().folder("bin/").file("bin/run", "content").ended();
    private static final byte[] TAR_ZST = RawTar.zstandard(TAR);

    @TempDir
    Path folder;

    @Test
    void unpacksWhatIsLargerThanAWindow() {
        byte[] content = new byte[20 << 20];
        new Random(7).nextBytes(content);
        System.arraycopy(content, 0, content, 7 << 20, 1 << 20);
        byte[] tar = new RawTar()
                .header("large", '0', "", content.length)
                .content(content)
                .ended();

        unpack(RawTar.zstandard(tar));

        assertThat(folder.resolve("app/large")).hasBinaryContent(content);
    }

    @Test
    void readsFramesThatFollowEachOtherAsOne() {
        unpack(joined(
                RawTar.zstandard(Arrays.copyOf(TAR, 700)), RawTar.zstandard(Arrays.copyOfRange(TAR, 700, TAR.length))));

        assertThat(folder.resolve("app/bin/run")).hasContent("content");
    }

    @Test
    void refusesGarbageBehindItsData() {
        assertThat(refusal(joined(TAR_ZST, "evil".getBytes(StandardCharsets.UTF_8))))
                .contains("it is not sound Zstandard data (", "Nothing was unpacked.");
    }

    @Test
    void saysWhereItIsCutOff() {
        assertThat(refusal(Arrays.copyOf(TAR_ZST, TAR_ZST.length / 2)))
                .contains("it is cut off: it ends inside its Zstandard data, after " + TAR_ZST.length / 2 + " bytes");
    }

    @Test
    void saysWhichLibraryIsMissing() throws Exception {
        String without = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("aircompressor"))
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(refusalOf("-cp", without))
                .contains(
                        "the library that reads that is not on the class path. Add io.airlift:aircompressor:2.0.3, or publish it as .tar.gz.",
                        "Nothing was unpacked.");
    }

    /** <a href="https://openjdk.org/jeps/498">Which later ones do by themselves.</a> */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_24)
    void saysThatTheJdkDoesNotLetTheLibraryWork() throws Exception {
        assertThat(refusalOf("--sun-misc-unsafe-memory-access=deny", "-cp", System.getProperty("java.class.path")))
                .contains(
                        "this JDK does not let the library that reads that work",
                        "Start the program with --sun-misc-unsafe-memory-access=allow, or publish it as .tar.gz.",
                        "Nothing was unpacked.");
    }

    /** What a JVM with those options says. */
    private String refusalOf(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of(options));
        command.add(OtherProcess.class.getName());
        command.addAll(List.of(RawTar.sha256(TAR_ZST), folder.resolve("app").toString(), "TAR_ZST"));
        Process other = new ProcessBuilder(command).redirectErrorStream(true).start();
        other.getOutputStream().write(TAR_ZST);
        other.getOutputStream().close();

        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isEqualTo(1);
        assertThat(folder.resolve("app")).doesNotExist();
        return said;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void unpack(byte[] archive) {
        Unpacker.withLimits(Limits.standard())
                .unpack(
                        new ByteArrayInputStream(archive),
                        ArchiveFormat.TAR_ZST,
                        RawTar.sha256(archive),
                        folder.resolve("app"));
    }

    private String refusal(byte[] archive) {
        PlatformException refused = catchThrowableOfType(PlatformException.class, () -> unpack(archive));
        assertThat(folder.resolve("app")).doesNotExist();
        return refused.failure().message();
    }
}
