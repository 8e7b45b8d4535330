package dev.viridian.artifact;

/**
 * One entry of a zip archive, as its directory has it and as its own header was found to agree.
 *
 * @param entry what it makes; a link's target is its content
 * @param method how it is compressed
 * @param checksum the CRC-32 of its content
 * @param compressed how many bytes it takes in the archive
 * @param headerAt where its own header begins
 * @param contentAt where its content begins
 */
record ZipRecord(Entry entry, int method, long checksum, long compressed, long headerAt, long contentAt) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    long end() {
        return contentAt + compressed;
    }

    ZipRecord withContentAt(long position) {
        return new ZipRecord(entry, method, checksum, compressed, headerAt, position);
    }
}
