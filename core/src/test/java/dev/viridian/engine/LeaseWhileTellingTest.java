package dev.viridian.engine;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.state.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Receivers that do not answer are waited for much longer than a lease lasts, and nobody takes over meanwhile. */
class LeaseWhileTellingTest {
    private final InMemoryPlatform platform = new InMemoryPlatform();
    private final List<Notifier> hanging =
            IntStream.rangeClosed(1, 8).<Notifier>mapToObj(Hanging::new).toList();
    private final List<Duration> leftOfTheLease = new ArrayList<>();

    private final class Hanging implements Notifier {
        private final int number;

        Hanging(int number) {
            this.number = number;
        }

        @Override
        public void send(Notification notification) {
            platform.sleep(Duration.ofHours(1));
        }

        @Override
        public String toString() {
            return "receiver " + number;
        }
    }

    /** What hangs is cut off, and then the lease must still be one's own. */
    @BeforeEach
    void lookAtTheLeaseWheneverSomebodyIsGivenUp() {
        platform.cutsOff = true;
        platform.onCutOff = () -> leftOfTheLease.add(Duration.between(platform.clock(), until()));
    }

    private Instant until() {
        String text = platform.store.read("lease").orElseThrow().document().text();
        return Instant.parse(text.lines().toList().get(3).substring("until ".length()));
    }

    private void requireHeldFor(Duration atLeast, Instant since) {
        assertThat(Duration.between(since, platform.clock())).isGreaterThan(atLeast);
        assertThat(leftOfTheLease)
                .hasSizeGreaterThanOrEqualTo(8)
                .allMatch(left -> !left.isNegative() && !left.isZero());
        assertThat(platform.store.read("lease").orElseThrow().document().text()).contains("holder nobody");
        leftOfTheLease.clear();
    }

    private Deployment release() {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/1.0/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .notifying(hanging.get(0), hanging.subList(1, 8).toArray(Notifier[]::new));
    }

    @Test
    void atTheEndOfADeployment() {
        Instant before = platform.clock();

        DeploymentResult result = Deployer.on(platform).deploy(release());

        assertThat(result.succeeded()).isTrue();
        assertThat(result.events(Event.NotificationFailed.class))
                .hasSize(8)
                .allMatch(given -> given.cause().equals("it did not end within 10 s and was interrupted"));
        requireHeldFor(Lease.TIME_TO_LIVE.multipliedBy(2), before);
    }

    @Test
    void whenTheNextOneTellsHowTheLastDeploymentEnded() {
        Deployer.on(platform).deploy(release());
        forgetThatItIsInTheHistory();
        leftOfTheLease.clear();
        Instant before = platform.clock();

        assertThat(Deployer.on(platform).deploy(release()).succeeded()).isTrue();

        requireHeldFor(Lease.TIME_TO_LIVE.multipliedBy(2), before);
    }

    private void forgetThatItIsInTheHistory() {
        var entry = platform.store.read("history/000001").orElseThrow();
        platform.store.delete("history/000001", entry.version());
    }

    @Test
    void whenWhatWaitsIsTriedAgain() {
        Deployer.on(platform).deploy(release());
        leftOfTheLease.clear();
        Instant before = platform.clock();

        Deployer.on(platform)
                .notifying(hanging.get(0), hanging.subList(1, 8).toArray(Notifier[]::new))
                .recover();

        requireHeldFor(Lease.TIME_TO_LIVE, before);
    }
}
