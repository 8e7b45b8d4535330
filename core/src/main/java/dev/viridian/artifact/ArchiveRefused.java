package dev.viridian.artifact;

import java.io.IOException;

/** An archive that is not unpacked; the message is the problem, to be set behind the artifact's location. */
class ArchiveRefused extends IOException {
    private static final long serialVersionUID = 1;

    ArchiveRefused(String problem) {
        super(problem);
    }

    static ArchiveRefused entry(String name, String problem) {
        return new ArchiveRefused("its entry " + Shown.name(name) + " " + problem);
    }

    /** The archive ends before it should. */
    static final class CutOff extends ArchiveRefused {
        private static final long serialVersionUID = 1;

        CutOff(String where) {
            super("it is cut off: it ends " + where);
        }
    }
}
