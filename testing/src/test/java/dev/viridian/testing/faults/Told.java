package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Call;
import dev.viridian.testing.simulation.Fault;
import java.util.List;

/** What there is to see of a run, but for the deaths in it: two runs that come to the same have it all alike. */
final class Told {
    private Told() {}

    /** Everything but the calls. */
    static List<Object> outcomeOf(Run run) {
        return List.of(
                run.controllers(),
                run.results(),
                run.events(),
                run.firstEnded(),
                run.leftByFirst(),
                run.leftToAPerson(),
                run.world().elapsed(),
                run.world().environments(),
                run.world().routing(),
                run.world().traffic(),
                run.world().violations(),
                run.world().deliveries(),
                run.world().disturbed(),
                run.world().machinesMade(),
                run.world().ownWork());
    }

    /** A call that was made, whether its controller died of it or not. */
    static String of(Call call) {
        return call.toString().replace(" (" + Fault.KILLED_AFTER + ")", "");
    }
}
