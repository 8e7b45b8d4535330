package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which scenarios there are to try. */
final class Candidates {
    private static final List<Duration> OUTAGES = List.of(Duration.ofMinutes(10), Duration.ofDays(30));
    private static final List<Fault> OF_OUTAGES = List.of(Fault.FAILS, Fault.HANGS, Fault.REFUSED, Fault.SAYS_NOTHING);

    /** Outages begin at each of the first calls of a kind, then at fewer and fewer, and at the last. */
    private static final int EACH_OF_THE_FIRST = 8;

    private Candidates() {}

    /** Each fault at each of these calls. */
    static List<Scenario> singles(Scenario before, List<Call> calls) {
        List<Scenario> all = new ArrayList<>();
        for (Call call : calls) {
            for (Fault fault : Fault.values()) {
                if (fault.canHappenTo(call.operation())) {
                    addSuccessors(all, before.and(new Mishap.At(call.controller(), call.number(), fault)), fault);
                }
            }
        }
        return all;
    }

    private static void addSuccessors(List<Scenario> all, Scenario scenario, Fault fault) {
        if (fault.endsController()) {
            for (Successor successor : Successor.values()) {
                all.add(scenario.followedBy(successor));
            }
        } else {
            all.add(scenario);
        }
    }

    static List<Scenario> machines(int machines) {
        List<Scenario> all = new ArrayList<>();
        for (int machine = 1; machine <= machines; machine++) {
            for (MachineFault fault : MachineFault.values()) {
                all.add(Scenario.of(new Mishap.OfMachine(machine, fault)));
            }
        }
        return all;
    }

    static List<Scenario> incidents(List<Call> calls) {
        List<Scenario> all = new ArrayList<>();
        for (Call call : calls) {
            for (Incident incident : Incident.values()) {
                all.add(Scenario.of(new Mishap.Meanwhile(call.number(), incident)));
            }
        }
        return all;
    }

    static List<Scenario> outages(Map<Operation, Integer> occurrences) {
        List<Scenario> all = new ArrayList<>();
        occurrences.forEach((operation, times) -> {
            for (Fault fault : OF_OUTAGES) {
                if (fault.canHappenTo(operation)) {
                    for (int from : beginnings(times)) {
                        OUTAGES.forEach(
                                lasting -> all.add(Scenario.of(new Mishap.Outage(operation, from, lasting, fault))));
                    }
                }
            }
        });
        return all;
    }

    private static List<Integer> beginnings(int times) {
        List<Integer> all = new ArrayList<>();
        for (int from = 1; from < times; from += from < EACH_OF_THE_FIRST ? 1 : from / 4) {
            all.add(from);
        }
        all.add(times);
        return all;
    }
}
