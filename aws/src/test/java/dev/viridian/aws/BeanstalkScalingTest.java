package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.aws.AwsFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Environments of Elastic Beanstalk whose size is a matter of load, too. */
class BeanstalkScalingTest {
    private static final String ASKED = BeanstalkFixture.LEAST + " to " + BeanstalkFixture.MOST;

    /** 1.0 is live, and its triggers have made it as big as they could want. */
    private static final class World extends ScaledWorld<BeanstalkFixture> {
        private World() {
            super(new BeanstalkFixture().scaled());
            deploy("1.0").orElseThrow();
            settle();
            fixture.aws().scaleByLoad("orders-1-1", 4);
            settle();
        }

        private void settle() {
            fixture.simulation().time().sleep(Duration.ofMinutes(5));
        }

        private Environment live() {
            EnvironmentName live = fixture.open().traffic().observed().sole().orElseThrow();
            return fixture.open().environments().find(live).orElseThrow();
        }

        @Override
        void requireAsAsked(String scenario) {
            settle();
            assertThat(fixture.bounds(live().name().value())).as(scenario).isEqualTo(ASKED);
        }
    }

    private final World world = new World();
    private final DisturbedScaling disturbed = new DisturbedScaling(World::new);

    @Test
    void theFirstOneMayGrowAndShrinkAsSoonAsItIsLive() {
        assertThat(world.fixture.bounds("orders-1-1")).isEqualTo(ASKED);
        assertThat(world.live().machines()).hasSize(4);
    }

    @Test
    void theCandidateIsMadeAsBigAsWhatIsLiveIsThen() {
        List<String> made = new ArrayList<>();
        long before = updates();
        world.when("SwapEnvironmentCNAMEs", () -> made.add(world.fixture.bounds("orders-2-1")));

        world.deploy("1.1").orElseThrow();

        assertThat(made).as("nothing makes it smaller while nobody uses it").containsExactly("4 to 4");
        assertThat(world.live().name()).isEqualTo(new EnvironmentName("orders-2-1"));
        assertThat(world.live().machines()).hasSize(4);
        world.requireAsAsked("after it");
        assertThat(updates() - before)
                .as("the live one is held, its successor let grow, and then shrink")
                .isEqualTo(3);
    }

    private long updates() {
        return world.fixture.aws().calls().stream()
                .filter(call -> call.call().operation().equals("UpdateEnvironment"))
                .count();
    }

    @Test
    void whatIsLiveMayGrowMeanwhileAndNotShrink() {
        int[] sizes = new int[2];
        world.when("SwapEnvironmentCNAMEs", () -> {
            sizes[0] = world.fixture.aws().scaleByLoad("orders-1-1", 1);
            sizes[1] = world.fixture.aws().scaleByLoad("orders-1-1", 5);
        });

        world.deploy("1.1").orElseThrow();

        assertThat(sizes).containsExactly(4, 5);
    }

    /** A bake in the middle of which triggers bring an environment to these sizes, one after the other. */
    private static Deployment bakedScaling(String version, BeanstalkFixture fixture, String name, int[] sizes) {
        Instant[] begun = {Instant.MAX};
        return Deployment.blueGreen()
                .artifact(BeanstalkFixture.version(version))
                .healthCheck(http("/health"))
                .machines(2)
                .keepWarm(Duration.ZERO)
                .bake(Duration.ofMinutes(30), baked(() -> {
                    Instant now = fixture.simulation().time().now();
                    if (begun[0].equals(Instant.MAX)) {
                        begun[0] = now;
                    } else if (!now.isBefore(begun[0].plus(Duration.ofMinutes(10)))) {
                        begun[0] = now.plus(Duration.ofDays(1));
                        Arrays.setAll(sizes, which -> fixture.aws().scaleByLoad(name, sizes[which]));
                    }
                }))
                .notifying(notification -> {});
    }

    /** Looks at what is baked only, and calls all well. */
    private static BakeCondition baked(Runnable look) {
        return new BakeCondition() {
            @Override
            public Verdict look() {
                return Verdict.well("");
            }

            @Override
            public Verdict look(Baked baked) {
                look.run();
                return Verdict.well("");
            }
        };
    }

    @Test
    void theSuccessorMayGrowWhileItIsBakedAndNotShrink() {
        int[] sizes = {6, 1};

        Deployer.on(world.fixture.open())
                .deploy(bakedScaling("1.1", world.fixture, "orders-2-1", sizes))
                .orElseThrow();

        assertThat(sizes).as("it may not shrink before it is over").containsExactly(6, 4);
        world.requireAsAsked("after it");
    }

    /** It is the only one, and its triggers may look after it at once. */
    @Test
    void theVeryFirstMayShrinkWhileItIsBaked() {
        BeanstalkFixture first = new BeanstalkFixture().scaled();
        int[] sizes = {1};

        DeploymentResult result = Deployer.on(first.open()).deploy(bakedScaling("1.0", first, "orders-1-1", sizes));

        assertThat(sizes).containsExactly(1);
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void whatIsRolledBackLeavesTheLiveOneAsItWas() {
        DeploymentResult failed = world.deploy("broken-1.2");

        assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.live().name()).isEqualTo(new EnvironmentName("orders-1-1"));
        assertThat(world.live().machines()).hasSize(4);
        world.requireAsAsked("after it");
    }

    @Test
    void whereNobodyScalesNothingOfWhatIsLiveIsChanged() {
        BeanstalkFixture plain = new BeanstalkFixture();
        ScaledWorld.deployTwice(plain);

        assertThat(plain.aws().calls())
                .extracting(call -> call.call().operation())
                .doesNotContain("UpdateEnvironment");
        assertThat(plain.bounds("orders-2-1")).isEqualTo("2 to 2");
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        for (int[] bounds : new int[][] {{0, 4}, {5, 4}}) {
            assertThatThrownBy(() -> world.fixture.open(setup -> setup.scalingBetween(bounds[0], bounds[1])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("From " + bounds[0] + " machines to " + bounds[1] + "?");
        }
    }

    @Test
    void whereverItsControllerIsKilledAllIsPutBackInTheEnd() {
        disturbed.killed("1.1", 7);
        disturbed.killed("broken-1.2", 11);
    }

    @Test
    void whateverFailsAtACallAllIsPutBackInTheEnd() {
        disturbed.failing("1.1", 5, "1.0");
    }

    @Test
    void whereverAnAnswerIsOldAllIsPutBackInTheEnd() {
        int calls = disturbed.calls("broken-1.2");
        for (int at = 1; at <= calls; at += 2) {
            int old = at;
            int[] made = {0};
            World world = new World();
            world.fixture.aws().faults(call -> ++made[0] == old ? Optional.of(AwsFault.STALE) : Optional.empty());
            Outcome outcome = world.deploy("broken-1.2").outcome();
            world.fixture.aws().faults(call -> Optional.empty());

            world.requireAsAsked("old at call " + at + ": " + outcome);
        }
    }
}
