package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static dev.viridian.engine.TwoReleases.GREEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.BakeCondition;
import dev.viridian.BakeCondition.Verdict;
import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** 1.0 is live first, on {@code BLUE}; 1.1 is deployed, on {@code GREEN}, and baked for half an hour. */
class BakeConditionTest {
    private static final Duration BAKE = Duration.ofMinutes(30);

    private final TwoReleases world = new TwoReleases();
    private final InMemoryPlatform platform = world.platform;
    private final List<Instant> looks = new ArrayList<>();

    /** What it says, by how long users have reached the new revision. */
    private final class Alarm implements BakeCondition {
        private final Function<Duration, Verdict> says;
        private Instant switched = Instant.MAX;

        Alarm(Function<Duration, Verdict> says) {
            this.says = says;
        }

        @Override
        public Verdict look() {
            if (!platform.routing.reaches(GREEN)) {
                return Verdict.unknown("nobody reaches it");
            }
            looks.add(platform.clock());
            switched = switched.equals(Instant.MAX) ? platform.clock() : switched;
            return says.apply(Duration.between(switched, platform.clock()));
        }

        @Override
        public String toString() {
            return "alarm orders-5xx";
        }
    }

    private Deployment baked(Function<Duration, Verdict> says) {
        return world.version("1.1").bake(BAKE, new Alarm(says));
    }

    private static boolean between(Duration time, int from, int to) {
        return time.toSeconds() >= from && time.toSeconds() < to;
    }

    private static Verdict wellBut(boolean sick) {
        return sick ? Verdict.sick("120 errors a minute") : Verdict.well("OK");
    }

    @Test
    void isLookedAtOnceARoundHoweverManyMachinesThereAre() {
        DeploymentResult result = world.deploy(baked(time -> Verdict.well("OK")).machines(8));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(looks).hasSizeBetween(180, 184);
    }

    @Test
    void asSoonAsItIsSickTheFormerEnvironmentIsBack() {
        DeploymentResult result = world.deploy(baked(time -> wellBut(between(time, 60, 70))));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow())
                .isEqualTo(new Failure.BakeConditionFailed(GREEN, "alarm orders-5xx", false, "120 errors a minute"));
        assertThat(platform.live()).isEqualTo(BLUE);
        assertThat(looks).hasSize(7);
    }

    @Test
    void whatWasSickBeforeHasFiveMinutesToBecomeWell() {
        assertThat(world.deploy(baked(time -> wellBut(between(time, 0, 280)))).succeeded())
                .isTrue();
    }

    @Test
    void whatStaysSickIsNotBorneAnyLonger() {
        DeploymentResult result = world.deploy(baked(time -> wellBut(true)));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(Duration.between(looks.get(0), looks.get(looks.size() - 1)))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
    }

    @Test
    void onceItWasWellThereIsNoMoreTime() {
        DeploymentResult result = world.deploy(baked(time -> wellBut(!between(time, 30, 60))));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(looks).hasSize(7);
    }

    @Test
    void silenceMeanwhileIsBorneAndAtTheEndIsNotTakenForWell() {
        Verdict silence = Verdict.unknown("INSUFFICIENT_DATA");
        assertThat(world.deploy(baked(time -> time.toMinutes() < 29 ? silence : Verdict.well("OK")))
                        .succeeded())
                .isTrue();
    }

    @Test
    void whatSaysNothingToTheEndFails() {
        DeploymentResult result = world.deploy(baked(time -> Verdict.unknown("INSUFFICIENT_DATA")));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("alarm orders-5xx said nothing at the end, which is not taken for well: INSUFFICIENT_DATA");
        assertThat(platform.live()).isEqualTo(BLUE);
    }

    @Test
    void oneLostAnswerAtTheEndIsNoEnd() {
        DeploymentResult result = world.deploy(baked(time -> {
            if (time.compareTo(BAKE) >= 0 && time.compareTo(BAKE.plusSeconds(20)) < 0) {
                throw new IllegalStateException("Connection reset");
            }
            return Verdict.well("OK");
        }));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void whatCannotBeLookedAtIsRefusedBeforeAnythingIsTouched() {
        Deployment deployment = world.version("1.1").bake(BAKE, () -> {
            throw PlatformException.refused("look at the alarm orders-5xx", "there is none");
        });

        DeploymentResult result = world.deploy(deployment);

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains("there is none");
        assertThat(platform.worlds.keySet()).containsExactly(BLUE);
        assertThatThrownBy(() -> world.deployer().plan(deployment)).hasMessageContaining("there is none");
    }

    @Test
    void thePlanNamesIt() {
        assertThat(world.deployer().plan(baked(time -> Verdict.well("OK"))).toString())
                .containsPattern("well while it bakes +alarm orders-5xx\n");
    }

    /** One request comes to whatever is live each time that somebody looks. */
    private void usersCome(int eachLook) {
        platform.countingRequests(eachLook);
    }

    @Test
    void aBakeCountsWhenEnoughRequestsWereSeen() {
        usersCome(1);

        DeploymentResult result = world.deploy(world.version("1.1").bake(BAKE, BakeCondition.requests(100)));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void aBakeInWhichTooFewCameIsNotTakenForAGoodOne() {
        usersCome(1);

        DeploymentResult result = world.deploy(world.version("1.1").bake(BAKE, BakeCondition.requests(10_000)));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message())
                .contains("at least 10000 requests said nothing at the end, which is not taken for well: ")
                .contains(" of 10000 requests");
        assertThat(platform.live()).isEqualTo(BLUE);
    }

    @Test
    void aRouterThatCannotCountRefusesItBeforeAnythingIsTouched() {
        DeploymentResult result = world.deploy(world.version("1.1").bake(BAKE, BakeCondition.requests(1)));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message())
                .contains("While trying to count the requests that " + BLUE + " got: the router cannot tell.");
        assertThat(platform.worlds.keySet()).containsExactly(BLUE);
    }

    @Test
    void aConditionIsToldWhatIsBaked() {
        List<EnvironmentName> baked = new ArrayList<>();
        BakeCondition condition = new BakeCondition() {
            @Override
            public Verdict look() {
                return Verdict.unknown("nobody said of what");
            }

            @Override
            public Verdict look(Baked watched) {
                baked.add(watched.environment());
                return Verdict.well("since " + watched.since());
            }
        };

        world.deploy(world.version("1.1").bake(BAKE, condition)).orElseThrow();

        assertThat(baked.get(0)).as("before anything is touched").isEqualTo(BLUE);
        assertThat(baked.subList(1, baked.size())).isNotEmpty().containsOnly(GREEN);
    }

    @Test
    void noRequestsAtAllIsNoCondition() {
        assertThatThrownBy(() -> BakeCondition.requests(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A bake of at least 0 requests? Expected 1 or more.");
    }
}
