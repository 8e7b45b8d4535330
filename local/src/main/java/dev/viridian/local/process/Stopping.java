package dev.viridian.local.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One stop: all are asked to end, waited for, and what is left is killed. No program is asked twice. */
final class Stopping {
    /** A killed process is gone in milliseconds, or in the time that its memory takes to be freed, or it is stuck. */
    private static final Duration KILLED_BY_THEN = Duration.ofSeconds(5);

    /** How often others are looked for while some are waited for; the end of those is noticed at once. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final ProcessTable table;
    private final Leader leader;
    private final Family family;
    private final Map<Long, ProcessEntry> asked = new LinkedHashMap<>();
    private final Map<Long, ProcessEntry> killed = new LinkedHashMap<>();
    private boolean interrupted;

    Stopping(ProcessTable table, Leader leader, Family family) {
        this.table = table;
        this.leader = leader;
        this.family = family;
    }

    Stopped within(Duration grace) {
        long begun = System.nanoTime();
        List<ProcessEntry> left = kill(askToEnd(Deadline.in(grace)));
        left.forEach(process -> killed.remove(process.pid()));
        if (left.isEmpty()) {
            hearOfTheLeadersEnd(Deadline.in(KILLED_BY_THEN));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Stopped(members(asked.values()), members(killed.values()), members(left), took);
    }

    /**
     * What is started while the leader ends is left alone, being part of how it ends in good order, until it has ended.
     */
    private List<ProcessEntry> askToEnd(Deadline deadline) {
        Family.Look seen = family.look();
        seen.running().forEach(this::ask);
        List<ProcessEntry> left = afterTheirEnd(seen, deadline);
        while (!left.isEmpty() && !deadline.isOver()) {
            boolean leaderEnds = leader.isAlive();
            left.stream()
                    .filter(process -> !leaderEnds || asked.containsKey(process.pid()))
                    .forEach(this::ask);
            left = afterTheirEnd(family.look(), deadline);
        }
        return left;
    }

    /**
     * A process that was just forked still has its parent's handler for TERM, and loses what it was told when it executes its
     * own program: so another name is asked again. The same one is not, since a second TERM often means: at once.
     */
    private void ask(ProcessEntry process) {
        ProcessEntry before = asked.put(process.pid(), process);
        if (before == null || !before.name().equals(process.name())) {
            table.signal(process, false);
        }
    }

    /** Whoever forks while being killed has to be looked for again, until a look finds nothing. */
    private List<ProcessEntry> kill(List<ProcessEntry> running) {
        List<ProcessEntry> left = running;
        Deadline deadline = Deadline.in(KILLED_BY_THEN);
        while (!left.isEmpty() && !deadline.isOver()) {
            Family.Look seen = family.look();
            for (ProcessEntry process : seen.running()) {
                killed.putIfAbsent(process.pid(), process);
                table.signal(process, true);
            }
            left = afterTheirEnd(seen, deadline);
        }
        return left;
    }

    /** On a busy computer this program is told later of the end of its child than the table of processes shows it. */
    private void hearOfTheLeadersEnd(Deadline deadline) {
        while (leader.isAlive() && !deadline.isOver()) {
            try {
                leader.awaitExit(deadline);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    /** Waits for those that were seen, then looks who is left, new ones included. */
    private List<ProcessEntry> afterTheirEnd(Family.Look seen, Deadline deadline) {
        Deadline nextLook = deadline.orIn(LOOK_AGAIN);
        boolean waited = seen.running().isEmpty();
        while (!waited) {
            try {
                awaitEnd(seen.running(), nextLook);
                waited = true;
            } catch (InterruptedException e) {
                // The deadline bounds the wait; cutting it short would kill what is ending in good order.
                interrupted = true;
            }
        }
        return family.runningBeside(seen.others());
    }

    private void awaitEnd(List<ProcessEntry> processes, Deadline deadline) throws InterruptedException {
        leader.awaitExit(deadline);
        while (!deadline.isOver() && processes.stream().anyMatch(table::isRunning)) {
            deadline.pause();
        }
    }

    private static List<Stopped.Member> members(Collection<ProcessEntry> processes) {
        List<Stopped.Member> members = new ArrayList<>();
        processes.forEach(process -> members.add(Stopped.Member.of(process)));
        return members;
    }
}
