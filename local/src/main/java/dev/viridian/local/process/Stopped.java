package dev.viridian.local.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What it took to stop a process and all that it had started.
 *
 * @param asked those that were asked to end (TERM); none when all had been gone before
 * @param killed those that had not ended within the grace, or were started in it, and were then killed (KILL)
 * @param left those that run nevertheless: another user's, or stuck in the kernel; empty in all but such cases
 * @param took how long it took, the waiting included
 */
public record Stopped(List<Member> asked, List<Member> killed, List<Member> left, Duration took) {
    /**
     * A process.
     *
     * @param pid its number
     * @param name its short name, without its arguments
     */
    public record Member(long pid, String name) {
        static Member of(ProcessEntry process) {
            return new Member(process.pid(), process.name());
        }

        /** As it is written in messages. */
        @Override
        public String toString() {
            return name + " (" + pid + ")";
        }
    }

    /**
     * Keeps copies of the lists.
     *
     * @param asked those that were asked to end
     * @param killed those that were killed
     * @param left those that run nevertheless
     * @param took how long it took
     */
    public Stopped {
        asked = List.copyOf(asked);
        killed = List.copyOf(killed);
        left = List.copyOf(left);
    }

    /**
     * Whether all ended by themselves when asked, or had been gone before.
     *
     * @return false when something had to be killed or is still there
     */
    public boolean inPeace() {
        return killed.isEmpty() && left.isEmpty();
    }

    /**
     * Says what happened, for a message.
     *
     * @return for instance {@code stopped 2 processes in 31 ms; killed sleep (4711)}
     */
    public String describe() {
        if (asked.isEmpty() && inPeace()) {
            return "nothing was running";
        }
        Set<Long> ended = new HashSet<>();
        Stream.of(asked, killed).flatMap(List::stream).forEach(member -> ended.add(member.pid()));
        left.forEach(member -> ended.remove(member.pid()));
        int gone = ended.size();
        return "stopped " + gone + (gone == 1 ? " process in " : " processes in ") + took.toMillis() + " ms"
                + list("; killed ", killed) + list("; STILL RUNNING: ", left);
    }

    private static String list(String title, List<Member> members) {
        return members.isEmpty()
                ? ""
                : title + members.stream().map(Member::toString).collect(Collectors.joining(", "));
    }
}
