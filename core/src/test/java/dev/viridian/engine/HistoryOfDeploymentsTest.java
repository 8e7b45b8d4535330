package dev.viridian.engine;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.DeploymentId;
import dev.viridian.Evidence;
import dev.viridian.Notification;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.report.NotificationText;
import dev.viridian.state.HistoryEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryOfDeploymentsTest {
    private final InMemoryPlatform platform = new InMemoryPlatform();
    private final List<Notification> sent = new ArrayList<>();

    private void deploy(String version, String trouble) {
        Deployment deployment = Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health"))
                .keepWarm(Duration.ZERO)
                .smokeTest("works", SmokeTest.code(green -> {
                    if (!trouble.isEmpty()) {
                        throw new IllegalStateException(trouble);
                    }
                }))
                .onFailure(rollBack())
                .notifying(sent::add);
        Deployer.on(platform).as("anna").deploy(deployment);
    }

    private String lastPattern() {
        return sent.get(sent.size() - 1).pattern().orElse("none");
    }

    @Test
    void tellsWhatWasDeployedWhenByWhomAndHowItEnded() {
        deploy("1.0", "");
        deploy("1.1", "no database");

        List<HistoryEntry> history = Deployer.on(platform).history().toList();

        assertThat(history)
                .extracting(HistoryEntry::id)
                .containsExactly(new DeploymentId("orders", 2), new DeploymentId("orders", 1));
        HistoryEntry failed = history.get(0);
        assertThat(failed.by()).isEqualTo("anna");
        assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(failed.revision().version()).isEqualTo("1.1");
        assertThat(failed.location()).isEqualTo("s3://releases/orders/1.1/orders.tar.gz");
        assertThat(failed.live()).isEqualTo(TrafficSplit.allTo(new DeploymentId("orders", 1).environment(1)));
        assertThat(failed.cause().orElseThrow()).contains("no database");
        assertThat(failed.evidence().orElseThrow().items())
                .extracting(Evidence.Item::title)
                .contains("output of orders-2-1.2");
        assertThat(history.get(1).evidence()).isEmpty();
        assertThat(failed.finished()).isAfter(failed.started());
        assertThat(failed.toString())
                .startsWith("orders#2 ROLLED_BACK 2026-01-01T00:00:02.010Z by anna: 1.1 (sha256 abababababab); live:");
    }

    @Test
    void openingALongHistoryReadsNoMoreThanWhatIsLookedAt() {
        for (int i = 0; i < 50; i++) {
            deploy("1." + i, "");
        }
        MortalPlatform counted = MortalPlatform.immortal(platform);

        assertThat(Deployer.on(counted).history().limit(3))
                .extracting(entry -> entry.revision().version())
                .containsExactly("1.49", "1.48", "1.47");

        assertThat(counted.calls)
                .containsOnly("read", "within")
                .filteredOn("read"::equals)
                .hasSizeLessThan(10);
    }

    @Test
    void withoutANameOfAPersonItNamesUserHostAndProcess() {
        Deployer.on(platform)
                .deploy(Deployment.blueGreen()
                        .artifact("s3://releases/orders/1.0/orders.tar.gz")
                        .healthCheck(http("/health")));

        assertThat(Deployer.on(platform).history().findFirst().orElseThrow().by())
                .startsWith(System.getProperty("user.name") + "@")
                .endsWith(", process " + ProcessHandle.current().pid());
    }

    @Test
    void beforeTheFirstDeploymentItIsEmpty() {
        assertThat(Deployer.on(platform).history()).isEmpty();
    }

    @Test
    void aFailureThatComesAgainIsAPattern() {
        deploy("1.3.8", "");
        deploy("1.3.9", "no database");
        assertThat(lastPattern()).isEqualTo("none");
        deploy("1.4.0", "no database");
        assertThat(lastPattern()).isEqualTo("seen 2 times in the last 3 deployments, first with 1.3.9");
        deploy("1.4.1", "another trouble");
        assertThat(lastPattern()).isEqualTo("none");
        deploy("1.4.2", "");
        deploy("1.4.3", "no database");

        assertThat(lastPattern()).isEqualTo("seen 3 times in the last 6 deployments, first with 1.3.9");
        assertThat(NotificationText.of(sent.get(sent.size() - 1)))
                .contains("Pattern:     seen 3 times in the last 6 deployments, first with 1.3.9");
    }

    @Test
    void onlyTheLastTenAreLookedAt() {
        deploy("1.0", "no database");
        for (int i = 1; i <= 9; i++) {
            deploy("1." + i, "");
        }
        deploy("2.0", "no database");
        assertThat(lastPattern()).isEqualTo("none");

        deploy("2.1", "no database");

        assertThat(lastPattern()).isEqualTo("seen 2 times in the last 10 deployments, first with 2.0");
    }

    @Test
    void aDamagedEntryKeepsNoDeploymentFromBeingToldOf() {
        deploy("1.0", "");
        deploy("1.1", "");
        var stored = platform.store.read("history/000001").orElseThrow();
        platform.store.replace("history/000001", stored.version(), () -> "{\"for");

        deploy("1.2", "no database");

        assertThat(sent)
                .last()
                .satisfies(message -> assertThat(message.outcome()).contains(Outcome.ROLLED_BACK));
    }

    @Test
    void aDeploymentThatWasFinishedBeforeThereWasAHistoryGetsItsEntryAndIsNotToldAgain() {
        String head = "{\"format\":1,\"deployment\":\"orders#1\",\"writer\":\"bert\",\"fencingToken\":1}\n";
        String record =
                "{\"format\":1,\"number\":NUMBER,\"writer\":\"bert\",\"event\":\"KIND\",\"at\":\"2025-12-31T00:00:00Z\",";
        platform.store.createIfAbsent("last-deployment", () -> "1\n");
        platform.store.createIfAbsent("journal/000001/000000", () -> head);
        platform.store.createIfAbsent(
                "journal/000001/000001",
                () -> record.replace("NUMBER", "1").replace("KIND", "DeploymentStarted")
                        + "\"id\":{\"application\":\"orders\",\"number\":1},\"by\":\"bert\",\"location\":\"s3://x\","
                        + "\"revision\":{\"version\":\"0.9\",\"sha256\":\"ab\"},\"routing\":{}}\n");
        platform.store.createIfAbsent(
                "journal/000001/000002",
                () -> record.replace("NUMBER", "2").replace("KIND", "DeploymentFinished")
                        + "\"outcome\":\"DEPLOYED\",\"live\":{},\"summary\":\"all steps are done\"}\n");

        deploy("1.0", "");

        assertThat(Deployer.on(platform).history())
                .extracting(entry -> entry.revision().version())
                .containsExactly("1.0", "0.9");
        assertThat(sent).extracting(Notification::key).containsExactly("orders#2/outcome-deployed");
        assertThat(platform.store.list("outbox/")).isEmpty();
    }
}
