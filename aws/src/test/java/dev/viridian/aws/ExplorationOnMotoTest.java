package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes;
import dev.viridian.testing.aws.AwsCall;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.FaultInterceptor;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A whole blue/green deployment to moto, once for each call that it makes, of S3 as well, with something going wrong there: each of the faults in turn, and the death of its controller.
 * Nobody waits for real: it lives in virtual time. A few of them run by default; {@code -Dviridian.moto.faults=each} runs one at each call, {@code -Dviridian.moto.stride=7} one at each seventh.
 */
@ExtendWith(OnMoto.class)
class ExplorationOnMotoTest {
    private static final boolean EACH = "each".equals(System.getProperty("viridian.moto.faults"));

    /** As many as are tried unless it is said otherwise. */
    private static final int SCENARIOS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Moto moto;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    ExplorationOnMotoTest(Moto moto) {
        this.moto = moto;
    }

    /** What is deployed to. */
    MotoFixture fixture(Moto emulator, FaultInterceptor faults) {
        return new MotoFixture(emulator, faults);
    }

    private interface Script {
        Optional<AwsFault> at(AwsCall call);
    }

    /** One run: 1.0 is live, and 1.1 is deployed with something going wrong at one call. */
    private final class Run implements AutoCloseable {
        private final SimulatedPlatform clock =
                Simulation.of("orders").bare().open().platform();
        private final MotoFixture fixture;
        private Script script = call -> Optional.empty();
        private int calls;
        private String struck = "";

        private Run() {
            fixture = fixture(moto, FaultInterceptor.of(call -> script.at(call)).hanging(clock.time(), PATIENCE));
            deployer().deploy(version("1.0")).orElseThrow();
        }

        private AwsPlatform platform() {
            return fixture.open(setup -> setup.living(clock.time(), clock.tasks())
                    .pace(AwsSetup.DEFAULT_PACE)
                    .goneWithin(AwsSetup.DEFAULT_GONE_WITHIN)
                    .asking((probe, machine, timeout) -> Probes.Answer.well("200")));
        }

        private Deployer deployer() {
            return Deployer.on(platform());
        }

        private Deployment version(String version) {
            String name = "orders-" + version + ".zip";
            Script before = script;
            script = call -> Optional.empty();
            Artifact artifact = fixture.upload(name);
            script = before;
            return Deployment.blueGreen()
                    .artifact(artifact)
                    .healthCheck(http("/health").consecutively(2))
                    .drain(Duration.ZERO)
                    .keepWarm(Duration.ZERO)
                    .machines(2)
                    .notifying(notification -> {});
        }

        DeploymentResult with(Map<Integer, Mishap> mishaps) {
            Deployment next = version("1.1");
            script = call -> {
                Mishap mishap = mishaps.get(++calls);
                if (mishap == null) {
                    return Optional.empty();
                }
                struck = call.service() + ":" + call.operation();
                return mishap.happen();
            };
            return Mishap.outlived(() -> deployer().deploy(next));
        }

        /** What must hold at the end, whatever went wrong; what could not be cleared away then is cleared away by {@code recover()}. */
        List<String> judged(DeploymentResult result) {
            script = call -> Optional.empty();
            AwsPlatform platform = platform();
            if (platform.environments().list().size() != 1) {
                deployer().recover();
            }
            List<String> found = new ArrayList<>();
            if (platform.environments().list().size() != 1) {
                found.add("there is " + platform.environments().list());
            }
            String expected = result.outcome() == Outcome.DEPLOYED ? "1.1" : "1.0";
            String live = platform.traffic()
                    .observed()
                    .sole()
                    .flatMap(name -> platform.environments().find(name))
                    .map(environment -> environment.revision().version())
                    .orElse("nothing");
            if (!live.equals(expected)) {
                found.add("there is live " + live);
            }
            int groups = fixture.account()
                    .loadBalancing()
                    .describeTargetGroups()
                    .targetGroups()
                    .size();
            if (groups != 1) {
                found.add(groups + " target groups are there");
            }
            return found;
        }

        @Override
        public void close() {
            fixture.close();
        }
    }

    private void explore(int at, Mishap mishap) {
        try (Run run = new Run()) {
            DeploymentResult result = run.with(Map.of(at, mishap));
            DeploymentResult last = result.outcome() == Outcome.HALTED ? run.with(Map.of()) : result;
            outcomes.merge(mishap + " " + result.outcome(), 1, Integer::sum);
            run.judged(last)
                    .forEach(found -> findings.add(
                            mishap + " at call " + at + ", " + run.struck + ": " + result.outcome() + ", " + found));
        }
    }

    @Test
    void whateverGoesWrongAtACallTheDeploymentEndsWell(TestReporter reporter) {
        int calls = callsOfAPlainRun();
        List<Mishap> all = Mishap.all();
        int scenarios = 0;
        int stride = stride(calls);
        for (int at = 1 + stride / 2; at <= calls; at += stride) {
            explore(at, all.get(scenarios++ % all.size()));
        }
        reporter.publishEntry(scenarios + " scenarios on moto, of " + calls + " calls: " + outcomes);
        assertThat(findings).as(outcomes.toString()).isEmpty();
        assertThat(scenarios).isPositive();
    }

    /** So many calls lie between two that are tried. */
    private static int stride(int calls) {
        return EACH ? 1 : Integer.getInteger("viridian.moto.stride", calls / SCENARIOS);
    }

    private int callsOfAPlainRun() {
        try (Run plain = new Run()) {
            DeploymentResult deployed = plain.with(Map.of()).orElseThrow();
            int calls = plain.calls;
            assertThat(plain.judged(deployed)).isEmpty();
            return calls;
        }
    }
}
