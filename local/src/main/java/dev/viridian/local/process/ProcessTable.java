package dev.viridian.local.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this machine, as they are now. */
sealed interface ProcessTable permits LinuxProcessTable, PortableProcessTable {
    /**
     * What was found by walking through the table.
     *
     * @param entries the processes, zombies too
     * @param settled false when a process went while the table was read, so that a child of its last moment may be missing
     */
    record Snapshot(List<ProcessEntry> entries, boolean settled) {}

    /** The one for this machine: {@code /proc} where there is one, else what Java tells. */
    static ProcessTable ofThisMachine() {
        return Chosen.TABLE;
    }

    /** The process of this number, if there is one, even as a zombie. */
    Optional<ProcessEntry> find(long pid);

    default Snapshot all() {
        return allBut(Set.of());
    }

    /** All whose number is not one of these: looking at a process costs more than seeing that there is one. */
    Snapshot allBut(Set<Long> pids);

    /** The span in which a pid and a birth name one process, for instance one boot of the machine. */
    String era();

    /** The leaders of sessions whose standard output or error goes to the file; none where that cannot be told. */
    List<ProcessEntry> sessionLeadersWritingTo(Path file);

    /** Whether this is in its environment, {@code NAME=value}, as it was when its program began; false where that cannot be told. */
    boolean hasVariable(ProcessEntry process, String variable);

    /** Whether it is still there and no zombie; a later process of the same number is another one. */
    default boolean isRunning(ProcessEntry process) {
        return find(process.pid())
                .filter(found -> found.running() && found.isSameAs(process))
                .isPresent();
    }

    /**
     * Asks it to end (TERM), or ends it (KILL). The handle is taken before the process is looked at, and itself signals only
     * the process that it was made for: no later process of the same number is ever hit.
     */
    default void signal(ProcessEntry process, boolean kill) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (handle.isEmpty() || !isRunning(process)) {
            return;
        }
        // What could not be signalled, being another user's, is found running afterwards and reported then.
        boolean ignored = kill ? handle.get().destroyForcibly() : handle.get().destroy();
    }

    /** Holds the table from its first use on. */
    final class Chosen {
        private static final ProcessTable TABLE = Files.isReadable(Path.of("/proc/self/stat"))
                ? new LinuxProcessTable(Path.of("/proc"))
                : new PortableProcessTable();

        private Chosen() {}
    }
}
