package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An instance in a group. */
final class Member {
    private static final Set<String> LEAVING =
            Set.of("Terminating", "Terminating:Wait", "Terminating:Proceed", "Terminated", "Detaching", "Detached");

    final Ec2Instance instance;
    final GroupState group;
    final List<Wait> waits = new ArrayList<>();
    String state = "Pending";
    boolean isHealthy = true;
    boolean isProtected;
    boolean isWatched;
    Optional<Instant> inService = Optional.empty();
    Optional<Doing> doing = Optional.empty();

    Member(Ec2Instance instance, GroupState group) {
        this.instance = instance;
        this.group = group;
    }

    /** A lifecycle action under way. */
    static final class Wait {
        final Hook hook;
        final String token;
        final Instant end;
        Instant deadline;

        Wait(Hook hook, String token, Instant now) {
            this.hook = hook;
            this.token = token;
            this.end = now.plus(hook.most());
            this.deadline = now.plus(hook.heartbeat());
        }
    }

    String id() {
        return instance.id();
    }

    /** Whether it counts for the desired capacity. */
    boolean counts() {
        return isPending() || state.equals("InService");
    }

    boolean isPending() {
        return state.startsWith("Pending");
    }

    boolean isInService() {
        return state.equals("InService");
    }

    boolean isStandby() {
        return state.equals("Standby") || state.equals("EnteringStandby");
    }

    boolean isLeaving() {
        return LEAVING.contains(state);
    }
}
