package dev.viridian.local.process;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds what an earlier controller started, from its identification file and the table of processes. */
final class Finder {
    private final ProcessTable table;

    Finder(ProcessTable table) {
        this.table = table;
    }

    Optional<ManagedProcess> find(Path record) {
        return ProcessRecord.read(record).flatMap(this::find);
    }

    private Optional<ManagedProcess> find(ProcessRecord content) {
        return content.identity()
                .or(() -> unidentified(content))
                .filter(identity -> identity.era().equals(table.era()))
                .map(identity -> new ManagedProcess(table, identity, new Adopted(table, identity), content))
                .filter(process -> process.isAlive() || process.hasLeftovers());
    }

    /**
     * The controller died after it had said that it would start the process, and before it could say which one it is: it is
     * the leader of a session whose output goes to that log. Without a session of its own it cannot be told from others.
     */
    private Optional<Identity> unidentified(ProcessRecord content) {
        if (!content.ownSession()) {
            return Optional.empty();
        }
        return table.sessionLeadersWritingTo(content.output()).stream()
                .findFirst()
                .map(leader -> new Identity(leader.pid(), table.era(), OptionalLong.of(leader.birth()), true));
    }
}
