package dev.viridian.testing.faults;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.allOf;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.testing.simulation.Fate;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kind of deployment that there are words for, explored: one fault at each call, each machine that is not well, whatever happens
 * meanwhile, and outages. {@code -Dviridian.pairs=20000 -Dviridian.storms=20000} tries more than a build has time for.
 */
class ExploredDeploymentsTest {
    private static final int PAIRS = Integer.getInteger("viridian.pairs", 0);
    private static final int STORMS = Integer.getInteger("viridian.storms", 50);

    private static final Simulation WORLD = Simulation.of("orders").live("1.3", 2);
    private static final Deployment PLAIN = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health"));

    /** Without a long watch over the former environment, which has calls by the hundreds that are all alike. */
    private static final Deployment BRIEF = PLAIN.keepWarm(Duration.ZERO);

    private static final Deployment IMPATIENT = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofSeconds(30)))
            .keepWarm(Duration.ZERO);

    private static final Map<String, Faults> EXPLORED = explored();

    private static Map<String, Faults> explored() {
        Map<String, Faults> all = new LinkedHashMap<>();
        all.put("the first one, where nothing is live", in(Simulation.of("orders"), BRIEF.machines(2)));
        all.put("onto a single machine", in(Simulation.of("orders").live("1.3", 1), BRIEF));
        all.put(
                "the standard one, onto four machines",
                in(Simulation.of("orders").live("1.3", 4), PLAIN));
        all.put("onto more machines than are live", in(WORLD, BRIEF.machines(4)));
        all.put(
                "to users who keep where they were sent",
                in(WORLD.stragglersComeFor(Duration.ofSeconds(20)), BRIEF.bake(Duration.ofSeconds(5))));
        all.put("one that is only rolled back", in(WORLD, BRIEF.onFailure(rollBack())));
        all.put(
                "one that is retried, rebuilt and rolled back",
                in(WORLD, BRIEF.onFailure(retry(2).then(rebuild().atMost(2)).then(rollBack()))));
        all.put(
                "one with a remedy",
                in(
                        WORLD,
                        BRIEF.onFailure(when(Failure.Unhealthy.class, remedy("warm it up", failure -> {}))
                                .then(rebuild())
                                .then(rollBack()))));
        all.put(
                "one whose failed candidate is kept",
                in(WORLD, BRIEF.onFailure(rebuild().then(quarantine(Duration.ofHours(3))))));
        all.put("one that is left to a person", in(WORLD, BRIEF.onFailure(retry(1).then(halt()))));
        all.put(
                "of a release that never gets well",
                in(
                                WORLD.everyMachine("1.4.2", Fate.comesUpSick()),
                                IMPATIENT.onFailure(rebuild().then(rollBack())))
                        .expecting(Outcome.ROLLED_BACK));
        all.put(
                "of a release whose machines die after cutover",
                in(
                                WORLD.everyMachine("1.4.2", Fate.endsAfter(Duration.ofMinutes(2))),
                                BRIEF.bake(Duration.ofMinutes(10)))
                        .expecting(Outcome.ROLLED_BACK));
        all.put(
                "with several checks, a smoke test and the version at the users' entry",
                in(
                        WORLD,
                        BRIEF.healthCheck(allOf(tcp(), http("/ready")).consecutively(2))
                                .smokeTest("works", green -> http("/orders").probe())
                                .revisionAt("/version")));
        all.put(
                "with bake, warm standby and drain",
                in(
                        WORLD.longestRequest(Duration.ofSeconds(40)),
                        PLAIN.bake(Duration.ofMinutes(5))
                                .keepWarm(Duration.ofMinutes(2))
                                .drain(Duration.ofMinutes(1))));
        all.put("behind a router that takes 40 s", in(WORLD.routerConvergesIn(Duration.ofSeconds(40)), BRIEF));
        all.put("within half an hour", in(WORLD, BRIEF.within(Duration.ofMinutes(30))));
        all.put(
                "one that is approved",
                in(WORLD, BRIEF.awaitingApproval(Duration.ofMinutes(20)))
                        .after(Duration.ofMinutes(2), Deployer::resume));
        all.put(
                "one that is paused and resumed",
                in(WORLD.bootTime(Duration.ofSeconds(30)), BRIEF)
                        .after(Duration.ofSeconds(10), deployer -> deployer.pause(Duration.ofMinutes(10)))
                        .after(Duration.ofMinutes(5), Deployer::resume));
        all.put(
                "one that is aborted",
                in(WORLD.bootTime(Duration.ofSeconds(30)), BRIEF)
                        .after(Duration.ofSeconds(20), Deployer::abort)
                        .expecting(Outcome.ROLLED_BACK));
        all.put("going back", in(WORLD, BRIEF).rollingBack());
        all.put("where nobody sees that a controller is dead", in(WORLD.withoutSeeingDeaths(), BRIEF));
        return all;
    }

    private static Faults in(Simulation world, Deployment deployment) {
        return Faults.of(deployment).in(world).pairs(PAIRS).random(STORMS, 1);
    }

    @TestFactory
    Stream<DynamicTest> eachKindOfDeploymentKeepsEveryRule() {
        return EXPLORED.entrySet().stream()
                .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
                    Exploration exploration = kind.getValue().explore();

                    assertThat(exploration.holdsEveryRule())
                            .as(exploration.report())
                            .isTrue();
                    assertThat(exploration.count()).isGreaterThan(500);
                }));
    }
}
