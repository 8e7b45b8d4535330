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

    /** Each fault at each of these calls, without twins. */
    static List<Scenario> singles(Scenario before, List<Call> calls, Twins twins) {
        List<Scenario> all = new ArrayList<>();
        for (Call call : calls) {
            for (Fault fault : Fault.values()) {
                if (fault.canHappenTo(call.operation())) {
                    add(
                            all,
                            before,
                            new Mishap.At(call.controller(), call.number(), fault),
                            twins.hasLater(fault, call));
                }
            }
        }
        return all;
    }

    private static void add(List<Scenario> all, Scenario before, Mishap.At at, boolean hasTwin) {
        Scenario scenario = before.and(at);
        if (!at.fault().endsController()) {
            all.add(scenario);
            return;
        }
        for (Successor successor : Successor.values()) {
            if (!hasTwin || goesAnotherWay(before, successor)) {
                all.add(scenario.followedBy(successor));
            }
        }
    }

    /** Where a controller has died before, another successor makes other calls: what is known of the calls says nothing of those. */
    private static boolean goesAnotherWay(Scenario before, Successor successor) {
        return before.endsTheController() && before.successor() != successor;
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

    /** Everything that can happen meanwhile, before each of these calls, without twins. */
    static List<Scenario> incidents(List<Call> calls, Twins twins) {
        List<Scenario> all = new ArrayList<>();
        for (Call call : calls) {
            if (!twins.hasEarlierIncident(call)) {
                for (Incident incident : Incident.values()) {
                    all.add(Scenario.of(new Mishap.Meanwhile(call.number(), incident)));
                }
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
