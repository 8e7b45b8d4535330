package dev.viridian.testing.assertions;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.faults.Faults;
import dev.viridian.testing.faults.Finding;
import dev.viridian.testing.faults.Scenario;
import dev.viridian.testing.simulation.Rule;
import dev.viridian.testing.simulation.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplorationAssertTest {
    private static final String LINE = "v1 RECOVERS at:1:17:ANSWER_LOST";

    private static Finding breaking(Rule rule, String line) {
        return new Finding(
                Scenario.parse(line), List.of(new Violation(rule, Instant.EPOCH, "found out " + rule.number())));
    }

    private static Exploration of(int broken, Finding... findings) {
        return new Exploration(
                Map.of("of one fault at one call", 41, "undisturbed", 1),
                broken,
                List.of(findings),
                List.of(),
                Duration.ofSeconds(1),
                findings.length == 0 ? "" : "Scenario: the smallest\n");
    }

    private static Arguments rule(Rule rule, Consumer<ExplorationAssert> assertion) {
        return arguments(rule, assertion);
    }

    static Stream<Arguments> eachRule() {
        return Stream.of(
                rule(Rule.TRAFFIC_ONLY_TO_PROVEN, ExplorationAssert::sendsTrafficOnlyToProven),
                rule(Rule.LAST_PROVEN_IS_KEPT, ExplorationAssert::keepsTheLastProven),
                rule(Rule.NO_TRAFFIC_IS_DROPPED, ExplorationAssert::neverDropsTraffic),
                rule(Rule.ENDS_IN_TIME, ExplorationAssert::endsInTime),
                rule(Rule.NOTHING_IS_LEFT, ExplorationAssert::leavesNothingBehind),
                rule(Rule.ENDS_AS_UNKILLED, ExplorationAssert::endsAsIfNeverKilled),
                rule(Rule.ONE_CONTROLLER, ExplorationAssert::letsOneControllerAct),
                rule(Rule.NOTIFIED_ONCE, ExplorationAssert::notifiesEveryFailure),
                rule(Rule.PUT_BACK, ExplorationAssert::putsBackWhatItChanged),
                rule(Rule.SILENCE_IS_NOT_GOOD, ExplorationAssert::neverTakesSilenceForGood),
                rule(Rule.NO_SECRETS, ExplorationAssert::letsNoSecretOut));
    }

    @Test
    void everyRuleHasAnAssertion() {
        assertThat(eachRule().map(arguments -> arguments.get()[0])).containsExactly((Object[]) Rule.values());
    }

    @ParameterizedTest
    @MethodSource("eachRule")
    void holdsARuleAndFailsWithTheLineThatReplaysIt(Rule rule, Consumer<ExplorationAssert> assertion) {
        assertion.accept(assertThat(of(0)));
        Rule another = rule == Rule.NO_SECRETS ? Rule.PUT_BACK : Rule.NO_SECRETS;
        assertion.accept(assertThat(of(1, breaking(another, LINE))));

        Exploration broken = of(1, breaking(rule, LINE));

        assertThatThrownBy(() -> assertion.accept(assertThat(broken)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("\nExpected that rule " + rule.number() + " holds in 42 scenarios, " + rule
                        + "\n but it is broken: found out " + rule.number()
                        + "\n   when: call 17 takes effect but the answer is lost"
                        + "\n  again: Faults.of(deployment).replay(\"" + LINE + "\")"
                        + "\n  and so in 1 scenario of those kept"
                        + "\nScenario: the smallest\n");
    }

    @Test
    void theStoryOfAnotherRuleIsNotTold() {
        Exploration broken = of(2, breaking(Rule.NO_SECRETS, LINE), breaking(Rule.PUT_BACK, LINE));

        assertThatThrownBy(() -> assertThat(broken).putsBackWhatItChanged())
                .hasMessageEndingWith("\nThe story is told by that line.\n");
    }

    @Test
    void aRuleOfWhichNobodyKnowsWhetherItHoldsDoesNot() {
        Exploration tooMany = of(900, breaking(Rule.NO_SECRETS, LINE));

        assertThatThrownBy(() -> assertThat(tooMany).neverDropsTraffic())
                .hasMessageStartingWith("\nExpected that rule 3 holds in 42 scenarios, no traffic is dropped"
                        + "\n but it is not known whether it does: of 900 scenarios that broke some rule only the 1 smallest"
                        + " were kept. Mend what those have found, and explore again.");
    }

    @Test
    void everyRuleTogether() {
        assertThat(of(0)).holdsEveryRule();

        Exploration broken = of(1, breaking(Rule.NO_SECRETS, LINE));
        assertThatThrownBy(() -> assertThat(broken).holdsEveryRule())
                .hasMessage("\nExpected that every rule holds in 42 scenarios\n but it broke one in 1 of them\n"
                        + broken.report());
    }

    @Test
    void countsScenarios() {
        assertThat(of(0)).hasExploredAtLeast(42);

        assertThatThrownBy(() -> assertThat(of(0)).hasExploredAtLeast(43))
                .hasMessageStartingWith(
                        "\nExpected that at least 43 scenarios were explored\n but it explored 42 scenarios\n");
    }

    @Test
    void aRealExplorationHoldsWhatItPromises() {
        assertThat(Faults.of(Said.ORDERS).in(Said.WORLD).pairs(50).random(50, 1).explore())
                .hasExploredAtLeast(500)
                .neverDropsTraffic()
                .leavesNothingBehind()
                .notifiesEveryFailure()
                .holdsEveryRule();
    }
}
