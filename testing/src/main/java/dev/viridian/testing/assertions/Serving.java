package dev.viridian.testing.assertions;

import dev.viridian.TrafficSplit;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.TrafficMoment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How users were served for a while; moments that last no time are none. */
record Serving(Duration from, Duration until, int capacity, double answered, TrafficSplit routing) {

    /** From the first one on at which anybody was answered. */
    static List<Serving> of(SimulatedWorld world) {
        Instant start = world.now().minus(world.elapsed());
        List<TrafficMoment> moments = world.traffic();
        List<Serving> all = new ArrayList<>();
        for (int i = 0; i < moments.size(); i++) {
            TrafficMoment moment = moments.get(i);
            boolean last = i + 1 == moments.size();
            Instant until = last ? world.now() : moments.get(i + 1).from();
            boolean begun = !all.isEmpty() || moment.answered() > 0;
            if (begun && (last || until.isAfter(moment.from()))) {
                all.add(new Serving(
                        Duration.between(start, moment.from()),
                        Duration.between(start, until),
                        moment.capacity(),
                        moment.answered(),
                        moment.routing()));
            }
        }
        return all;
    }

    static Serving lastOf(SimulatedWorld world) {
        List<Serving> all = of(world);
        return all.get(all.size() - 1);
    }

    static long switches(SimulatedWorld world) {
        long switches = 0;
        List<TrafficMoment> moments = world.traffic();
        for (int i = 1; i < moments.size(); i++) {
            switches += moments.get(i).routing().equals(moments.get(i - 1).routing()) ? 0 : 1;
        }
        return switches;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "from %s until %s: %.0f %% answered, %d machines serve, traffic goes %s",
                Words.of(from),
                Words.of(until),
                answered * 100,
                capacity,
                routing);
    }
}
