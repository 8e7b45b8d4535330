package dev.viridian.plan;

import dev.viridian.BakeCondition;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.HttpProbe;
import dev.viridian.MachineId;
import dev.viridian.NamedSmokeTest;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.util.List;

/** One step of a plan, as data. What performs it is the engine's matter. */
public sealed interface Step {
    /** What it does, to what, in a few words: {@code create orders-12-1}. The same for the same step, so that it can be found again. */
    String title();

    /** How long one try of it may take. */
    Duration deadline();

    /** Whether trying it again may help; waiting steps have done that already. */
    default boolean repeatable() {
        return true;
    }

    /** Whether the new revision stays live when it fails: the failure is then reported and the deployment goes on. */
    default boolean cleansUp() {
        return false;
    }

    /** How long machines may take: as long as the most patient of the checks says. */
    private static Duration toBecomeHealthy(List<HealthCheck> checks) {
        Duration longest = Duration.ZERO;
        for (HealthCheck check : checks) {
            longest = Durations.longer(longest, check.cadence().within());
        }
        return longest;
    }

    /**
     * Makes an environment.
     *
     * @param environment its name
     * @param revision what it runs
     * @param machines how many
     * @param deadline how long it may take
     */
    record CreateEnvironment(EnvironmentName environment, Revision revision, int machines, Duration deadline)
            implements Step {
        @Override
        public String title() {
            return "create " + environment;
        }
    }

    /**
     * Brings an environment to its full number of machines.
     *
     * @param environment its name
     * @param machines how many
     * @param deadline how long it may take
     */
    record RestoreCapacity(EnvironmentName environment, int machines, Duration deadline) implements Step {
        @Override
        public String title() {
            return "restore " + environment;
        }
    }

    /**
     * Tears one machine down and has another built in its place.
     *
     * @param environment its environment
     * @param machine the machine
     * @param deadline how long it may take
     */
    record ReplaceMachine(EnvironmentName environment, MachineId machine, Duration deadline) implements Step {
        @Override
        public String title() {
            return "replace machine " + machine;
        }
    }

    /**
     * Waits until each machine has passed each health check.
     *
     * @param environment its name
     * @param machines how many machines there must be
     * @param checks what each must pass
     */
    record AwaitHealthy(EnvironmentName environment, int machines, List<HealthCheck> checks) implements Step {
        /** Copies the checks. */
        public AwaitHealthy {
            checks = List.copyOf(checks);
        }

        @Override
        public String title() {
            return "await health of " + environment;
        }

