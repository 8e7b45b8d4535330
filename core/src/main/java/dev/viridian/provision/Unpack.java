package dev.viridian.provision;

/** Unpacks what the step right before downloads. It is no step by itself: {@link Provisioning#step(Unpack)} joins it to its download. */
public final class Unpack {
    /** How many releases are kept, unless told otherwise: as many as Capistrano keeps. */
    public static final int DEFAULT_KEPT = 5;

    private final String path;
    private final int kept;

    private Unpack(String path, int kept) {
        this.path = path;
        this.kept = kept;
    }

    /** Unpacking that does not know yet where to. */
    public static final class NeedsPath {
        NeedsPath() {}

        /**
         * To be found at this path: a symbolic link to the release, which lies in the folder that was downloaded to and is named for
         * its version and digest. An update unpacks beside what runs, then switches the link at once.
         */
        public Unpack into(String path) {
            return new Unpack(HostPath.require(path), DEFAULT_KEPT);
        }
    }

    /**
     * Keeps so many releases, the current one among them; {@value #DEFAULT_KEPT} without this. Those that were current longest ago are removed
     * when another one has become current. What somebody else put beside them is left alone.
     *
     * @throws IllegalArgumentException when fewer than two are to be kept: what runs may still be the one before
     */
    public Unpack keeping(int releases) {
        if (releases < 2) {
            throw new IllegalArgumentException("Cannot keep " + releases + " releases in " + path
                    + ". Expected at least 2: the current one, and the one before, which may still run.");
        }
        return new Unpack(path, releases);
    }

    String path() {
        return path;
    }

    int kept() {
        return kept;
    }
}
