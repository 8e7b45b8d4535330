package dev.viridian.local.process;

import java.util.Optional;

/** The process that was started, apart from what it started itself: its life and its end. */
sealed interface Leader permits OwnChild, Adopted {
    boolean isAlive();

    Optional<Exit> exit();

    /** Returns at the end of the process or of the time, whichever is first. */
    void awaitExit(Deadline deadline) throws InterruptedException;
}
