package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.ControllerStop;
import dev.viridian.testing.aws.AwsCall;
import dev.viridian.testing.aws.AwsFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A whole blue/green deployment to the strict AWS in memory, once for each call that it makes to AWS and each thing that can go wrong there, and once more for each call at
 * which its controller is killed and another one carries on.
 */
class AwsExplorationTest {
    /** The controller is dead from here on. */
    private static final class KilledController extends Error implements ControllerStop {
        private static final long serialVersionUID = 1;
    }

    private static Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact(StrictFixture.version(version))
                .healthCheck(http("/health").consecutively(2))
                .keepWarm(Duration.ZERO)
                .machines(2)
                .notifying(notification -> {});
    }

    /** One run: 1.0 is live, and 1.1 is deployed with a fault at one call. */
    private static final class Run {
        private final StrictFixture fixture = new StrictFixture();
        private final List<String> broken = new ArrayList<>();
        private int calls;

        private Run() {
            deployer().deploy(version("1.0")).orElseThrow();
        }

        private Deployer deployer() {
            return Deployer.on(fixture.open());
        }

        DeploymentResult without() {
            watch(call -> Optional.empty());
            return deployer().deploy(version("1.1"));
        }

        DeploymentResult with(AwsFault fault, int at) {
            watch(call -> calls == at ? Optional.of(fault) : Optional.empty());
            return deployer().deploy(version("1.1"));
        }

        DeploymentResult killed(int at) {
            watch(call -> {
                if (calls == at) {
                    throw new KilledController();
                }
                return Optional.empty();
            });
            try {
                return deployer().deploy(version("1.1"));
            } catch (KilledController dead) {
                return deployer().deploy(version("1.1"));
            }
        }

        private interface Script {
            Optional<AwsFault> at(AwsCall call);
        }

        /** Users come all the time. */
        private void watch(Script script) {
            fixture.aws().faults(call -> {
                calls++;
                if (!fixture.usersAreAnswered()) {
                    broken.add("before call " + calls + ", " + call + ", users are not answered: " + fixture.visit());
                }
                return script.at(call);
            });
        }

        int calls() {
            return calls;
        }

        void judge(DeploymentResult result, String scenario, Map<String, Integer> outcomes, List<String> findings) {
            String kind = scenario.substring(0, scenario.indexOf(' '));
            outcomes.merge(kind + " " + result.outcome(), 1, Integer::sum);
            judged(result).forEach(found -> findings.add(scenario + ": " + found));
        }

        /** What must hold at the end, whatever went wrong; what could not be cleared away then is cleared away by {@code recover()}. */
        List<String> judged(DeploymentResult result) {
            fixture.aws().faults(call -> Optional.empty());
            List<String> found = new ArrayList<>(broken);
            AwsPlatform platform = fixture.open();
            TrafficSplit live = platform.traffic().observed();
            String expected = result.outcome() == Outcome.DEPLOYED ? "1.1" : "1.0";
            if (platform.environments().list().size() != 1 || fixture.leftovers() > 0) {
                deployer().recover();
            }
            if (platform.environments().list().size() != 1) {
                found.add("after " + result.outcome() + " there is "
                        + platform.environments().list());
            }
            if (fixture.leftovers() > 0) {
                found.add("after " + result.outcome() + " are left "
                        + fixture.aws().leftovers());
            }
            Optional<EnvironmentName> sole = live.sole();
            boolean right = sole.flatMap(name -> platform.environments().find(name))
                    .filter(environment -> environment.revision().version().equals(expected))
                    .isPresent();
            if (!right) {
                found.add("after " + result.outcome() + " there is live: " + live);
            }
            if (!fixture.usersAreAnswered()) {
                found.add("after " + result.outcome() + " users are not answered");
            }
            return found;
        }
    }

    /** Which of all the scenarios are run: each of them, with {@code -Dviridian.aws.faults=each}, or every fourth. */
    private static final int STRIDE = "each".equals(System.getProperty("viridian.aws.faults")) ? 1 : 4;

    @Test
    void whateverGoesWrongAtACallTheDeploymentEndsWell() {
        int calls = callsOfAPlainRun();
        List<String> findings = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        int scenario = 0;
        for (int at = 1; at <= calls; at++) {
            for (AwsFault fault : AwsFault.values()) {
                if (scenario++ % STRIDE == 0) {
                    Run run = new Run();
                    run.judge(run.with(fault, at), fault + " at call " + at, outcomes, findings);
                }
            }
        }
        assertThat(findings).as(outcomes.toString()).isEmpty();
        assertThat(outcomes).containsKeys("ANSWER_LOST DEPLOYED", "DENIED ROLLED_BACK", "FAILS DEPLOYED");
    }

    @Test
    void whereverItsControllerIsKilledAnotherOneCarriesOn() {
        int calls = callsOfAPlainRun();
        List<String> findings = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (int at = 1; at <= calls; at += STRIDE > 1 ? 2 : 1) {
            Run run = new Run();
            run.judge(run.killed(at), "killed at call " + at, outcomes, findings);
        }
        assertThat(findings).as(outcomes.toString()).isEmpty();
        assertThat(outcomes.keySet()).containsExactly("killed DEPLOYED");
    }

    private static int callsOfAPlainRun() {
        Run plain = new Run();
        DeploymentResult deployed = plain.without().orElseThrow();
        assertThat(plain.judged(deployed)).isEmpty();
        return plain.calls();
    }
}
