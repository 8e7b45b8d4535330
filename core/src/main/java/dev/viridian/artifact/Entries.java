package dev.viridian.artifact;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** The entries of an archive, one after the other. */
interface Entries {
    /** The next entry; what is left of the one before is skipped. Empty when the end of the archive was reached and is sound. */
    Optional<Entry> next() throws IOException;

    /** Writes the content of the entry that {@link #next} gave last. */
    void copyTo(WritableByteChannel file) throws IOException;
}
