package dev.viridian.local.process;

import java.util.OptionalLong;

/**
 * Which process it is, for good: a pid alone is given to another process later.
 *
 * @param pid its number
 * @param era the {@link ProcessTable#era() span} in which its birth means something
 * @param birth when it was started; empty when it had ended before that could be read
 * @param ownSession whether it leads a session of its own, named by its pid, which all its children are born into
 */
record Identity(long pid, String era, OptionalLong birth, boolean ownSession) {
    boolean isOf(ProcessEntry process) {
        return process.pid() == pid && birth.isPresent() && process.birth() == birth.getAsLong();
    }
}
