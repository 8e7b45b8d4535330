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
 * A process and all that it brought about. Members are found in three ways: by the session that it leads (which children
 * stay in when their parent ends), by descent (which finds those that left the session), and by having been seen before.
 * A process that left the session <em>and</em> lost its parent before it was ever seen is not found: that is what a daemon
 * does on purpose.
 */
final class Family {
    private final ProcessTable table;
    private final Identity leader;
    private final Map<Long, ProcessEntry> known = new HashMap<>();

    Family(ProcessTable table, Identity leader) {
        this.table = table;
        this.leader = leader;
    }

    /**
     * What one look at all processes shows.
     *
     * @param running those that belong to it and are running, the leader first if it is
     * @param others the numbers of those that do not belong to it. None of them ever will: one is born into a session and to its parent, and
     *     later gets other parents only among those that it descends from. Numbers are given again only when all others have been, which
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
                .filter(process -> (isInSession(process) && !sessionGone) || isKnown(process))
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

    private boolean isKnown(ProcessEntry process) {
        ProcessEntry seen = known.get(process.pid());
        return seen != null && seen.isSameAs(process);
    }
}
