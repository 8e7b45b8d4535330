package dev.viridian.artifact;

import java.time.Instant;

/**
 * One entry of an archive, as the archive has it: nothing of it is proven harmless.
 *
 * @param name as it is written there
 * @param kind what it makes
 * @param size how many bytes of content follow
 * @param executable whether its owner may execute it; no other bit of its mode is kept
 * @param modified when it was modified last
 * @param target where a link leads; empty for everything else
 */
record Entry(String name, Kind kind, long size, boolean executable, Instant modified, String target) {
    enum Kind {
        FILE,
        FOLDER,
        SYMBOLIC_LINK,
        HARD_LINK
    }
}
