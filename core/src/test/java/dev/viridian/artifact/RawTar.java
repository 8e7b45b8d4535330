package dev.viridian.artifact;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Writes tar archives byte by byte, also those that no decent writer would. */
final class RawTar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    RawTar file(String name, String content) {
        return header(name, '0', "", content.length()).content(content.getBytes(StandardCharsets.UTF_8));
    }

    RawTar folder(String name) {
        return header(name, '5', "", 0);
    }

    RawTar link(String name, String target) {
        return header(name, '2', target, 0);
    }

    RawTar hardLink(String name, String target) {
        return header(name, '1', target, 0);
    }

    RawTar pax(String... keysAndValues) {
        return extension('x', keysAndValues);
    }

    RawTar extension(char type, String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            records.append(record(keysAndValues[i], keysAndValues[i + 1]));
        }
        byte[] content = records.toString().getBytes(StandardCharsets.UTF_8);
        return header("pax", type, "", content.length).content(content);
    }

    RawTar gnu(char type, String name) {
        byte[] content = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return header("././@LongLink", type, "", content.length).content(content);
    }

    RawTar header(String name, char type, String target, long size) {
        return header(name, type, target, size, block -> {});
    }

    RawTar header(String name, char type, String target, long size, Consumer<byte[]> change) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000644\0");
        put(block, 124, String.format(Locale.ROOT, "%011o\0", size));
        put(block, 136, "14371234567\0");
        block[156] = (byte) type;
        put(block, 157, target);
        put(block, 257, "ustar\00000");
        change.accept(block);
        return sealed(block);
    }

    private RawTar sealed(byte[] block) {
        put(block, 148, "        ");
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
        bytes.writeBytes(block);
        return this;
    }

    RawTar content(byte[] content) {
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[TarBlocks.padding(content.length)]);
        return this;
    }

    RawTar raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    byte[] ended() {
        bytes.writeBytes(new byte[1024]);
        return bytes.toByteArray();
    }

    byte[] withoutEnd() {
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] zstandard(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (ZstdOutputStream zstandard = new ZstdOutputStream(compressed)) {
            zstandard.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    static String sha256(byte[] content) {
        Source source = new Source(new ByteArrayInputStream(content));
        try {
            source.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source.sha256();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static void put(byte[] block, int at, String text) {
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(raw, 0, block, at, Math.min(raw.length, block.length - at));
    }

    private static String record(String key, String value) {
        int rest = (" " + key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8).length;
        int length = rest + String.valueOf(rest).length();
        length = rest + String.valueOf(length).length();
        return length + " " + key + "=" + value + "\n";
    }
}
