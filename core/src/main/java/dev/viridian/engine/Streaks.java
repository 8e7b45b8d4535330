package dev.viridian.engine;

import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.spi.Probes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the machines of an environment have answered to each health check: in the order in which the machines were seen last, so that
 * nothing has to be looked up by name while the same machines are asked again and again.
 */
final class Streaks {
    private final List<HealthCheck> checks;
    private List<Machine> machines = List.of();
    private List<OfMachine> rows = List.of();

    Streaks(List<HealthCheck> checks) {
        this.checks = checks;
    }

    /** Answers of one kind in a row. */
    record Streak(boolean well, int length, String lastAnswer, Instant askedAt) {
        static final Streak NONE = new Streak(false, 0, "not asked yet", Instant.MIN);

        /** Nothing was heard, and that is not the machine's fault: it is asked again, and what is counted begins anew. */
        static final Streak UNHEARD =
                new Streak(false, 0, "nobody could be heard, since whoever asked was stopped meanwhile", Instant.MIN);

        boolean isSick() {
            return !well && length > 0;
        }

        Streak and(Probes.Answer answer, Instant now) {
            return new Streak(answer.well(), answer.well() == well ? length + 1 : 1, answer.text(), now);
        }
    }

    /** These are the machines now. One that is seen running no more starts from nothing when it comes back. */
    @SuppressWarnings("ReferenceEquality") // An immutable list: where it is the same, nothing has changed.
    void seen(List<Machine> now) {
        if (now == machines) {
            return;
        }
        List<OfMachine> known = new ArrayList<>(now.size());
        for (Machine machine : now) {
            known.add(machine.state() == Machine.State.RUNNING ? rowOf(machine) : new OfMachine(machine));
        }
        machines = now;
        rows = known;
    }

    private OfMachine rowOf(Machine machine) {
        for (OfMachine row : rows) {
            if (row.machine.id().equals(machine.id())) {
                row.machine = machine;
                return row;
            }
        }
        return new OfMachine(machine);
    }

    /** The machines that were seen last, in their order. */
    List<OfMachine> all() {
        return rows;
    }

    /**
     * When that was asked of the machine that was asked it the longest ago: {@link Instant#MIN} where one does not run or was not asked yet,
     * {@link Instant#MAX} where there is none.
     */
    Instant askedLongestAgo(int check) {
        Instant first = Instant.MAX;
        for (OfMachine row : rows) {
            Instant asked = row.isRunning() ? row.to(check).askedAt() : Instant.MIN;
            first = asked.isBefore(first) ? asked : first;
        }
        return first;
    }

    boolean isAnySick() {
        for (OfMachine row : rows) {
            if (row.isSick()) {
                return true;
            }
        }
        return false;
    }

    int healthy() {
        int healthy = 0;
        for (OfMachine row : rows) {
            healthy += row.isHealthy() ? 1 : 0;
        }
        return healthy;
    }

    /** How many run and answered well last, whatever they were asked. */
    int well() {
        int well = 0;
        for (OfMachine row : rows) {
            well += row.isWell() ? 1 : 0;
        }
        return well;
    }

    int sick() {
        int sick = 0;
        for (OfMachine row : rows) {
            sick += row.isSick() ? 1 : 0;
        }
        return sick;
    }

    /** What one machine has answered. */
    final class OfMachine {
        private Machine machine;
        private final Streak[] streaks = new Streak[checks.size()];

        private OfMachine(Machine machine) {
            this.machine = machine;
            Arrays.fill(streaks, Streak.NONE);
        }

        Machine machine() {
            return machine;
        }

        boolean isRunning() {
            return machine.state() == Machine.State.RUNNING;
        }

        /** What it has answered to the check of that number. */
        Streak to(int check) {
            return streaks[check];
        }

        void answered(int check, Streak streak) {
            streaks[check] = streak;
        }

        /** Whether it runs and has passed each check. */
        boolean isHealthy() {
            for (int check = 0; check < streaks.length; check++) {
                if (!hasPassed(check)) {
                    return false;
                }
            }
            return isRunning();
        }

        boolean hasPassed(int check) {
            return streaks[check].well() && streaks[check].length() >= consecutively(check);
        }

        /** Whether it has answered badly as often in a row as it must answer well to pass. */
        boolean hasFailed(int check) {
            return !streaks[check].well() && streaks[check].length() >= consecutively(check);
        }

        private int consecutively(int check) {
            return checks.get(check).cadence().consecutively();
        }

        /** Whether it runs and answered each check well last. */
        boolean isWell() {
            for (Streak streak : streaks) {
                if (!streak.well()) {
                    return false;
                }
            }
            return isRunning();
        }

        /** The number of the first check that it did not answer well last; the first of all where it has answered all well and does not run. */
        int notWellIn() {
            for (int check = 0; check < streaks.length; check++) {
                if (!streaks[check].well()) {
                    return check;
                }
            }
            return 0;
        }

        /** Whether it answered any check badly last. */
        boolean isSick() {
            for (Streak streak : streaks) {
                if (streak.isSick()) {
                    return true;
                }
            }
            return false;
        }
    }
}
