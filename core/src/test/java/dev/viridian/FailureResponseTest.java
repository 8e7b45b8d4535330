package dev.viridian;

import static dev.viridian.FailureResponse.halt;
import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureResponseTest {
    private static final Response RETRY = new Response.Retrying(3, Duration.ofSeconds(1));
    private static final Response REBUILD = new Response.Rebuilding(1);

    private final Remedy prune = remedy("prune", failure -> {});
    private final Response pruning = new Response.Remedying(Failure.DiskFull.class, prune);

    @Test
    void eachWordIsAResponse() {
        assertThat(retry(3).responses()).containsExactly(RETRY);
        assertThat(when(Failure.DiskFull.class, prune).responses()).containsExactly(pruning);
        assertThat(rebuild().responses()).containsExactly(REBUILD);
        assertThat(rollBack().responses()).containsExactly(new Response.RollingBack());
        assertThat(quarantine(Duration.ofHours(1)).responses())
                .containsExactly(new Response.Quarantining(Duration.ofHours(1)));
        assertThat(halt().responses()).containsExactly(new Response.Halting());
    }

    @Test
    void responsesAreInTheOrderInWhichTheyWereWritten() {
        assertThat(retry(3).then(rebuild().atMost(2)).then(rollBack()).responses())
                .containsExactly(RETRY, new Response.Rebuilding(2), new Response.RollingBack());
        assertThat(retry(3).then(when(Failure.DiskFull.class, prune))
                        .then(rebuild())
                        .then(halt())
                        .responses())
                .containsExactly(RETRY, pruning, REBUILD, new Response.Halting());
        assertThat(when(Failure.DiskFull.class, prune)
                        .then(when(Failure.DiskFull.class, prune))
                        .then(retry(3).after(Duration.ofSeconds(5)))
                        .then(rollBack())
                        .responses())
                .containsExactly(
                        pruning, pruning, new Response.Retrying(3, Duration.ofSeconds(5)), new Response.RollingBack());
        assertThat(when(Failure.DiskFull.class, prune).then(rollBack()).responses())
                .hasSize(2);
        assertThat(retry(3).then(rollBack()).responses()).hasSize(2);
    }

    @Test
    void wordsThatComeAfterThenKeepWhatCameBefore() {
        assertThat(retry(3).then(rebuild()).atMost(4).responses()).containsExactly(RETRY, new Response.Rebuilding(4));
        assertThat(when(Failure.DiskFull.class, prune)
                        .then(retry(3))
                        .after(Duration.ZERO)
                        .responses())
                .containsExactly(pruning, new Response.Retrying(3, Duration.ZERO));
        assertThat(retry(1).then(when(Failure.DiskFull.class, prune)
                                .then(retry(3))
                                .then(rebuild()))
                        .responses())
                .containsExactly(new Response.Retrying(1, Duration.ofSeconds(1)), pruning, RETRY, REBUILD);
    }

    @Test
    void everyWordReturnsANewValue() {
        FailureResponse.Retry retry = retry(3);
        FailureResponse.Rebuild rebuild = rebuild();

        assertThat(List.of(retry.after(Duration.ZERO), retry.then(rollBack()), retry.then(rebuild)))
                .hasSize(3);
        assertThat(rebuild.atMost(5).responses()).isNotEqualTo(rebuild.responses());
        assertThat(retry.responses()).containsExactly(RETRY);
        assertThat(rebuild.responses()).containsExactly(REBUILD);
    }

    @Test
    void refusesBudgetsThatAllowNothing() {
        assertRefused(() -> retry(0), "Retry 0 times? Expected 1 or more.");
        assertRefused(() -> rebuild().atMost(0), "Rebuild at most 0 times? Expected 1 or more.");
        assertRefused(() -> retry(1).after(Duration.ofSeconds(-1)), "The delay before a retry is -1 s");
        assertRefused(() -> quarantine(Duration.ZERO), "The time in quarantine is 0 s");
        assertRefused(() -> prune.within(Duration.ZERO), "The deadline of remedy 'prune' is 0 s");
    }

    @Test
    void responsesSayWhatTheyDo() {
        assertThat(retry(1).then(when(Failure.DiskFull.class, prune))
                        .then(rebuild().atMost(2))
                        .responses())
                .extracting(Response::toString)
                .containsExactly("retry once, first after 1 s", "when DiskFull: prune", "rebuild at most 2 times");
        assertThat(List.of(rollBack(), quarantine(Duration.ofHours(1)), halt()))
                .extracting(last -> last.responses().get(0).toString())
                .containsExactly(
                        "roll back",
                        "roll back and keep the candidate out of traffic for 1 h",
                        "halt and leave all as it is");
    }

    private static void assertRefused(Runnable word, String why) {
        assertThatThrownBy(word::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
