package dev.viridian.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViridianExtensionTest {
    @Test
    void eachTestHasAWorldOfItsOwnAndAllOfItTakesTheSame() {
        Launched launched = Launched.of(Samples.Green.class);

        assertThat(launched.ended()).hasSize(4);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
    }

    @Test
    void withoutADescriptionNothingIsLive() {
        Launched launched = Launched.of(Samples.WithoutADescription.class);

        assertThat(launched.ended()).hasSize(1);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
    }

    @Test
    void aGreenTestThatLeftSomethingFailsAndSaysWhat() {
        Launched launched = Launched.of(Samples.Leaking.class);

        assertThat(launched.failureOf("anEnvironment"))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Leaking.anEnvironment(Deployer) passed, and left something behind:\n"
                        + "  - ENVIRONMENT: orders-1-1 running 1.3 (sha256 020014130200) on 2 of 2 machines: it gets no traffic"
                        + " and is not in quarantine\n"
                        + "Expected nothing: have the test bring it in order (after a death deployer.recover() does, after a halt the"
                        + " next deployment), or say that it is meant by @MayLeave(Leftover.ENVIRONMENT). What happened:\n"
                        + "Calls\n");
        assertThat(launched.failureOf("aLease"))
                .hasMessageContaining(
                        "  - LEASE: the lease was not given back: token 1, holder somebody, since 2026-01-01");
        assertThat(launched.failureOf("aNotification"))
                .hasMessageContaining("  - NOTIFICATION: not sent by the log: ")
                .hasMessageContaining("orders#1");
        assertThat(launched.failureOf("aBrokenRule"))
                .hasMessageContaining("  - BROKEN_RULE: rule 3, no traffic is dropped: traffic goes nowhere");
    }

    @Test
    void whatATestSaysThatItMayLeaveDoesNotFailItAndAnythingElseDoes() {
        Launched launched = Launched.of(Samples.Leaking.class);

        assertThat(launched.ended().get("anEnvironmentAsItSays(Deployer)")).isEmpty();
        assertThat(launched.failureOf("moreThanItSays"))
                .hasMessageContaining("LEASE")
                .hasMessageNotContaining("  - ENVIRONMENT");
    }

    @Test
    void aTestIsCalledByItsMethodWhateverItIsDisplayedAs() {
        Launched launched = Launched.of(Samples.LeakingWithArguments.class);

        assertThat(launched.ended().values())
                .extracting(failure ->
                        failure.orElseThrow().getMessage().lines().findFirst().orElseThrow())
                .containsExactlyInAnyOrder(
                        "LeakingWithArguments.anEnvironment [1] argument=a passed, and left something behind:",
                        "LeakingWithArguments.another leaves an environment passed, and left something behind:");
    }

    @Test
    void whatIsAdvisedBringsThingsInOrder() {
        Launched launched = Launched.of(Samples.BringingInOrder.class);

        assertThat(launched.ended()).hasSize(2);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
    }

    @Test
    void whatAClassMayLeaveThoseMayThatExtendIt() {
        Launched launched = Launched.of(Samples.Derived.class);

        assertThat(launched.ended()).hasSize(1);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
    }

    @Test
    void nestedClassesHaveTheWorldAroundThemOrTheirOwn() {
        Launched launched = Launched.of(Samples.Outer.class);

        assertThat(launched.ended()).hasSize(3);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
    }

    @Test
    void aFailedTestIsFollowedByItsStory() {
        Samples.Failing.PRINTED.reset();

        Launched.of(Samples.Failing.class);

        assertThat(Samples.Failing.PRINTED.toString(StandardCharsets.UTF_8))
                .startsWith("Failing.isDeployed(Deployer) failed. What happened:\nCalls\n")
                .containsSubsequence(
                        "create orders-1-1: accepted",
                        "What users got",
                        "  0:00:00.000  orders-0-1 100 %; 2 machines serve, 100 % answered",
                        "What the controllers say",
                        "did not become healthy within 5 min",
                        "In the end",
                        "traffic goes orders-0-1 100 %")
                .as("one that was aborted has no story")
                .doesNotContain("isNotMeantToRun");
    }

    @Test
    void testsRunAtTheSameTimeEachInItsOwnWorld() {
        Launched launched = Launched.of(
                Samples.AtTheSameTime.class,
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "2"));

        assertThat(launched.ended()).hasSize(8);
        assertThat(launched.allPassed()).as(launched.toString()).isTrue();
        assertThat(Samples.AtTheSameTime.WORLDS).hasSize(8);
        assertThat(Samples.AtTheSameTime.THREADS).hasSizeGreaterThan(1);
    }

    @Test
    void aConstructorGetsNothingBecauseItBelongsToNoTest() {
        assertThat(Launched.of(Samples.InItsConstructor.class).failureOf("isNotReached"))
                .hasMessageContaining("takes a SimulatedWorld, and there is one for each test only")
                .hasMessageContaining("@BeforeEach");
    }

    @Test
    void twoDescriptionsOfOneWorldAreRefused() {
        assertThat(Launched.of(Samples.WithTwoWorlds.class).failureOf("isNotReached"))
                .rootCause()
                .hasMessage("WithTwoWorlds has 2 fields and methods with @World. Expected one: a test has one world.");
    }

    @Test
    void whatIsNoDescriptionIsRefusedWithAnExample() {
        assertThat(Launched.of(Samples.WithSomethingElse.class).failureOf("isNotReached"))
                .rootCause()
                .hasMessage("What @World marks in WithSomethingElse is orders. Expected a Simulation, such as"
                        + " Simulation.of(\"orders\").live(\"1.2\", 4).");
    }
}
