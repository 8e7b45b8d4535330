package dev.viridian.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that runs on without its controller, and all that it starts itself.
 *
 * <pre>{@code
 * ManagedProcess orders = ManagedProcess.start(launch, folder.resolve("process"));
 * ...                                                        // perhaps in another controller, days later:
 * ManagedProcess.find(folder.resolve("process")).ifPresent(found -> found.stop(ofSeconds(30)));
 * }</pre>
 *
 * <p>Where {@code setsid} is installed, as on any Linux, the process leads a session of its own: the controller's terminal
 * does not reach it, and its children are found even when their parent has ended. Elsewhere it is reached by a Ctrl-C in
 * the controller's terminal, and children are found while their parents run.
 *
 * <p>Safe for use by several threads.
 */
public final class ManagedProcess {
    /** By its value in their environment all processes that one has brought about are known. */
    static final String MARK = "VIRIDIAN_PROCESS";

    private final ProcessTable table;
    private final Identity identity;
    private final Leader leader;
    private final ProcessRecord record;
    private final Family family;
    private final Object stopping = new Object();

    ManagedProcess(ProcessTable table, Identity identity, Leader leader, ProcessRecord record) {
        this.table = table;
        this.identity = identity;
        this.leader = leader;
        this.record = record;
        this.family = new Family(table, identity, record.mark());
    }

    /**
     * Starts a process. One that ends at once has been started all the same: {@link #exit()} and {@link #outputTail} tell.
     *
     * @param launch what to run
     * @param record the identification file to write, by which {@link #find} finds it; its folder must exist
     * @return the process
     * @throws CannotStartException when there is no such program or folder, it may not be used, the disk is full, or the
     *     process of that identification file still runs; nothing is left then
     */
    public static ManagedProcess start(Launch launch, Path record) {
        return new Starter(ProcessTable.ofThisMachine(), Starter.setsidOfThisMachine()).start(launch, record);
    }

    /**
     * Finds a process that was started earlier, by this controller or another one. A later process that was given the same
     * pid is never taken for it.
     *
     * @param record the identification file
     * @return the process while it or any of its children runs
     * @throws IllegalStateException when the file is not one that {@link #start} wrote
     */
    public static Optional<ManagedProcess> find(Path record) {
        return new Finder(ProcessTable.ofThisMachine()).find(record);
    }

    /**
     * The number of the process.
     *
     * @return its pid, which may be another's once it has ended
     */
    public long pid() {
        return identity.pid();
    }

    /**
     * When it was started.
     *
     * @return the start as the system tells it, else as the controller noticed it
     */
    public Instant startedAt() {
        return record.started();
    }

    /**
     * The file that its output goes to.
     *
     * @return the log
     */
    public Path output() {
        return record.output();
    }

    /**
     * Whether the process itself runs. A zombie, which has ended unnoticed by its parent, does not; nor does a process of
     * which only children are left.
     *
     * @return whether it runs
     */
    public boolean isAlive() {
        return leader.isAlive();
    }

    /**
     * How and when it ended.
     *
     * @return its end, or nothing while it runs
     */
    public Optional<Exit> exit() {
        return leader.exit();
    }

    /**
     * Waits for its end. The end of a child of this controller is noticed at once, that of others within a few milliseconds.
     *
     * @param atMost how long to wait
     * @return its end, or nothing if it still runs
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public Optional<Exit> awaitExit(Duration atMost) throws InterruptedException {
        leader.awaitExit(Deadline.in(atMost));
        return leader.exit();
    }

    /**
     * Stops it and all that it started: asks them to end, waits, kills what is left, and returns as soon as all are gone. Of
     * what is gone already: nothing. Of two that stop it at once the second waits for the first.
     *
     * <p>An interrupt does not cut it short, since that would kill what is ending in good order; it lasts no longer than the
     * grace and, if something is stuck in the kernel, five seconds.
     *
     * <p>On Linux a daemon is found, too, which has left both the session and its parent: by the variable {@value #MARK} in its environment. Not
     * found is one that was also given an environment of its own.
     *
     * @param grace how long they may take to end
     * @return what it took
     */
    public Stopped stop(Duration grace) {
        synchronized (stopping) {
            return new Stopping(table, leader, family).within(grace);
        }
    }

    /**
     * The newest lines that it wrote, and what earlier processes with the same log wrote before. At most
     * the newest 256 KiB are looked at, however long the log or a line of it is.
     *
     * @param lines how many lines at most
     * @return the lines, the oldest first
     */
    public List<String> outputTail(int lines) {
        return LogTail.of(record.output(), lines);
    }

    /** Shows the pid and the program. */
    @Override
    public String toString() {
        return record.command().stream().findFirst().orElse("process") + " (" + pid() + ")";
    }

    /**
     * Whether it runs, or anything that it started.
     *
     * @return false when all are gone
     */
    public boolean hasLeftovers() {
        return !family.look().running().isEmpty();
    }
}
