package dev.viridian.artifact;

import java.io.IOException;
import java.util.Arrays;

/** Reads an archive to its end and proves that it has one, writing nothing. */
final class Wholeness {
    private static final int BUFFER = 1 << 17;
    private static final Limits NONE = new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    private Wholeness() {}

    static void prove(Source source, ArchiveFormat format) throws IOException {
        switch (format) {
            case TAR_GZ, TAR_ZST, TAR -> readTar(source, format);
            case ZIP -> readZip(source);
        }
    }

    private static void readTar(Source source, ArchiveFormat format) throws IOException {
        try (ArchiveStream tar = Decompressed.of(format, source, NONE)) {
            TarEntries entries = new TarEntries(tar);
            while (entries.next().isPresent()) {
                // what an entry is is judged when it is unpacked; here it need only be there
            }
        }
    }

    private static void readZip(Source source) throws IOException {
        byte[] last = new byte[BUFFER + ZipEnd.LONGEST];
        int filled = 0;
        for (int read = 0; read >= 0; read = source.read(last, filled, last.length - filled)) {
            filled += read;
            if (last.length - filled < BUFFER) {
                System.arraycopy(last, filled - ZipEnd.LONGEST, last, 0, ZipEnd.LONGEST);
                filled = ZipEnd.LONGEST;
            }
        }
        ZipEnd.find(Arrays.copyOfRange(last, Math.max(0, filled - ZipEnd.LONGEST), filled), source.count());
    }
}
