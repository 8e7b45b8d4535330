package dev.viridian.engine;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import dev.viridian.Deployment;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.Outcome;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.report.WebhookNotifier;
import dev.viridian.state.Outbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A receiver that is dead loses nothing and fails nothing. */
class OutboxDeliveryTest {
    private final InMemoryPlatform platform = new InMemoryPlatform();
    private final Receiver operations = new Receiver("operations");
    private final Receiver developers = new Receiver("developers");

    private static final class Receiver implements Notifier {
        final List<String> received = new ArrayList<>();
        private final String name;
        boolean dead;
        int attempts;

        Receiver(String name) {
            this.name = name;
        }

        @Override
        public void send(Notification notification) {
            attempts++;
            if (dead) {
                throw new IllegalStateException("no network");
            }
            received.add(notification.key());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private DeploymentResult deploy(String version) {
        return deploy(version, operations, developers);
    }

    private DeploymentResult deploy(String version, Notifier first, Notifier... more) {
        Deployment deployment = Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .notifying(first, more);
        return Deployer.on(platform).deploy(deployment);
    }

    private List<String> waiting() {
        return Outbox.in(platform.store).keys();
    }

    @Test
    void whatIsDeliveredWaitsNoMore() {
        deploy("1.0");

        assertThat(operations.received).containsExactly("orders#1/outcome-deployed");
        assertThat(developers.received).containsExactly("orders#1/outcome-deployed");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatADeadReceiverDidNotGetItGetsFromTheNextDeploymentAndOthersDoNotGetAgain() {
        operations.dead = true;
        DeploymentResult result = deploy("1.0");
        assertThat(result.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(result.events(Event.NotificationFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.notifier()).isEqualTo("operations"));
        assertThat(waiting()).containsExactly("outbox/000001.outcome-deployed");
        operations.dead = false;

        deploy("1.1");

        assertThat(operations.received)
                .containsExactlyInAnyOrder("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(developers.received).containsExactly("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(waiting()).isEmpty();
    }

    @Test
    void aReceiverThatIsStillDeadIsNotTriedAgainForEachThatWaits() {
        operations.dead = true;
        deploy("1.0");
        deploy("1.1");
        deploy("1.2");
        operations.attempts = 0;

        Deployer.on(platform).notifying(operations).recover();

        assertThat(operations.attempts).isEqualTo(1);
        assertThat(waiting()).hasSize(3);
    }

    @Test
    void recoveringDeliversWhatWaits() {
        operations.dead = true;
        deploy("1.0");
        operations.dead = false;

        Recovery recovery = Deployer.on(platform).notifying(operations).recover();

        assertThat(recovery).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));
        assertThat(operations.received).containsExactly("orders#1/outcome-deployed");
    }

    @Test
    void whatCannotBeDeliveredIsCounted() {
        operations.dead = true;
        deploy("1.0");

        assertThat(Deployer.on(platform).recover()).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 1));
    }

