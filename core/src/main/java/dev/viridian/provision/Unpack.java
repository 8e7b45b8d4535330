package dev.viridian.provision;

/** Unpacks what the step right before downloads. It is no step by itself: {@link Provisioning#step(Unpack)} joins it to its download. */
public final class Unpack {
    private final String path;

    private Unpack(String path) {
        this.path = path;
    }

    /** Unpacking that does not know yet where to. */
    public static final class NeedsPath {
        NeedsPath() {}

        /**
         * To be found at this path: a symbolic link to the release, which lies in the folder that was downloaded to and is named for
         * its version and digest. An update unpacks beside what runs, then switches the link at once.
         */
        public Unpack into(String path) {
            return new Unpack(HostPath.require(path));
        }
    }

    String path() {
        return path;
    }
}
