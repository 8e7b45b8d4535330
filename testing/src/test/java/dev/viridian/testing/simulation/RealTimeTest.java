package dev.viridian.testing.simulation;

import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.check;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.faults.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class RealTimeTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Deployment orders = Deployment.blueGreen()
            .artifact("s3://releases/orders/1.3/orders.tar.gz")
            .healthCheck(http("/health").within(Duration.ofMinutes(5)));

    private SimulatedWorld world = Simulation.of("orders").live("1.2", 2).open();

    private DeploymentResult deploy(Deployment deployment) {
        return Deployer.silently(world.platform()).as("the test").deploy(deployment);
    }

    private DeploymentResult deployTesting(SmokeTest.Code code) {
        return deploy(orders.smokeTest("takes orders", SmokeTest.code(code)));
    }

    private RealTimeUsed refusal(SmokeTest.Code code) {
        return catchThrowableOfType(RealTimeUsed.class, () -> deployTesting(code));
    }

    @Test
    void aSmokeTestThatSleepsForAnHourIsRefusedAtOnceAndToldWhere() {
        assertThat(refusal(green -> Thread.sleep(AN_HOUR.toMillis())))
                .hasMessageStartingWith("Code of yours waited for real inside a simulation, at ")
                .hasMessageContaining("(RealTimeTest.java:")
                .hasMessageContaining(" in Thread.sleep. Time is virtual there")
                .hasMessageContaining("time().sleep(…)");
    }

    @Test
    void aSmokeTestThatSleepsForTheShortestTimeIsRefusedEachTime() {
        for (int i = 0; i < 20; i++) {
            world = Simulation.of("orders").live("1.2", 2).open();

            assertThat(refusal(green -> Thread.sleep(1)))
                    .hasMessageContaining("(RealTimeTest.java:")
                    .hasMessageContaining("in Thread.sleep");
        }
    }

    @Test
    void aHealthCheckThatSleepsIsRefused() {
        Deployment sleeping = orders.healthCheck(check("queue is connected", machine -> Thread.sleep(1)));

        assertThatThrownBy(() -> deploy(sleeping))
                .isInstanceOf(RealTimeUsed.class)
                .hasMessageContaining("(RealTimeTest.java:");
    }

    @Test
    void aRemedyThatSleepsIsRefused() {
        world = Simulation.of("orders")
                .live("1.2", 2)
                .everyMachine("1.3", Fate.comesUpSick())
                .open();
        Deployment mended = orders.onFailure(when(Failure.class, remedy("wait a little", failure -> Thread.sleep(1)))
                .then(rollBack()));

        assertThatThrownBy(() -> deploy(mended))
                .isInstanceOf(RealTimeUsed.class)
                .hasMessageContaining("(RealTimeTest.java:");
    }

    @Test
    void waitingForAnotherThreadIsRefused() {
        CountDownLatch never = new CountDownLatch(1);

        assertThat(refusal(green -> never.await())).hasMessageContaining("in CountDownLatch.await");
        assertThat(refusal(green -> new CompletableFuture<String>().get(1, TimeUnit.HOURS)))
                .hasMessageContaining("in CompletableFuture.get");
    }

    @Test
    void codeThatWrapsItsInterruptionIsToldWhereAllTheSame() {
        assertThat(refusal(green -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                }))
                .hasMessageContaining("(RealTimeTest.java:");
    }

    @Test
    void codeThatKeepsItsInterruptionToItselfIsRefusedToo() {
        assertThat(refusal(green -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        assertThat(e).isNotNull();
                    }
                }))
                .hasMessageStartingWith("Code of yours waited for real inside a simulation, and caught the"
                        + " InterruptedException that would have told where.");
    }

    @Test
    void waitingInVirtualTimeIsWhatTheWorldIsFor() {
        DeploymentResult result = deployTesting(green -> world.platform().time().sleep(Duration.ofSeconds(50)));

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void aLockThatIsFreeAndAPermitThatIsThereAreNoWait() {
        ReentrantLock lock = new ReentrantLock();
        Semaphore permits = new Semaphore(1);

        DeploymentResult result = deployTesting(green -> {
            assertThat(lock.tryLock(1, TimeUnit.SECONDS)).isTrue();
            permits.acquire();
            permits.release();
            lock.unlock();
        });

        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void aLockThatSomebodyElseHoldsForAMomentIsNobodysFault() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch locked = new CountDownLatch(1);
        List<String> taken = new ArrayList<>();
        Thread other = new Thread(() -> {
            lock.lock();
            try {
                locked.countDown();
                while (!lock.hasQueuedThreads()) {
                    Thread.onSpinWait();
                }
            } finally {
                lock.unlock();
            }
        });
        other.start();
        locked.await();

        DeploymentResult result = deployTesting(green -> {
            lock.lock();
            try {
                taken.add("the lock");
            } finally {
                lock.unlock();
            }
        });

        other.join();
        assertThat(taken).isNotEmpty();
        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void anExplorationRefusesBeforeItExplores() {
        Deployment sleeping = orders.smokeTest("takes orders", SmokeTest.code(green -> Thread.sleep(1)));

        assertThatThrownBy(() -> Faults.explore(sleeping))
                .isInstanceOf(RealTimeUsed.class)
                .hasMessageContaining("(RealTimeTest.java:");
    }

    @Test
    void anExplorationRefusesCodeThatWaitsForLongWhereOnlyFaultsBringItAbout() {
        for (int threads = 1; threads <= 2; threads++) {
            Faults faults = Faults.of(waitingToBeMended()).threads(threads);

            assertThatThrownBy(faults::explore)
                    .isInstanceOf(RealTimeUsed.class)
                    .hasMessageContaining("(RealTimeTest.java:")
                    .hasMessageContaining("in Thread.sleep");
        }
    }

    @Test
    void aReplayRefusesItToo() {
        assertThatThrownBy(() -> Faults.of(waitingToBeMended()).replay("v1 RECOVERS at:1:17:FAILS"))
                .isInstanceOf(RealTimeUsed.class)
                .hasMessageContaining("(RealTimeTest.java:");
    }

    private Deployment waitingToBeMended() {
        return orders.onFailure(when(
                        Failure.CallFailed.class, remedy("wait", failure -> Thread.sleep(AN_HOUR.toMillis())))
                .then(rollBack()));
    }

    @Test
    void whereItIsAllowedCodeMayWait() {
        world = Simulation.of("orders").live("1.2", 2).allowingRealTime().open();

        assertThat(deployTesting(green -> Thread.sleep(1)).outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void theThreadIsNotLeftInterrupted() {
        refusal(green -> Thread.sleep(AN_HOUR.toMillis()));
        refusal(green -> Thread.sleep(1));

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
