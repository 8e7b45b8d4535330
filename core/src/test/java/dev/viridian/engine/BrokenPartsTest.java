package dev.viridian.engine;

import static dev.viridian.engine.TwoReleases.BLUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter whose smallest parts hang, throw or say nonsense: what is answered without asking anybody, the clock, the tasks. */
class BrokenPartsTest {
    private final TwoReleases world = new TwoReleases();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pace              | use the pace() of the platform
            present           | ask the platform which process this is
            stragglersComeFor | ask the router for how long users come to where they were sent before
            """)
    void whatHangsThoughItAsksNobodyRefusesTheDeployment(String method, String call) {
        world.platform.cutsOff = true;

        DeploymentResult result = deployOn(altered(method, real -> {
            world.platform.sleep(Duration.ofDays(2));
            return real.call();
        }));

        assertRefused(result, "While trying to " + call + ": no answer within 20 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pace", "present", "stragglersComeFor", "begin"})
    void whatThrowsRefusesTheDeployment(String method) {
        DeploymentResult result = deployOn(altered(method, real -> {
            throw new NoClassDefFoundError("com/example/Client");
        }));

        assertRefused(result, "NoClassDefFoundError: com/example/Client");
    }

    @Test
    void whereNobodyCanTellWhetherAControllerIsDeadItsLeaseRunsOut() {
        world.platform.cutsOff = true;
        world.killedAt(call -> call.equals("create orders-2-1"), world.version("1.1"));

        DeploymentResult result = deployOn(altered("isDead", real -> {
            world.platform.sleep(Duration.ofDays(2));
            return true;
        }));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void aRouterThatCannotSayHowSoonToLookAgainIsLookedAtInThePaceOfThePlatform() {
        DeploymentResult result = deployOn(altered("lookAgainAfter", real -> {
            throw new IllegalStateException("not yet");
        }));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void aPaceThatIsNoneRefusesTheDeployment() {
        DeploymentResult result = deployOn(altered("pace", real -> Duration.ZERO));

        assertRefused(result, "The pace is 0 s. Expected more than zero.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_orders", "-orders", "", "größe", "orders v2"})
    void nobodyGetsADeployerForAnApplicationThatNoEnvironmentCouldBeNamedAfter(String application) {
        Platform platform = altered("application", real -> application);

        assertThatThrownBy(() -> Deployer.on(platform))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The platform calls its application '" + application
                        + "'. Expected 1 to 87 lower-case letters, digits and dashes, a letter or a digit first:"
                        + " environments are named after it.");
    }

    @Test
    void theNameOfAnApplicationMayHave87Letters() {
        assertThat(Deployer.on(altered("application", real -> "o".repeat(87)))).isNotNull();
        assertThatThrownBy(() -> Deployer.on(altered("application", real -> "o".repeat(88))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application | use the application() of the platform
            now         | read the clock
            """)
    void nobodyGetsADeployerWhereWhatEachDeploymentNeedsThrows(String method, String call) {
        Platform platform = altered(method, real -> {
            throw new IllegalStateException("not configured");
        });

        assertThatThrownBy(() -> Deployer.on(platform))
                .isInstanceOf(PlatformException.class)
                .hasMessage("While trying to " + call + ": IllegalStateException: not configured");
    }

    /** However far it has come: how it ended is a result, and told once. */
    @Test
    void aClockThatSaysNothingAnyMoreEndsTheDeployment() {
        int asked = timesAsked("now", look -> false);

        for (int last = 2; last < asked; last++) {
            assertEndsThoughCallsFail("now", last);
        }
    }

    @Test
    void tasksThatAreRefusedFromSomeTimeOnEndTheDeployment() {
        int asked = timesAsked("within", look -> false);

        for (int last = 2; last < asked; last++) {
            assertEndsThoughCallsFail("within", last);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "within", "all", "begin", "sleep"})
    void oneCallThatFailsLeavesNothingBehind(String method) {
        int asked = timesAsked(method, look -> false);

        for (int failing = 2; failing <= asked; failing++) {
            int only = failing;
            TwoReleases other = new TwoReleases();
            DeploymentResult result = deployed(other, method, look -> look == only);

            assertToldOnce(other, result, method + " " + failing);
            if (result.outcome() != Outcome.HALTED) {
                assertThat(other.platform.worlds.keySet())
                        .as(method + " " + failing + "\n" + result.timeline())
                        .allMatch(name -> name.equals(other.platform.live()) || isToldToBeLeft(name, result));
            }
        }
    }

    private static int timesAsked(String method, IntPredicate failing) {
        int[] looks = {0};
        deployed(new TwoReleases(), method, look -> {
            looks[0] = look;
            return failing.test(look);
        });
        return looks[0];
    }

    private static void assertEndsThoughCallsFail(String method, int last) {
        TwoReleases other = new TwoReleases();
        DeploymentResult result = deployed(other, method, look -> look > last);

        assertToldOnce(other, result, method + " after " + last);
    }

    private static void assertToldOnce(TwoReleases world, DeploymentResult result, String when) {
        if (result.failure().filter(Failure.FencedOff.class::isInstance).isPresent()) {
            return; // Whoever may not go on tells nobody: how it ends is the next controller's matter.
        }
        boolean undelivered = result.events().stream().anyMatch(event -> event instanceof Event.NotificationFailed);
        assertThat(world.sent)
                .as(when + "\n" + result.timeline())
                .filteredOn(message -> message.outcome().isPresent())
                .extracting(message -> message.outcome().get())
                .containsExactlyElementsOf(undelivered ? List.of() : List.of(result.outcome()));
    }

    private static boolean isToldToBeLeft(EnvironmentName name, DeploymentResult result) {
        return result.events(Event.CleanUpFailed.class).stream()
                .anyMatch(event -> (event.step() + event.message()).contains(name.value()));
    }

    private static DeploymentResult deployed(TwoReleases world, String method, IntPredicate failing) {
        int[] looks = {0};
        Platform platform = AlteredParts.of(world.platform, method, real -> {
            if (failing.test(++looks[0])) {
                throw new RejectedExecutionException("no answer " + looks[0]);
            }
            return real.call();
        });
        return Deployer.on(platform).deploy(world.version("1.1").bake(Duration.ofMinutes(1)));
    }

    private Platform altered(String method, AlteredParts.Instead instead) {
        return AlteredParts.of(world.platform, method, instead);
    }

    private DeploymentResult deployOn(Platform platform) {
        return Deployer.on(platform).deploy(world.version("1.1"));
    }

    private void assertRefused(DeploymentResult result, String found) {
        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains(found);
        assertThat(world.sent).extracting(Notification::outcome).containsExactly(Optional.of(Outcome.REFUSED));
        assertThat(world.platform.worlds).containsOnlyKeys(BLUE);
    }
}
