package dev.viridian.testing.mutants;

import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.jdbc;

import dev.viridian.Deployment;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.simulation.Simulation;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** Explores a deployment that uses what there is, and says which rules were broken by what. Run inside the world of a mutant. */
public final class Hunt implements Callable<Map<Integer, String>> {
    /** By the number of each rule that was broken: the smallest scenario that broke it, and what was found. */
    @Override
    public Map<Integer, String> call() {
        Exploration exploration = Faults.of(orders())
                .in(Simulation.of("orders").live("1.3", 3).property("db.url", "jdbc:h2:mem:orders"))
                .pairs(200)
                .random(200, 1)
                .explore();
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
                .revisionAt("/version")
                .bake(Duration.ofMinutes(10));
    }
}
