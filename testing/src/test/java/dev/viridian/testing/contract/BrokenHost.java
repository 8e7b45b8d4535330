package dev.viridian.testing.contract;

import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostServices;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A host with a fault that hosts have.
 *
 * @param fault what it does wrong
 * @param rule the rule that is there to find it
 * @param found what that rule says that it found
 * @param alsoBroken the other rules that cannot hold with this fault
 * @param opening how it is opened
 */
record BrokenHost(String fault, String rule, String found, Set<String> alsoBroken, Supplier<HostUnderTest> opening) {
    /** What it does wrong. */
    static NeedsRule that(String fault) {
        return (rule, found) -> change -> new BrokenHost(
                fault,
                rule,
                found,
                Set.of(),
                () -> SimulatedHostUnderTest.altered(real -> change.apply(new AlteredHost(real))));
    }

    /** The rule that finds it is missing. */
    interface NeedsRule {
        NeedsChange breaks(String rule, String found);
    }

    /** How it is broken is missing. */
    interface NeedsChange {
        /** A simulated host with an altered part. */
        BrokenHost by(UnaryOperator<AlteredHost> change);

        /** A simulated host with altered files. */
        default BrokenHost byFiles(UnaryOperator<HostFiles> change) {
            return by(host -> host.files(change));
        }

        /** A simulated host with altered services. */
        default BrokenHost byServices(UnaryOperator<HostServices> change) {
            return by(host -> host.services(change));
        }
    }

    BrokenHost and(String... rules) {
        return new BrokenHost(fault, rule, found, Set.of(rules), opening);
    }

    Set<String> allBroken() {
        Set<String> all = new TreeSet<>(alsoBroken);
        all.add(rule);
        return all;
    }

    @Override
    public String toString() {
        return "a host that " + fault + " breaks " + rule;
    }
}