    @Test
    void twoReceiversOfOneNameAreToldApart() {
        Receiver twin = new Receiver("operations");
        twin.dead = true;
        deploy("1.0", operations, twin);
        twin.dead = false;

        deploy("1.1", operations, twin);

        assertThat(operations.received).containsExactly("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(twin.received).containsExactlyInAnyOrder("orders#1/outcome-deployed", "orders#2/outcome-deployed");
    }

    @Test
    void aDamagedNotificationKeepsNothingElseFromBeingDelivered() {
        operations.dead = true;
        deploy("1.0");
        operations.dead = false;
        platform.store.createIfAbsent("outbox/000000.outcome", () -> "{\"format\":2,\"owed\":[\"oper");

        assertThat(deploy("1.1").succeeded()).isTrue();

        assertThat(operations.received).contains("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(waiting()).containsExactly("outbox/000000.outcome");
    }

    @Test
    void whatADeadReceiverMissedIsSaidToWait() {
        operations.dead = true;

        assertThat(saidWhileDeploying())
                .anyMatch(line -> line.startsWith("Could not notify by operations"))
                .contains(
                        "Notification orders#1/outcome-deployed waits in the outbox for [operations], until the next deployment tells it.");
    }

    @Test
    void whatCouldNotBePutIntoTheOutboxIsNotSaidToWaitThere() {
        operations.dead = true;
        platform.store.createIfAbsent("outbox/000001.outcome-deployed", () -> "{\"format\":2,\"owed\":[\"oper");

        assertThat(saidWhileDeploying())
                .anyMatch(line -> line.startsWith("Could not notify by operations"))
                .noneMatch(line -> line.contains("waits in the outbox"));
    }

    private List<String> saidWhileDeploying() {
        Logger logger = (Logger) LoggerFactory.getLogger(NotificationDesk.class);
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        logger.addAppender(heard);
        logger.setLevel(Level.WARN);
        try {
            deploy("1.0");
        } finally {
            logger.detachAppender(heard);
            logger.setLevel(null);
        }
        return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void eachDeploymentThatIsRefusedBeforeItHasANumberIsToldWithAKeyOfItsOwn() {
        platform.store.createIfAbsent("last-deployment", () -> "seven\n");

        deploy("1.0");
        platform.sleep(Duration.ofSeconds(1));
        deploy("1.0");

        assertThat(operations.received)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(key -> key.startsWith("orders#-/outcome-"));
    }

    /** One that takes so long, and has so long. */
    private final class Slow implements Notifier {
        private final Duration takes;
        private final Duration has;
        int heard;

        Slow(Duration takes, Duration has) {
            this.takes = takes;
            this.has = has;
        }

        @Override
        public void send(Notification notification) {
            platform.sleep(takes);
            heard++;
        }

        @Override
        public Duration deadline() {
            return has;
        }
    }

    @Test
    void whoSaysThatItNeedsLongerHasLonger() {
        platform.cutsOff = true;
        Slow slow = new Slow(Duration.ofSeconds(20), Duration.ofSeconds(25));

        deploy("1.0", slow);

        assertThat(slow.heard).isEqualTo(1);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void nobodyHasLongerThanTheLeaseBears() {
        platform.cutsOff = true;
        Slow slow = new Slow(Duration.ofSeconds(31), Duration.ofMinutes(5));

        DeploymentResult result = deploy("1.0", slow);

        assertThat(result.events(Event.NotificationFailed.class))
                .extracting(Event.NotificationFailed::cause)
                .containsExactly("it did not end within 30 s and was interrupted");
        assertThat(waiting()).hasSize(1);
    }

    /** As a chat system is: one host, and an address for each channel. */
    @Test
    void webhooksOfOneHostGetWhatIsOwedToEachWhereverItIsNamed() throws IOException {
        Map<String, List<String>> received = new TreeMap<>();
        Set<String> down = new HashSet<>(Set.of("/operations"));
        HttpServer chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/", exchange -> {
            String channel = exchange.getRequestURI().getPath();
            boolean isDown = down.contains(channel);
            if (!isDown) {
                received.computeIfAbsent(channel, first -> new ArrayList<>())
                        .add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            }
            exchange.sendResponseHeaders(isDown ? 503 : 200, -1);
            exchange.close();
        });
        chat.start();
        try {
            URI host = URI.create("http://127.0.0.1:" + chat.getAddress().getPort());
            Notifier operators = WebhookNotifier.to(host.resolve("/operations"));
            Notifier everybody = WebhookNotifier.to(host.resolve("/everybody"));
            deploy("1.0", operators, everybody);
            down.clear();

            deploy("1.1", everybody, operators);
        } finally {
            chat.stop(0);
        }

        assertThat(received.get("/operations"))
                .containsExactlyInAnyOrder("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(received.get("/everybody"))
                .containsExactly("orders#1/outcome-deployed", "orders#2/outcome-deployed");
        assertThat(waiting()).isEmpty();
    }
}
