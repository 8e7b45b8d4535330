package dev.viridian.testing.mutants;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;

import dev.viridian.Deployment;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.faults.TriedFirst;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Simulation;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Explores a deployment that uses what there is, and says which rules were broken by what. Run inside the world of a mutant. */
public final class Hunt implements Callable<Map<Integer, String>> {
    private final Optional<Rule> rule;
    private final int pairs;
    private final String first;

    /** Hunts until that rule is broken, or 0 for all there are, with that many pairs of faults, and begins with that scenario. */
    public Hunt(int rule, int pairs, String first) {
        this.rule =
                Arrays.stream(Rule.values()).filter(any -> any.number() == rule).findFirst();
        this.pairs = pairs;
        this.first = first;
    }

    /** By the number of each rule that was broken: the smallest scenario that broke it, and what was found. */
    @Override
    public Map<Integer, String> call() {
        Faults faults = TriedFirst.of(Faults.of(orders()), first)
                .in(Simulation.of("orders")
                        .live("1.3", 3)
                        .longestRequest(Duration.ofSeconds(20))
                        .property("db.url", "jdbc:h2:mem:orders"))
                .pairs(pairs)
                .random(0, 1);
        Exploration exploration = rule.map(faults::until).orElse(faults).explore();
        Map<Integer, String> broken = new LinkedHashMap<>();
        for (Finding finding : exploration.findings()) {
            for (Violation violation : finding.violations()) {
                broken.putIfAbsent(violation.rule().number(), finding.scenario().text() + " → " + violation);
            }
        }
        return broken;
    }

    private static Deployment orders() {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/1.4/orders.tar.gz")
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .smokeTest(
                        "reaches its database",
                        green -> jdbc(green.property("db.url")).answers("select 1"))
                .bake(Duration.ofMinutes(10));
    }
}
