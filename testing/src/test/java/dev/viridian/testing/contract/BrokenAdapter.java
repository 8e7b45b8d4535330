package dev.viridian.testing.contract;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An adapter with a fault that adapters have.
 *
 * @param fault what it does wrong
 * @param rule the rule that is there to find it
 * @param found what that rule says that it found
 * @param alsoBroken the other rules that cannot hold with this fault
 * @param opening how it is opened
 */
record BrokenAdapter(
        String fault, String rule, String found, Set<String> alsoBroken, Supplier<PlatformUnderTest> opening) {
    /** What it does wrong. */
    static NeedsRule that(String fault) {
        return (rule, found) -> opening -> new BrokenAdapter(fault, rule, found, Set.of(), opening);
    }

    /** The rule that finds it is missing. */
    interface NeedsRule {
        NeedsOpening breaks(String rule, String found);
    }

    /** How it is broken is missing. */
    interface NeedsOpening {
        BrokenAdapter opened(Supplier<PlatformUnderTest> opening);

        /** A simulated platform with an altered part. */
        default BrokenAdapter by(UnaryOperator<AlteredPlatform> change) {
            return opened(() -> new SimulatedPlatformUnderTest(
                    SimulatedPlatformUnderTest.SIMULATION.open(),
                    world -> change.apply(new AlteredPlatform(world.platform()))));
        }

        /** A simulated platform with altered environments. */
        default BrokenAdapter byEnvironments(Function<AlteredPlatform, AlteredEnvironments> change) {
            return by(platform -> platform.environments(real -> change.apply(platform)));
        }

        /** A simulated platform with an altered router. */
        default BrokenAdapter byRouter(Function<AlteredPlatform, AlteredRouter> change) {
            return by(platform -> platform.traffic(real -> change.apply(platform)));
        }
    }

    BrokenAdapter and(String... rules) {
        return new BrokenAdapter(fault, rule, found, Set.of(rules), opening);
    }

    Set<String> allBroken() {
        Set<String> all = new TreeSet<>(alsoBroken);
        all.add(rule);
        return all;
    }

    @Override
    public String toString() {
        return "an adapter that " + fault + " breaks " + rule;
    }
}
