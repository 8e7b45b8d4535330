package dev.viridian.plan;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deployments and situations for tests of plans. */
final class Situations {
    static final EnvironmentName FORMER = new EnvironmentName("orders-6-1");
    static final EnvironmentName CANDIDATE = new EnvironmentName("orders-7-1");
    static final Revision NEW = new Revision("1.4.2", "ab".repeat(32));

    private Situations() {}

    static Deployment orders() {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                .healthCheck(HealthCheck.http("/health").within(Duration.ofMinutes(5)));
    }

    static Situation first() {
        return new Situation(
                new DeploymentId("orders", 1),
                1,
                NEW,
                TrafficSplit.nowhere(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Duration.ZERO);
    }

    static Situation after(int machinesLive, EnvironmentName... leftBehind) {
        return new Situation(
                new DeploymentId("orders", 7),
                1,
                NEW,
                TrafficSplit.allTo(FORMER),
                Optional.of(environment(FORMER, machinesLive)),
                List.of(leftBehind),
                Optional.empty(),
                Duration.ZERO);
    }

    /** What is live may not be proven; what was proven last is kept. */
    static Situation afterHalted(int machinesLive, int machinesLastProven) {
        Situation situation = after(machinesLive);
        return new Situation(
                situation.id(),
                situation.attempt(),
                situation.revision(),
                situation.routing(),
                situation.live(),
                situation.leftBehind(),
                Optional.of(environment(new EnvironmentName("orders-5-1"), machinesLastProven)),
                situation.stragglersComeFor());
    }

    private static Environment environment(EnvironmentName name, int size) {
        List<Machine> machines = new ArrayList<>();
        for (int number = 1; number <= size; number++) {
            machines.add(new Machine(new MachineId("m" + number), "10.0.0." + number, 8080, Machine.State.RUNNING, ""));
        }
        return new Environment(name, new Revision("1.4.1", "cd".repeat(32)), size, machines, Map.of());
    }
}
