package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.artifact.RawZip.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the table of hostile archives in docs/artifacts.md to the messages that they really get, each refused as a whole. */
final class HostileTableTest {
    private static final Path DOCUMENT = Path.of(System.getProperty("basedir", ""), "..", "docs", "artifacts.md");
    private static final String BEGIN = "| hostile | in | message |\n|---|---|---|\n";
    private static final Limits LIMITS = Limits.standard().atMostEntries(100).atMostBytes(16 << 20);

    @TempDir
    private Path folder;

    private record Row(String what, Optional<byte[]> tar, Optional<byte[]> zip) {}

    @Test
    void saysTheMessageThatEachHostileArchiveGets() throws IOException {
        StringBuilder table = new StringBuilder(BEGIN);
        for (Row row : rows()) {
            table.append(lines(row));
        }
        String text = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("viridian.updateDocs")) {
            text = text.replace(tableIn(text), table);
            Files.writeString(DOCUMENT, text);
        }

        assertThat(tableIn(text))
                .as("If the change is meant, write it down with"
                        + " mvn -pl core test -Dtest=HostileTableTest -Dviridian.updateDocs=true")
                .isEqualTo(table.toString());
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        rows.add(named("traversal", "../evil"));
        rows.add(named("traversal in the middle", "a/../../evil"));
        rows.add(named("absolute name", "/etc/evil"));
        rows.add(named("backslash", "..\\evil"));
        rows.add(named("drive", "C:/evil"));
        rows.add(named("control character", "evil\u001b[2J"));
        rows.add(new Row(
                "a name that no file system takes",
                Optional.of(
                        new RawTar().pax("path", "ü".repeat(128)).file("x", "x").ended()),
                Optional.of(zip(RawZip.part("ü".repeat(128), "x")))));
        rows.add(named("the name of Viridian's own marker", ".VIRIDIAN-artifact"));
        rows.add(linked("link outward", "../outside"));
        rows.add(linked("absolute link", "/etc/passwd"));
        rows.add(linked("link to itself", "l"));
        rows.add(new Row(
                "link outward through another link",
                Optional.of(new RawTar()
                        .folder("a/b/")
                        .link("a/b/up", "../..")
                        .link("l", "a/b/up/../outside")
                        .ended()),
                Optional.of(zip(
                        RawZip.part("a/b/up", "../..").mode(0120777),
                        RawZip.part("l", "a/b/up/../outside").mode(0120777)))));
        rows.add(new Row(
                "writing through a link",
                Optional.of(new RawTar().link("l", "d").file("l/evil", "x").ended()),
                Optional.of(zip(RawZip.part("l", "d").mode(0120777), RawZip.part("l/evil", "x")))));
        rows.add(inTar("hard link outward", new RawTar().hardLink("l", "../x")));
        rows.add(inTar("hard link to a link", new RawTar().link("s", "x").hardLink("l", "s")));
        rows.add(device("character device", '3', 0020666));
        rows.add(device("block device", '4', 0060666));
        rows.add(device("named pipe", '6', 0010666));
        rows.add(new Row(
                "socket", Optional.empty(), Optional.of(zip(RawZip.part("s", "").mode(0140666)))));
        rows.add(inTar("sparse file", new RawTar().header("f", 'S', "", 0)));
        rows.add(twice("duplicate", "a/b", "a/b"));
        rows.add(twice("collision by case", "README", "readme"));
        rows.add(twice("collision by Unicode form", "\u00fc", "u\u0308"));
        rows.add(twice("file below a file", "a", "a/b"));
        rows.add(new Row(
                "bomb",
                Optional.of(new RawTar()
                        .header("zeros", '0', "", 12 << 20)
                        .content(new byte[12 << 20])
                        .ended()),
                Optional.of(zip(new Part("zeros", new byte[12 << 20]).deflated()))));
        rows.add(many());
        rows.add(new Row("two entries of the same bytes", Optional.empty(), Optional.of(HostileZipTest.overlapping())));
        rows.add(followed());
        return rows;
    }

    private String lines(Row row) throws IOException {
        Optional<String> tar =
                row.tar().isPresent() ? Optional.of(tarMessage(row.tar().get())) : Optional.empty();
        Optional<String> zip =
                row.zip().isPresent() ? Optional.of(message(row.zip().get(), ArchiveFormat.ZIP)) : Optional.empty();
        if (tar.equals(zip)) {
            return line(row.what(), "tar.gz, tar.zst, zip", tar.orElseThrow());
        }
        return tar.map(text -> line(row.what(), "tar.gz, tar.zst", text)).orElse("")
                + zip.map(text -> line(row.what(), "zip", text)).orElse("");
    }

    /** How a tar is compressed makes no difference. */
    private String tarMessage(byte[] tar) throws IOException {
        String message = message(RawTar.gzip(tar), ArchiveFormat.TAR_GZ);
        assertThat(message(RawTar.zstandard(tar), ArchiveFormat.TAR_ZST)).isEqualTo(message);
        return message;
    }

    private String message(byte[] archive, ArchiveFormat format) throws IOException {
        Path own = Files.createTempDirectory(folder, "hostile");
        String problem = new Hostile(own, LIMITS).refused(archive, format).problem();
        assertThat(problem).endsWith(" Nothing was unpacked.");
        return problem.substring(0, problem.length() - " Nothing was unpacked.".length())
                .replaceAll("\\d+\\.\\d [KM]iB", "…"); // how well zeros are compressed is the JDK's matter
    }

    private static String line(String what, String formats, String message) {
        return "| " + what + " | " + formats + " | " + message.replace("|", "\\|") + " |\n";
    }

    private static String tableIn(String text) {
        int begin = text.indexOf(BEGIN);
        assertThat(begin).as("%s has the table", DOCUMENT).isNotNegative();
        int end = text.indexOf("\n\n", begin);
        return text.substring(begin, end < 0 ? text.length() : end + 1);
    }

    private static Row named(String what, String name) {
        return new Row(
                what, Optional.of(new RawTar().file(name, "x").ended()), Optional.of(zip(RawZip.part(name, "x"))));
    }

    private static Row linked(String what, String target) {
        return new Row(
                what,
                Optional.of(new RawTar().link("l", target).ended()),
                Optional.of(zip(RawZip.part("l", target).mode(0120777))));
    }

    private static Row twice(String what, String first, String second) {
        return new Row(
                what,
                Optional.of(new RawTar().file(first, "x").file(second, "x").ended()),
                Optional.of(zip(RawZip.part(first, "x"), RawZip.part(second, "x"))));
    }

    private static Row device(String what, char type, int mode) {
        return new Row(
                what,
                Optional.of(new RawTar().header("d", type, "", 0).ended()),
                Optional.of(zip(RawZip.part("d", "").mode(mode))));
    }

    private static Row inTar(String what, RawTar tar) {
        return new Row(what, Optional.of(tar.ended()), Optional.empty());
    }

    private static Row many() {
        RawTar tar = new RawTar();
        RawZip zip = new RawZip();
        for (int i = 0; i < 101; i++) {
            tar.file("f" + i, "");
            zip.with(RawZip.part("f" + i, ""));
        }
        return new Row("too many entries", Optional.of(tar.ended()), Optional.of(zip.ended()));
    }

    private static Row followed() {
        byte[] zip = zip(RawZip.part("a", "x"));
        return new Row(
                "more behind its end",
                Optional.of(new RawTar()
                        .file("a", "x")
                        .raw(new byte[512])
                        .file("evil", "x")
                        .ended()),
                Optional.of(Arrays.copyOf(zip, zip.length + 5)));
    }

    private static byte[] zip(Part... parts) {
        RawZip zip = new RawZip();
        Arrays.stream(parts).forEach(zip::with);
        return zip.ended();
    }
}
