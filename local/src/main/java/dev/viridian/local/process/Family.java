package dev.viridian.local.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process and all that it brought about. Members are found in four ways: by the session that it leads (which children
 * stay in when their parent ends), by descent (which finds those that left the session), by the mark in their environment (which finds
 * daemons, which left the session and lost their parent), and by having been seen before. A daemon that was given an environment of
 * its own, or that writes its title over it, is not found where it was never seen.
 */
final class Family {
    private final ProcessTable table;
    private final Identity leader;
    private final Optional<String> mark;
    private final Map<Long, ProcessEntry> known = new HashMap<>();

    /**
     * Of one process.
     *
     * @param mark the variable, {@code NAME=value}, that it was given and no other process was; empty where an earlier release started it
     */
    Family(ProcessTable table, Identity leader, Optional<String> mark) {
        this.table = table;
        this.leader = leader;
        this.mark = mark;
    }

    /**
     * What one look at all processes shows.
     *
     * @param running those that belong to it and are running, the leader first if it is
     * @param others the numbers of those that do not belong to it. None of them ever will: one is born into a session, with a mark and to its
     *     parent, and later gets other parents only among those that it descends from. Numbers are given again only when all others have been, which
     *     takes longer than any wait between two looks
     */
    record Look(List<ProcessEntry> running, Set<Long> others) {}

    /** Who is there now. */
    synchronized Look look() {
        ProcessTable.Snapshot all = table.all();
        List<ProcessEntry> members = membersIn(all);
        Set<Long> others = new HashSet<>();
        all.entries().forEach(process -> others.add(process.pid()));
        members.forEach(member -> others.remove(member.pid()));
        return new Look(members, others);
    }

    /** Those that are running now beside others that were seen just before, when members are waited for in between. */
    synchronized List<ProcessEntry> runningBeside(Set<Long> others) {
        return membersIn(table.allBut(others));
    }

    private List<ProcessEntry> membersIn(ProcessTable.Snapshot seen) {
        List<ProcessEntry> members = membersIn(seen.entries());
        // A member may have had its last child while the table was read, and then have gone before its own turn came.
        return remembered(
                members.isEmpty() && !seen.settled() ? membersIn(table.all().entries()) : members);
    }

    private List<ProcessEntry> remembered(List<ProcessEntry> members) {
        members.forEach(member -> known.put(member.pid(), member));
        return members;
    }

    private List<ProcessEntry> membersIn(List<ProcessEntry> all) {
        Map<Long, ProcessEntry> running = new LinkedHashMap<>();
        Map<Long, Deque<ProcessEntry>> children = new HashMap<>();
        for (ProcessEntry process : all) {
            if (process.running() && process.pid() != ProcessHandle.current().pid()) {
                running.put(process.pid(), process);
                children.computeIfAbsent(process.parent(), parent -> new ArrayDeque<>())
                        .add(process);
            }
        }
        Optional<ProcessEntry> ofThatNumber = Optional.ofNullable(running.get(leader.pid()));
        // The system gives a pid anew only when no session has that number any more.
        boolean sessionGone =
                ofThatNumber.filter(process -> !leader.isOf(process)).isPresent();

        Deque<ProcessEntry> open = new ArrayDeque<>();
        ofThatNumber.filter(leader::isOf).ifPresent(open::add);
        running.values().stream()
                .filter(process -> (isInSession(process) && !sessionGone) || isKnown(process) || isMarked(process))
                .forEach(open::add);
        return withDescendants(open, children);
    }

    private static List<ProcessEntry> withDescendants(
            Deque<ProcessEntry> open, Map<Long, Deque<ProcessEntry>> children) {
        Map<Long, ProcessEntry> members = new LinkedHashMap<>();
        while (!open.isEmpty()) {
            ProcessEntry process = open.remove();
            if (members.putIfAbsent(process.pid(), process) == null) {
                open.addAll(children.getOrDefault(process.pid(), new ArrayDeque<>()));
            }
        }
        return List.copyOf(members.values());
    }

    private boolean isInSession(ProcessEntry process) {
        return leader.ownSession() && process.session() == leader.pid();
    }

    /** What was born before the process cannot have its mark, and need not be read. */
    private boolean isMarked(ProcessEntry process) {
        boolean later =
                leader.birth().isEmpty() || process.birth() >= leader.birth().getAsLong();
        return later && mark.isPresent() && table.hasVariable(process, mark.get());
    }

    private boolean isKnown(ProcessEntry process) {
        ProcessEntry seen = known.get(process.pid());
        return seen != null && seen.isSameAs(process);
    }
}
