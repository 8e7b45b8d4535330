package dev.viridian.aws;

import dev.viridian.Outcome;
import dev.viridian.testing.aws.AwsFault;
import java.util.Optional;
import java.util.function.Supplier;

/** Deployments where others scale, too, disturbed at one call: in the end the scaling is as it was asked for. */
final class DisturbedScaling {
    private final Supplier<ScaledWorld<?>> worlds;

    /** @param worlds makes a new one */
    DisturbedScaling(Supplier<ScaledWorld<?>> worlds) {
        this.worlds = worlds;
    }

    /** Its controller is killed at every so many of its calls, and the next one deploys the same. */
    void killed(String version, int step) {
        int calls = calls(version);
        for (int at = 1; at <= calls; at += step) {
            killedAt(version, at);
        }
    }

    /** How many calls it takes where nothing goes wrong. */
    int calls(String version) {
        return killedAt(version, 0);
    }

    /** How many calls it took; killed at none where that is 0. */
    private int killedAt(String version, int at) {
        ScaledWorld<?> world = worlds.get();
        int[] calls = {0};
        world.aws().faults(call -> ++calls[0] == at ? Mishap.DEATH.happen() : Optional.empty());
        Outcome outcome = Mishap.outlived(() -> world.deploy(version)).outcome();
        world.aws().faults(call -> Optional.empty());
        world.requireAsAsked(version + " killed at call " + at + ": " + outcome);
        return calls[0];
    }

    /** Every so many of its calls go wrong, one in a world; what could not be cleared away then is cleared away by the next deployment. */
    void failing(String version, int step, String next) {
        int calls = calls(version);
        AwsFault[] faults = AwsFault.values();
        for (int at = 1; at <= calls; at += step) {
            failingAt(at, faults[at / step % faults.length], version, next);
        }
    }

    private void failingAt(int at, AwsFault fault, String version, String next) {
        ScaledWorld<?> world = worlds.get();
        int[] calls = {0};
        world.aws().faults(call -> ++calls[0] == at ? Optional.of(fault) : Optional.empty());
        Outcome outcome = world.deploy(version).outcome();
        world.aws().faults(call -> Optional.empty());
        String scenario = fault + " at call " + at + ": " + outcome;
        if (world.environments() == 1) {
            world.requireAsAsked(scenario);
        }

        world.deploy(next).orElseThrow();

        world.requireAsAsked(scenario + ", and " + next + " after it");
    }
}
