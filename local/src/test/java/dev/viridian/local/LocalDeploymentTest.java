package dev.viridian.local;

import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.event.Event;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeploymentTest {
    @TempDir
    Path folder;

    private LocalFixture local;

    @BeforeEach
    void open() {
        local = new LocalFixture(folder);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        local.close();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(local.platform.entry().resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private Environment live() {
        EnvironmentName name = local.platform.traffic().observed().sole().orElseThrow();
        return local.platform.environments().find(name).orElseThrow();
    }

    private void assertLive(String version) throws Exception {
        assertThat(live().revision().version()).isEqualTo(version);
        assertThat(get("/version").body()).isEqualTo(version);
        assertThat(local.platform.environments().list()).hasSize(1);
        assertThat(local.platform.folder().resolve("ports").toFile().list()).hasSize(live().size());
    }

    @Test
    void whereNothingIsLiveUsersAreToldSo() throws Exception {
        assertThat(get("/version").statusCode()).isEqualTo(503);
    }

    @Test
    void deploysOneReleaseAfterTheOther() throws Exception {
        assertThat(local.deploy(local.release("1.0").machines(2)).orElseThrow().succeeded())
                .isTrue();
        assertLive("1.0");

        DeploymentResult second = local.deploy(local.release("1.1"));

        assertThat(second.succeeded()).as(second.timeline()).isTrue();
        assertLive("1.1");
        assertThat(live().machines()).hasSize(2).allMatch(machine -> machine.state() == Machine.State.RUNNING);
    }

    @Test
    void theEvidenceOfAMachineThatIsNotThereSaysSo() {
        Evidence evidence =
                local.platform.environments().examine(new EnvironmentName("orders-7-1"), new MachineId("orders-7-1.1"));

        assertThat(evidence.items()).hasSize(1);
        assertThat(evidence.items().get(0).text()).startsWith("there is no such machine");
    }

    @Test
    void smokeTestsSeeTheConfigurationOfTheCandidate() {
        DeploymentResult result = local.deploy(local.release("1.0", Map.of("shared", "${SHARED}"))
                .smokeTest(
                        "knows its folder",
                        SmokeTest.code(
                                green -> assertThat(green.property("shared")).isEqualTo(folder.toString())))
                .smokeTest("answers", green -> http("/version").bodyNaming("1.0"))
                .smokeTest("answers a command", SmokeTest.command("sh", "-c", "test -n \"$VIRIDIAN_PORT\"")));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
    }

    @Test
    void aSmokeTestThatFailsLeavesWhatIsLive() throws Exception {
        local.deploy(local.release("1.0")).orElseThrow();

        DeploymentResult result = local.deploy(local.release("1.1")
                .smokeTest("works", SmokeTest.probe(green -> http("/hangs")).within(Duration.ofMillis(300)))
                .onFailure(rebuild()));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(Outcome.ROLLED_BACK);
        assertLive("1.0");
    }

    @Test
    void aSickMachineAloneIsRebuilt() throws Exception {
        local.deploy(local.release("1.0").machines(2)).orElseThrow();

        DeploymentResult result = local.deploy(local.release("1.1", Map.of("sick.once", "true"))
                .healthCheck(http("/health").every(Duration.ofMillis(5)).within(Duration.ofSeconds(10)))
                .onFailure(rebuild()));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertThat(result.events(Event.EffectDone.class))
                .extracting(Event.EffectDone::effect)
                .filteredOn(effect -> effect.startsWith("replace machine"))
                .hasSize(1);
        assertLive("1.1");
    }

    @Test
    void aProcessThatExitsAtOnceIsToldWithItsLastWords() throws Exception {
        local.deploy(local.release("1.0")).orElseThrow();

        DeploymentResult result = local.deploy(local.release("1.1", Map.of("exits.at.once", "true")));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.MachineFailed.class);
        assertThat(result.failure().orElseThrow().message()).contains("code 3", "cannot read the licence");
        assertThat(local.sent.get(local.sent.size() - 1).evidence().items())
                .anyMatch(item -> item.text().contains("cannot read the licence"));
        assertLive("1.0");
    }

    @Test
    void aProcessThatIgnoresBeingAskedIsKilled() throws Exception {
        local.close();
        local = new LocalFixture(folder, LocalFixture.setup(folder).stopGrace(Duration.ofMillis(300)));
        local.deploy(local.release("1.0", Map.of("ignores.term", "true"))).orElseThrow();

        DeploymentResult result = local.deploy(local.release("1.1"));

        assertThat(result.succeeded()).as(result.timeline()).isTrue();
        assertLive("1.1");
    }

    @Test
    void theChildrenOfAProcessGoWithIt() throws Exception {
        local.deploy(local.release("1.0", Map.of("forks", "true"))).orElseThrow();

        local.deploy(local.release("1.1")).orElseThrow();

        assertThat(Leftovers.runningIn(folder)).hasSize(1);
        assertLive("1.1");
    }

    @Test
    void aProgramThatBecomesADaemonIsToldToStayInTheForegroundAndLeavesNothing() {
        local.close();
        local = new LocalFixture(
                folder,
                LocalPlatform.application("orders")
                        .runs("/bin/sh", "-c", "echo serving; (setsid sleep 600 &)")
                        .in(folder.resolve("platform")));

        DeploymentResult result = local.deploy(local.release("1.0"));

        assertThat(result.failure().orElseThrow().message())
                .contains("code 0", "serving", "have it stay in the foreground");
        assertThat(local.platform.environments().list()).isEmpty();
        assertThat(Leftovers.runningIn(folder)).isEmpty();
    }

    @Test
    void aCommandThatIsNotThereIsRefusedAndNothingIsLeft() {
        local.close();
        local = new LocalFixture(
                folder,
                LocalPlatform.application("orders").runs("no-such-program").in(folder.resolve("platform")));

        DeploymentResult result = local.deploy(local.release("1.0"));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("no-such-program");
        assertThat(local.platform.environments().list()).isEmpty();
    }

    @Test
    void aPortInUseIsRefused() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> LocalFixture.setup(folder.resolve("other"))
                            .listeningOn(taken.getLocalPort())
                            .open())
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void badArtifactsAreRefusedBeforeAnythingIsTouched() throws Exception {
        local.deploy(local.release("1.0")).orElseThrow();
        Path missing = folder.resolve("missing.tar.gz");
        Path empty = Files.createFile(folder.resolve("empty.tar.gz"));
        Path truncated = folder.resolve("truncated.tar.gz");
        byte[] whole = Files.readAllBytes(TestRelease.pack(folder, "9.9", Map.of()));
        Files.write(truncated, Arrays.copyOf(whole, whole.length / 2));

        for (Path bad : List.of(missing, empty, truncated)) {
            DeploymentResult result = local.deploy(Deployment.blueGreen()
                    .artifact(bad.toUri())
                    .healthCheck(tcp())
                    .notifying(local.sent::add));

            assertThat(result.outcome()).as(bad.toString()).isEqualTo(Outcome.REFUSED);
            assertThat(result.failure().orElseThrow().message())
                    .contains(bad.getFileName().toString());
        }
        assertLive("1.0");
    }

    @Test
    void aHealthUrlThatRedirectsHangsOrAnswersGarbageIsNotHealthy() throws Exception {
        local.deploy(local.release("1.0")).orElseThrow();

        for (String path : List.of("/redirected", "/hangs", "/garbage")) {
            DeploymentResult result = local.deploy(local.release("1.1")
                    .healthCheck(http(path).timeout(Duration.ofMillis(200)).within(Duration.ofSeconds(1))));

            assertThat(result.outcome()).as(path).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(result.failure().orElseThrow()).isInstanceOf(Failure.Unhealthy.class);
        }
        assertLive("1.0");
    }

    @Test
    void quarantinedMachinesRunOutOfTraffic() throws Exception {
        local.deploy(local.release("1.0")).orElseThrow();

        DeploymentResult result = local.deploy(local.release("1.1")
                .smokeTest("works", SmokeTest.probe(green -> http("/hangs")).within(Duration.ofMillis(300)))
                .onFailure(quarantine(Duration.ofHours(1))));

        assertThat(result.outcome()).isEqualTo(Outcome.QUARANTINED);
        Environment kept =
                local.platform.environments().find(result.quarantined().get(0)).orElseThrow();
        assertThat(local.platform
                        .probes()
                        .ask(http("/health").probe(), kept.machines().get(0), Duration.ofSeconds(1)))
                .extracting(Answer::well)
                .isEqualTo(true);
        assertThat(get("/version").body()).isEqualTo("1.0");
    }

    @Test
    void everyCallMayBeRepeated() {
        local.deploy(local.release("1.0").machines(2)).orElseThrow();
        Environment live = live();
        var environments = local.platform.environments();
        Fence fence = new Fence(99, "again");
        Machine second = live.machines().get(1);

        environments.replace(live.name(), second.id(), fence);
        environments.replace(live.name(), second.id(), fence);
        environments.resize(live.name(), 3, fence);
        environments.resize(live.name(), 3, fence);

        assertThat(live().machines()).hasSize(3).doesNotContain(second);
        environments.resize(live.name(), 1, fence);
        assertThat(live().machines()).hasSize(1);
        assertThatThrownBy(() -> environments.destroy(live.name(), fence)).hasMessageContaining("still sends traffic");
        local.platform.traffic().route(TrafficSplit.nowhere(), fence);
        environments.destroy(live.name(), fence);
        environments.destroy(live.name(), fence);
        assertThat(environments.list()).isEmpty();
    }

    @Test
    void whoeverComesWithAnOlderFencingTokenIsRefused() {
        local.deploy(local.release("1.0")).orElseThrow();
        EnvironmentName name = live().name();
        local.platform.environments().resize(name, 1, new Fence(7, "newer"));

        assertThatThrownBy(() -> local.platform.environments().resize(name, 2, new Fence(6, "older")))
                .isInstanceOf(PlatformException.class)
                .satisfies(thrown ->
                        assertThat(((PlatformException) thrown).failure()).isInstanceOf(Failure.FencedOff.class));
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() ->
                        LocalFixture.setup(folder).in(file.resolve("below")).open())
                .hasMessageContaining(file.toString());
    }

    @Test
    void planNamesWhatIsLive() {
        local.deploy(local.release("1.0").machines(2)).orElseThrow();

        String plan = Deployer.on(local.platform).plan(local.release("1.1")).text();

        assertThat(plan).contains("running 1.0", "on 2 of 2 machines");
    }
}