        @Override
        public Duration deadline() {
            return toBecomeHealthy(checks);
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * Waits until the platform says that all machines run: all there is to ask where no health checks are known.
     *
     * @param environment its name
     * @param machines how many machines there must be
     * @param deadline how long they are waited for
     */
    record AwaitRunning(EnvironmentName environment, int machines, Duration deadline) implements Step {
        @Override
        public String title() {
            return "await machines of " + environment;
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * Runs a smoke test against the candidate.
     *
     * @param environment its name
     * @param smokeTest the test
     */
    record RunSmokeTest(EnvironmentName environment, NamedSmokeTest smokeTest) implements Step {
        @Override
        public String title() {
            return "smoke test " + environment + ": " + smokeTest.name();
        }

        @Override
        public Duration deadline() {
            return smokeTest.test().deadline();
        }
    }

    /**
     * Waits until somebody approves of the candidate.
     *
     * @param environment the candidate
     * @param deadline how long it is waited for
     */
    record AwaitApproval(EnvironmentName environment, Duration deadline) implements Step {
        @Override
        public String title() {
            return "await approval of " + environment;
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * Switches the traffic and waits until the router says so.
     *
     * @param from where it goes before
     * @param to where it is to go
     * @param guards the environment that must be well right before
     * @param checks what its machines are asked right before
     * @param deadline how long the router may take
     */
    record CutOver(
            TrafficSplit from, TrafficSplit to, EnvironmentName guards, List<HealthCheck> checks, Duration deadline)
            implements Step {
        /** How often in a row the router must show the new routing, and the users' entry must answer with the new revision. */
        public static final int IN_A_ROW = 3;

        /** Copies the checks. */
        public CutOver {
            checks = List.copyOf(checks);
        }

        @Override
        public String title() {
            return "cut over to " + to;
        }
    }

    /**
     * Asks the users' entry until the new revision answers, several times in a row.
     *
     * @param environment what should answer
     * @param revision its revision
     * @param question what is asked
     * @param deadline how long it may take
     */
    record ProveCutover(EnvironmentName environment, Revision revision, HttpProbe question, Duration deadline)
            implements Step {
        @Override
        public String title() {
            return "prove that users reach " + revision.version();
        }
    }

    /**
     * Watches the new environment under the users' traffic. (Elsewhere to bake means to build a machine image.)
     *
     * @param environment what is watched
     * @param checks what its machines are asked
     * @param time for how long
     * @param conditions what else must be well
     */
    record Bake(EnvironmentName environment, List<HealthCheck> checks, Duration time, List<BakeCondition> conditions)
            implements Step {
        /** What conditions that say nothing at the end get on top, beside what machines get that are being replaced then. */
        private static final Duration LAST_LOOKS = Duration.ofMinutes(2);

        /** Copies the lists. */
        public Bake {
            checks = List.copyOf(checks);
            conditions = List.copyOf(conditions);
        }

        @Override
        public String title() {
            return "bake " + environment;
        }

        @Override
        public Duration deadline() {
            return time.plus(toBecomeHealthy(checks)).plus(LAST_LOOKS.multipliedBy(conditions.size()));
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * Keeps the former environment ready to go back to, and watches the new one.
     *
     * @param environment the former one
     * @param watched the new one
     * @param checks what the new one's machines are asked
     * @param time for how long
     */
    record KeepWarm(EnvironmentName environment, EnvironmentName watched, List<HealthCheck> checks, Duration time)
            implements Step {
        /** Copies the checks. */
        public KeepWarm {
            checks = List.copyOf(checks);
        }

        @Override
        public String title() {
            return "keep " + environment + " warm";
        }

        @Override
        public Duration deadline() {
            return time.plus(toBecomeHealthy(checks));
        }

        @Override
        public boolean repeatable() {
            return false;
        }
    }

    /**
     * Waits until nothing is in flight to an environment that gets no new traffic.
     *
     * @param environment its name
     * @param stragglersComeFor for how long after the router has stopped sending to it users may come all the same; until then it is not drained
     * @param limit what is still in flight this long after that is cut; it may take the router a minute to stop
     */
    record Drain(EnvironmentName environment, Duration stragglersComeFor, Duration limit) implements Step {
        @Override
        public String title() {
            return "drain " + environment;
        }

        @Override
        public Duration deadline() {
            return stragglersComeFor.plus(limit).plus(Limits.LATE_SWITCH);
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public boolean cleansUp() {
            return true;
        }
    }

    /**
     * Removes an environment that gets no traffic and is not needed any more.
     *
     * @param environment its name
     * @param why what it was: {@code the former environment}
     * @param deadline how long it may take
     */
    record Retire(EnvironmentName environment, String why, Duration deadline) implements Step {
        @Override
        public String title() {
            return "retire " + environment;
        }

        @Override
        public boolean cleansUp() {
            return true;
        }
    }

    /**
     * Marks an environment that gets no traffic as kept for examination.
     *
     * @param environment its name
     * @param keep for how long
     * @param deadline how long marking it may take
     */
    record Quarantine(EnvironmentName environment, Duration keep, Duration deadline) implements Step {
        @Override
        public String title() {
            return "quarantine " + environment;
        }

        @Override
        public boolean cleansUp() {
            return true;
        }
    }
}
