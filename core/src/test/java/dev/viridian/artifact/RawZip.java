package dev.viridian.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives byte by byte, also those whose headers lie. */
final class RawZip {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Part> parts = new ArrayList<>();
    private int extraEntries;

    /** One entry, of which any header may be made to lie. */
    static final class Part {
        String name;
        String localName;
        byte[] content;
        byte[] compressed;
        int flags = 1 << 11;
        int method;
        int localMethod;
        int mode = 0100644;
        long size;
        long localSize;
        long checksum;
        int headerAt = -1;
        byte[] extra = {};

        Part(String name, byte[] content) {
            this.name = name;
            this.localName = name;
            this.content = content;
            this.compressed = content;
            this.size = content.length;
            this.localSize = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.checksum = sum.getValue();
        }

        Part named(String other) {
            name = other;
            localName = other;
            return this;
        }

        Part mode(int other) {
            mode = other;
            return this;
        }

        Part deflated() {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(content);
            deflater.finish();
            byte[] buffer = new byte[content.length + 64];
            int length = deflater.deflate(buffer);
            compressed = Arrays.copyOf(buffer, length);
            deflater.end();
            method = 8;
            localMethod = 8;
            return this;
        }

        Part claiming(long otherSize) {
            size = otherSize;
            localSize = otherSize;
            return this;
        }
    }

    static Part part(String name, String content) {
        return new Part(name, content.getBytes(StandardCharsets.UTF_8));
    }

    RawZip with(Part part) {
        parts.add(part);
        return this;
    }

    RawZip raw(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    RawZip claimingMore(int entries) {
        extraEntries = entries;
        return this;
    }

    byte[] ended() {
        int before = bytes.size();
        for (Part part : parts) {
            int at = bytes.size() - before;
            part.headerAt = part.headerAt < 0 ? at : part.headerAt;
            if (part.headerAt == at) {
                bytes.writeBytes(local(part));
                bytes.writeBytes(part.compressed);
            }
        }
        int directoryAt = bytes.size();
        parts.forEach(part -> bytes.writeBytes(central(part)));
        int directory = bytes.size() - directoryAt;
        short entries = (short) (parts.size() + extraEntries);
        bytes.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort(entries)
                .putShort(entries)
                .putInt(directory)
                .putInt(directoryAt - before)
                .putShort((short) 0)
                .array());
        return bytes.toByteArray();
    }

    private static byte[] local(Part part) {
        byte[] name = part.localName.getBytes(StandardCharsets.UTF_8);
        return little(30 + name.length)
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) part.flags)
                .putShort((short) part.localMethod)
                .putInt(0x58210000)
                .putInt((int) part.checksum)
                .putInt(part.compressed.length)
                .putInt((int) part.localSize)
                .putShort((short) name.length)
                .putShort((short) 0)
                .put(name)
                .array();
    }

    private static byte[] central(Part part) {
        byte[] name = part.name.getBytes(StandardCharsets.UTF_8);
        return little(46 + name.length + part.extra.length)
                .putInt(0x02014b50)
                .putShort((short) ((3 << 8) | 20))
                .putShort((short) 20)
                .putShort((short) part.flags)
                .putShort((short) part.method)
                .putInt(0x58210000)
                .putInt((int) part.checksum)
                .putInt(part.compressed.length)
                .putInt((int) part.size)
                .putShort((short) name.length)
                .putShort((short) part.extra.length)
                .putShort((short) 0)
                .putInt(0)
                .putInt(part.mode << 16)
                .putInt(part.headerAt)
                .put(name)
                .put(part.extra)
                .array();
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
