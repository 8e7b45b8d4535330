package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Faults at random, by a seed: how many and which kinds differ from one storm to the next, and they come in bursts. */
final class Storm {
    private static final List<Fault> ALL = List.of(Fault.values()).subList(1, Fault.values().length);
    private static final int CALM = 200;

    private final SplittableRandom random;
    private final List<Fault> kinds = new ArrayList<>();
    private final double inCalm;
    private final double inBurst;
    private int burst;

    Storm(long seed) {
        random = new SplittableRandom(seed);
        inCalm = random.nextDouble() * random.nextDouble() * 0.05;
        inBurst = random.nextDouble() * 0.6;
        if (random.nextInt(3) == 0) {
            kinds.add(ALL.get(random.nextInt(ALL.size())));
        } else {
            ALL.stream().filter(kind -> random.nextBoolean()).forEach(kinds::add);
        }
    }

    Fault at(Operation operation) {
        if (burst == 0 && random.nextInt(CALM) == 0) {
            burst = 1 + random.nextInt(20);
        }
        boolean bursting = burst > 0;
        burst -= bursting ? 1 : 0;
        if (kinds.isEmpty() || random.nextDouble() >= (bursting ? inBurst : inCalm)) {
            return Fault.NONE;
        }
        Fault kind = kinds.get(random.nextInt(kinds.size()));
        return kind.canHappenTo(operation) ? kind : Fault.NONE;
    }
}
