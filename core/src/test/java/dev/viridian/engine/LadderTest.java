package dev.viridian.engine;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.FailureResponse;
import dev.viridian.HealthCheck;
import dev.viridian.MachineId;
import dev.viridian.Revision;
import dev.viridian.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LadderTest {
    private static final EnvironmentName GREEN = new EnvironmentName("orders-7-1");
    private static final MachineId SICK = new MachineId("orders-7-1.2");
    private static final Step CREATE =
            new Step.CreateEnvironment(GREEN, new Revision("1", "ab".repeat(32)), 1, Duration.ofMinutes(10));
    private static final Step AWAIT = new Step.AwaitHealthy(GREEN, 1, List.of(HealthCheck.tcp()));

    private static final Failure PASSING = new Failure.CallFailed("create", "throttled", true);
    private static final Failure REFUSED = new Failure.CallFailed("create", "no permission", false);
    private static final Failure FULL = new Failure.DiskFull("/var", "writing");
    private static final Failure UNHEALTHY = new Failure.Unhealthy(GREEN, SICK, "GET /", "503", Duration.ofMinutes(5));
    private static final Failure BROKEN = new Failure.InvariantBroken(1, "traffic goes elsewhere");

    private static Ladder ladder(FailureResponse response) {
        return new Ladder(response.responses());
    }

    /** The moves after one failure after the other, with the delays left out. */
    private static List<String> moves(Ladder ladder, Step step, Ladder.Users users, Failure... failures) {
        List<String> moves = new ArrayList<>();
        for (Failure failure : failures) {
            moves.add(ladder.next(step, failure, users).toString().replaceAll(" after .*", ""));
        }
        return moves;
    }

    @Test
    void responsesAreTriedInTheOrderWrittenEachWithinItsBudget() {
        assertThat(moves(
                        ladder(FailureResponse.DEFAULT),
                        CREATE,
                        Ladder.Users.ELSEWHERE,
                        PASSING,
                        PASSING,
                        PASSING,
                        PASSING,
                        PASSING,
                        PASSING))
                .containsExactly("retry", "retry", "retry", "rebuild the candidate", "roll back", "roll back");
    }

    @Test
    void retriesAreForEachStepAndRebuildsForTheWholeDeployment() {
        Ladder ladder = ladder(retry(1).then(rebuild()));

        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, PASSING, PASSING))
                .containsExactly("retry", "rebuild the candidate");
        ladder.stepSucceeded();
        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, PASSING, PASSING))
                .containsExactly("retry", "roll back");
    }

    @Test
    void aRemedyIsAppliedOnceAStepAndOnlyToItsKind() {
        Ladder ladder = ladder(
                when(Failure.DiskFull.class, remedy("prune", failure -> {})).then(retry(1)));

        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, PASSING, FULL, FULL))
                .containsExactly("retry", "remedy: prune", "roll back");
        ladder.stepSucceeded();
        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, FULL)).containsExactly("remedy: prune");
    }

    @Test
    void aRemedyForAWiderKindIsForAllOfIt() {
        Ladder ladder = ladder(when(Failure.class, remedy("any", failure -> {})).then(rollBack()));

        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, BROKEN)).containsExactly("remedy: any");
    }

    @Test
    void aRemedyThatIsWrittenAfterARetryComesWhenTheRetriesAreSpent() {
        Ladder ladder = ladder(retry(1).then(when(Failure.class, remedy("mend", failure -> {})))
                .then(rebuild()));

        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, PASSING, PASSING, PASSING, PASSING))
                .containsExactly("retry", "remedy: mend", "rebuild the candidate", "roll back");
    }

    @Test
    void twoRetriesHaveABudgetEach() {
        Ladder ladder = ladder(retry(1).then(when(Failure.class, remedy("mend", failure -> {})))
                .then(retry(2))
                .then(rollBack()));

        assertThat(moves(ladder, CREATE, Ladder.Users.ELSEWHERE, PASSING, PASSING, PASSING, PASSING, PASSING))
                .containsExactly("retry", "remedy: mend", "retry", "retry", "roll back");
    }

    @Test
    void theOneSickMachineIsRebuiltBeforeTheCandidate() {
        assertThat(moves(
                        ladder(rebuild().atMost(2)),
                        AWAIT,
                        Ladder.Users.ELSEWHERE,
                        UNHEALTHY,
                        UNHEALTHY,
                        UNHEALTHY,
                        UNHEALTHY,
                        UNHEALTHY))
                .containsExactly(
                        "rebuild machine orders-7-1.2",
                        "rebuild machine orders-7-1.2",
                        "rebuild the candidate",
                        "rebuild the candidate",
                        "roll back");
    }

    @Test
    void afterCutoverAMachineMayBeRebuiltButNotTheCandidateThatUsersDependOn() {
        assertThat(moves(ladder(rebuild().atMost(1)), AWAIT, Ladder.Users.THERE, UNHEALTHY, UNHEALTHY))
                .containsExactly("rebuild machine orders-7-1.2", "roll back");
        assertThat(moves(ladder(rebuild()), CREATE, Ladder.Users.THERE, PASSING))
                .containsExactly("roll back");
    }

    @Test
    void whileASwitchMayBeMadeAtAnyMomentNothingIsRebuilt() {
        assertThat(moves(ladder(FailureResponse.DEFAULT), AWAIT, Ladder.Users.MAY_COME, UNHEALTHY))
                .containsExactly("roll back");
    }

    @Test
    void waitingStepsAndRefusalsAreNotRetried() {
        assertThat(moves(ladder(retry(3)), AWAIT, Ladder.Users.ELSEWHERE, PASSING))
                .containsExactly("roll back");
        assertThat(moves(ladder(retry(3).then(rebuild())), CREATE, Ladder.Users.ELSEWHERE, REFUSED))
                .containsExactly("roll back");
        assertThat(moves(ladder(FailureResponse.DEFAULT), CREATE, Ladder.Users.ELSEWHERE, BROKEN))
                .containsExactly("roll back");
        assertThat(moves(ladder(FailureResponse.DEFAULT), AWAIT, Ladder.Users.ELSEWHERE, UNHEALTHY))
                .containsExactly("rebuild machine orders-7-1.2");
    }

    @Test
    void aLastResortIsTheEndAndRollingBackIsTheEndWhereNoneIsWritten() {
        assertThat(moves(ladder(halt()), CREATE, Ladder.Users.ELSEWHERE, PASSING, PASSING))
                .containsOnly("halt and leave all as it is");
        assertThat(moves(
                        ladder(retry(1).then(quarantine(Duration.ofHours(1)))),
                        CREATE,
                        Ladder.Users.ELSEWHERE,
                        PASSING,
                        PASSING))
                .containsExactly("retry", "roll back and keep the candidate out of traffic for 1 h");
        assertThat(moves(new Ladder(List.of()), CREATE, Ladder.Users.ELSEWHERE, PASSING))
                .containsExactly("roll back");
    }

    @Test
    void theSameFailuresLeadToTheSameMoves() {
        assertThat(ladder(retry(3)).next(CREATE, PASSING, Ladder.Users.ELSEWHERE))
                .isEqualTo(ladder(retry(3)).next(CREATE, PASSING, Ladder.Users.ELSEWHERE));
    }
}
