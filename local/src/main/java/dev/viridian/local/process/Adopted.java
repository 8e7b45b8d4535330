package dev.viridian.local.process;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A process that an earlier controller started: it can be looked at, but how it ended is told to its parent alone. */
final class Adopted implements Leader {
    private final ProcessTable table;
    private final Identity identity;
    private Optional<Exit> noticed = Optional.empty();

    Adopted(ProcessTable table, Identity identity) {
        this.table = table;
        this.identity = identity;
    }

    @Override
    public boolean isAlive() {
        return table.find(identity.pid())
                .filter(found -> found.running() && identity.isOf(found))
                .isPresent();
    }

    @Override
    public synchronized Optional<Exit> exit() {
        if (noticed.isEmpty() && !isAlive()) {
            noticed = Optional.of(new Exit(OptionalInt.empty(), Instant.now()));
        }
        return noticed;
    }

    @Override
    public void awaitExit(Deadline deadline) throws InterruptedException {
        while (isAlive() && !deadline.isOver()) {
            deadline.pause();
        }
    }
}
