package dev.viridian.artifact;

import java.io.IOException;

/** The archive could not be read any further: not its fault, nor that of the disk that it is unpacked to. */
final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1;

    SourceFailed(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** What the source said. */
    Throwable said() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
