package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.testing.aws.AwsCall;
import dev.viridian.testing.aws.AwsFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A whole blue/green deployment to the strict AWS in memory, once for each call that it makes to AWS and each thing that can go wrong there: faults, and that its controller is killed
 * and another one carries on. Then with two of them.
 */
class AwsExplorationTest {
    /** What is deployed to. */
    ExploredAws fixture() {
        return new StrictFixture();
    }

    /**
     * Which of all the scenarios are run.
     *
     * @param oneIn one in so many of those with one mishap; each of them with {@code -Dviridian.aws.faults=each}
     * @param pairs how many pairs are tried; {@code -Dviridian.aws.pairs=3000} for more
     */
    record Sample(int oneIn, int pairs) {
        int stride() {
            return "each".equals(System.getProperty("viridian.aws.faults")) ? 1 : oneIn;
        }

        int tried() {
            return Integer.getInteger("viridian.aws.pairs", pairs);
        }
    }

    Sample sample() {
        return new Sample(4, 60);
    }

    /** What more is to be done than to make an environment, and to move users there. */
    Deployment explored(Deployment deployment) {
        return deployment;
    }

    static Deployment version(Artifact artifact) {
        return Deployment.blueGreen()
                .artifact(artifact)
                .healthCheck(http("/health").consecutively(2))
                .keepWarm(Duration.ZERO)
                .machines(2)
                .notifying(notification -> {});
    }

    /** One run: 1.0 is live, and 1.1 is deployed with a fault at one call. */
    private static final class Run {
        private final ExploredAws fixture;
        private final UnaryOperator<Deployment> explored;
        private final List<String> broken = new ArrayList<>();
        private int calls;

        private Run(ExploredAws fixture, UnaryOperator<Deployment> explored) {
            this.fixture = fixture;
            this.explored = explored;
            deployer().deploy(version(fixture.artifact("1.0"))).orElseThrow();
        }

        private Deployer deployer() {
            return Deployer.on(fixture.open());
        }

        /** Deploys 1.1, and again by another controller each time one is killed. */
        DeploymentResult with(Map<Integer, Mishap> mishaps) {
            watch(call -> Optional.ofNullable(mishaps.get(calls)).flatMap(Mishap::happen));
            return Mishap.outlived(() -> deployer().deploy(explored.apply(version(fixture.artifact("1.1")))));
        }

        private interface Script {
            Optional<AwsFault> at(AwsCall call);
        }

        /** Users come all the time. */
        private void watch(Script script) {
            fixture.aws().faults(call -> {
                calls++;
                if (!fixture.usersAreAnswered()) {
                    broken.add("before call " + calls + ", " + call + ", users are not answered: " + fixture.visits());
                }
                return script.at(call);
            });
        }

        int calls() {
            return calls;
        }

        /** What is halted stays as it is for a person. */
        private static Set<String> expected(Outcome outcome) {
            return switch (outcome) {
                case DEPLOYED -> Set.of("1.1");
                case HALTED -> Set.of("1.0", "1.1");
                default -> Set.of("1.0");
            };
        }

        /** What must hold at the end, whatever went wrong; what could not be cleared away then is cleared away by {@code recover()}. */
        List<String> judged(DeploymentResult result) {
            fixture.aws().faults(call -> Optional.empty());
            List<String> found = new ArrayList<>(broken);
            Platform platform = fixture.open();
            TrafficSplit live = platform.traffic().observed();
            Set<String> expected = expected(result.outcome());
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
                    .filter(environment ->
                            expected.contains(environment.revision().version()))
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

    /** The second may come in what is done about the first. */
    private static final int FARTHEST = 60;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    /** What was halted keeps all that is there for a person; the next deployment then brings it in order, or the one after it where users were just being moved. */
    private void explore(Map<Integer, Mishap> mishaps) {
        Run run = new Run(fixture(), this::explored);
        DeploymentResult result = run.with(mishaps);
        outcomes.merge(mishaps.values() + " " + result.outcome(), 1, Integer::sum);
        DeploymentResult next = result.outcome() == Outcome.HALTED ? run.with(Map.of()) : result;
        DeploymentResult last = next != result && next.outcome() == Outcome.REFUSED ? run.with(Map.of()) : next;
        run.judged(last).forEach(found -> findings.add(mishaps + ": " + result.outcome() + ", " + found));
    }

    @Test
    void whateverGoesWrongAtACallTheDeploymentEndsWell() {
        int calls = callsOfAPlainRun();
        int stride = sample().stride();
        int scenario = 0;
        for (int at = 1; at <= calls; at++) {
            for (Mishap mishap : Mishap.all()) {
                if (scenario++ % stride == at % stride) {
                    explore(Map.of(at, mishap));
                }
            }
        }
        assertThat(findings).as(outcomes.toString()).isEmpty();
        assertThat(outcomes).containsKeys("[ANSWER_LOST] DEPLOYED", "[DENIED] ROLLED_BACK", "[KILLED] DEPLOYED");
        assertThat(outcomes).doesNotContainKeys("[KILLED] REFUSED", "[KILLED] ROLLED_BACK", "[KILLED] HALTED");
    }

    @Test
    void whateverGoesWrongAfterThatItEndsWellAllTheSame() {
        int calls = callsOfAPlainRun();
        Random random = new Random(7);
        List<Mishap> all = Mishap.all();
        for (int pair = 0; pair < sample().tried(); pair++) {
            int first = 1 + random.nextInt(calls);
            Map<Integer, Mishap> mishaps = new TreeMap<>();
            mishaps.put(first, all.get(random.nextInt(all.size())));
            mishaps.put(first + 1 + random.nextInt(FARTHEST), all.get(random.nextInt(all.size())));
            explore(mishaps);
        }
        assertThat(findings).as(outcomes.toString()).isEmpty();
    }

    /** How many storms are tried; {@code -Dviridian.aws.storms=1000} for more. */
    int storms() {
        return Integer.getInteger("viridian.aws.storms", 5);
    }

    @Test
    void whateverGoesWrongAgainAndAgainItEndsWellAllTheSame() {
        for (int seed = 1; seed <= storms(); seed++) {
            explore(storm(new Random(seed)));
        }
        assertThat(findings).as(outcomes.toString()).isEmpty();
    }

    /** One call in ten, in thirty or in a hundred goes wrong, and three controllers die at the most. */
    private static Map<Integer, Mishap> storm(Random random) {
        int oneOf = List.of(10, 30, 100).get(random.nextInt(3));
        Map<Integer, Mishap> mishaps = new TreeMap<>();
        int deaths = 0;
        for (int call = 1; call <= CALLS_OF_A_STORM; call++) {
            Mishap mishap = Mishap.all().get(random.nextInt(Mishap.all().size()));
            boolean death = mishap.fault().isEmpty();
            if (random.nextInt(oneOf) == 0 && !(death && deaths == MOST_DEATHS)) {
                mishaps.put(call, mishap);
                deaths += death ? 1 : 0;
            }
        }
        return mishaps;
    }

    private static final int CALLS_OF_A_STORM = 600;
    private static final int MOST_DEATHS = 3;

    private int callsOfAPlainRun() {
        Run plain = new Run(fixture(), this::explored);
        DeploymentResult deployed = plain.with(Map.of()).orElseThrow();
        assertThat(plain.judged(deployed)).isEmpty();
        return plain.calls();
    }
}
