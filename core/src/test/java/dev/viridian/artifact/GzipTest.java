package dev.viridian.artifact;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final byte[] CONTENT = "what is in it".getBytes(US_ASCII);
    private static final byte[] MEMBER = RawTar.gzip(CONTENT);
    private static final int FLAGS = 3;
    private static final int BEGIN = 10;

    @Test
    void readsWhatWasWrittenHoweverItArrivesAndIsTaken() throws IOException {
        byte[] content = content();
        byte[] compressed = RawTar.gzip(content);

        for (int some : new int[] {1, 7, 512, 70_000}) {
            assertThat(unpacked(compressed, some, ByteBuffer.allocate(10_000))).isEqualTo(content);
            assertThat(unpacked(compressed, 4096, ByteBuffer.allocate(some))).isEqualTo(content);
            assertThat(unpacked(compressed, some, ByteBuffer.allocateDirect(4096)))
                    .isEqualTo(content);
        }
    }

    @Test
    void readsMembersThatFollowEachOtherAsOne() throws IOException {
        byte[] empty = RawTar.gzip(new byte[0]);

        assertThat(unpacked(joined(empty, MEMBER, empty, empty, MEMBER))).isEqualTo(joined(CONTENT, CONTENT));
    }

    @Test
    void passesOverAllThatAHeaderMayHave() throws IOException {
        byte[] extra = {3, 0, 'x', 'y', 'z'};
        byte[] texts = "orders.tar\0by hand\0".getBytes(US_ASCII);

        assertThat(unpacked(withHeader(4 + 8 + 16, joined(extra, texts)))).isEqualTo(CONTENT);
        assertThat(unpacked(joined(withHeader(8, "a\0".getBytes(US_ASCII)), MEMBER)))
                .isEqualTo(joined(CONTENT, CONTENT));
    }

    @Test
    void provesTheChecksumOfAHeaderThatHasOne() throws IOException {
        byte[] header = Arrays.copyOf(MEMBER, BEGIN);
        header[FLAGS] = 2;
        CRC32 checksum = new CRC32();
        checksum.update(header);
        byte[] right = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
        byte[] wrong = {(byte) ~right[0], right[1]};

        assertThat(unpacked(withHeader(2, right))).isEqualTo(CONTENT);
        assertRefused(withHeader(2, wrong), "the checksum (CRC-16) of its header is wrong");
    }

    @Test
    void refusesWhatIsNoGzip() {
        assertRefused(
                "PK\3\4 and more".getBytes(US_ASCII),
                "there is 50 4b where 1f 8b should begin a part of it; a zip archive begins so");
        assertRefused(
                new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
                "there is 28 b5 where 1f 8b should begin a part of it; Zstandard data begins so");
        assertRefused(with(2, 7), "its compression method is 7, expected 8");
        assertRefused(with(FLAGS, 32), "it has flags that mean nothing yet");
    }

    @Test
    void refusesAnythingElseBehindAMember() {
        assertRefused(joined(MEMBER, new byte[2]), "there is 00 00 where 1f 8b should begin a part of it");
        assertRefused(joined(MEMBER, with(2, 7)), "its compression method is 7, expected 8");
    }

    @Test
    void refusesContentThatIsNotWhatItsEndSays() {
        assertRefused(with(MEMBER.length - 8, ~MEMBER[MEMBER.length - 8]), "its checksum (CRC-32) is wrong");
        assertRefused(with(MEMBER.length - 4, 14), "it unpacks to 13 bytes and says 14");
        assertRefused(with(BEGIN, 0xff), "invalid block type");
    }

    @Test
    void saysThatItIsCutOffWhereverThatIs() {
        byte[] two = joined(MEMBER, MEMBER);

        for (int length = 0; length < two.length; length++) {
            byte[] cut = Arrays.copyOf(two, length);
            if (length != MEMBER.length) {
                assertThatThrownBy(() -> unpacked(cut)).as("%d bytes", length).isInstanceOf(EOFException.class);
            }
        }
    }

    private static void assertRefused(byte[] compressed, String message) {
        assertThatThrownBy(() -> unpacked(compressed))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(EOFException.class)
                .hasMessageContaining(message);
    }

    private static byte[] unpacked(byte[] compressed) throws IOException {
        return unpacked(compressed, 4096, ByteBuffer.allocate(4096));
    }

    private static byte[] unpacked(byte[] compressed, int some, ByteBuffer into) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (Gzip gzip = Gzip.open(arriving(compressed, some))) {
            while (gzip.read(into.clear()) >= 0) {
                byte[] bytes = new byte[into.flip().remaining()];
                into.get(bytes);
                content.writeBytes(bytes);
            }
        }
        return content.toByteArray();
    }

    /** So many bytes at once. */
    private static ArchiveStream arriving(byte[] bytes, int some) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        return new ArchiveStream() {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                int read = Math.min(Math.min(some, length), left.remaining());
                left.get(buffer, offset, read);
                return read == 0 ? -1 : read;
            }
        };
    }

    /** A member with one byte of it changed. */
    private static byte[] with(int at, int value) {
        byte[] changed = MEMBER.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] withHeader(int flags, byte[] more) {
        byte[] header = Arrays.copyOf(MEMBER, BEGIN);
        header[FLAGS] = (byte) flags;
        return joined(header, more, Arrays.copyOfRange(MEMBER, BEGIN, MEMBER.length));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** What is compressed to some, and what is not. */
    private static byte[] content() {
        byte[] content = new byte[300_000];
        byte[] random = new byte[150_000];
        new Random(7).nextBytes(random);
        System.arraycopy(random, 0, content, 100_000, random.length);
        return content;
    }
}
