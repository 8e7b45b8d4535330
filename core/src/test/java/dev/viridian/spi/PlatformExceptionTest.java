package dev.viridian.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Failure;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PlatformExceptionTest {
    @Test
    void whatGaveNoAnswerMayGiveOneLaterAndItsCauseAloneSaysWhereItWasWaited() {
        TimeoutException cause = new TimeoutException();
        PlatformException unanswered = PlatformException.unanswered("find orders-1-1", Duration.ofSeconds(20), cause);
        assertThat(unanswered.failure())
                .isEqualTo(new Failure.CallFailed("find orders-1-1", "no answer within 20 s", true));
        assertThat(unanswered).hasCause(cause);
        assertThat(unanswered.getStackTrace()).isEmpty();
        assertThat(unanswered.getCause().getStackTrace()).isNotEmpty();
    }

    @Test
    void whereAControllerFindsOutThatItIsFencedOffIsNotSaid() {
        PlatformException fencedOff = PlatformException.fencedOff("its lease was taken over by anna.");
        assertThat(fencedOff.failure()).isEqualTo(new Failure.FencedOff("its lease was taken over by anna."));
        assertThat(fencedOff.getStackTrace()).isEmpty();
    }
}
