package dev.viridian.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.CodeProbe;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CodeQuestionTest {
    private static final Machine MACHINE = HttpQuestionTest.at("127.0.0.1", 8080);

    private final RealProbes probes = RealProbes.create();

    @Test
    void isContentWithCodeThatReturns() {
        AtomicReference<String> seen = new AtomicReference<>();
        assertThat(ask(machine -> seen.set(machine.host()))).isEqualTo(Answer.well("passed"));
        assertThat(seen).hasValue("127.0.0.1");
    }

    @Test
    void tellsTheClassAndMessageOfAnExceptionAndItsCauses() {
        assertThat(ask(machine -> {
                    throw new IllegalStateException("queue is stuck", new java.io.IOException("token=abc refused"));
                }))
                .isEqualTo(
                        Answer.sick("IllegalStateException: queue is stuck, caused by IOException: token=*** refused"));
        assertThat(ask(machine -> {
                    throw new IllegalStateException();
                }))
                .isEqualTo(Answer.sick("IllegalStateException"));
    }

    @Test
    void takesAFailedAssertionForABadAnswer() {
        assertThat(ask(machine -> assertThat(machine.port()).isEqualTo(80)).text())
                .contains("AssertionFailedError", "expected: 80", "but was: 8080");
    }

    @Test
    void survivesACheckThatCannotRun() {
        assertThat(ask(machine -> {
                    throw new NoClassDefFoundError("com/example/Client");
                }))
                .isEqualTo(Answer.sick("the check cannot run here, a class of it is missing or does not fit:"
                        + " NoClassDefFoundError: com/example/Client"));
        assertThat(ask(machine -> {
                            throw new StackOverflowError("too deep");
                        })
                        .text())
                .startsWith("the check broke down and says nothing of the machine: StackOverflowError");
    }

    @Test
    void interruptsCodeThatTakesTooLong() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Answer answer = probes.ask(
                new CodeProbe("waits", machine -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                }),
                MACHINE,
                Duration.ofMillis(50));
        assertThat(answer).isEqualTo(Answer.sick("no answer within 50 ms"));
        interrupted.await();
    }

    @Test
    void tellsATimeoutOfTheCodesOwnFromBeingLate() {
        assertThat(ask(machine -> {
                    throw new TimeoutException("the queue took 3 s");
                }))
                .isEqualTo(Answer.sick("TimeoutException: the queue took 3 s"));
    }

    @Test
    void anInterruptedQuestionIsABadAnswerAndTheThreadStaysInterrupted() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        Answer answer = ask(machine -> never.await());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(answer).isEqualTo(Answer.sick("the question was interrupted before there was an answer"));
    }

    @Test
    void refusesACompositeProbe() {
        assertThatThrownBy(() -> probes.ask(
                        HealthCheck.allOf(HealthCheck.tcp(), HealthCheck.http("/health")),
                        MACHINE,
                        Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("all of (TCP connection is accepted; GET /health)")
                .hasMessageContaining("takes a composite probe apart");
    }

    private Answer ask(CodeProbe.Check check) {
        return probes.ask(new CodeProbe("check", check), MACHINE, Duration.ofMinutes(1));
    }
}
