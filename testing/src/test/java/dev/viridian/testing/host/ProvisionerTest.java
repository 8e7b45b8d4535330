package dev.viridian.testing.host;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.restart;
import static dev.viridian.provision.ProvisioningStep.secret;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.Remedy;
import dev.viridian.artifact.Unpacker;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.DryRun;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.Finding;
import dev.viridian.provision.Host;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningEvent;
import dev.viridian.provision.ProvisioningFailedException;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningStep;
import dev.viridian.provision.Template;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

class ProvisionerTest {
    private static final String OLD = "s3://releases/orders/1.4.1/orders.tar.gz";
    private static final String NEW = "s3://releases/orders/1.4.2/orders.tar.gz";
    private static final HostSimulation MACHINE = HostSimulation.of("orders-1")
            .artifact(OLD, Map.of("orders.jar", "1.4.1"))
            .artifact(NEW, Map.of("orders.jar", "1.4.2"))
            .secret("env:DB_PASSWORD", "correct horse battery");

    @Test
    void doesNothingTheSecondTime() {
        SimulatedHost host = MACHINE.open();
        MachineProvisioning orders = machine -> Provisioning.of("orders")
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .step(service("orders").runs("java", "-jar", "app/orders.jar"));

        assertThat(provision(host, NEW, orders).changed()).hasSize(2);
        assertThat(provision(host, NEW, orders).changed()).isEmpty();
        assertThat(host.text("app/orders.jar")).hasValue("1.4.2");
    }

    @Test
    @NullUnmarked
    void refusesAProvisioningThatDefinesNothing() {
        SimulatedHost host = MACHINE.open();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> provision(host, NEW, machine -> null))
                .withMessageContaining("returned null. Expected the steps for this machine");
    }

    @Test
    void unpacksARevisionBesideTheFormerOneAndSwitchesTheLink() {
        SimulatedHost host = MACHINE.open();
        MachineProvisioning orders = machine -> Provisioning.of("orders")
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"));
        provision(host, OLD, orders);

        provision(host, NEW, orders).orElseThrow();

        assertThat(host.text("app/orders.jar")).hasValue("1.4.2");
        assertThat(releases(host)).hasSize(2).allMatch(name -> name.startsWith("1.4."));
    }

    @Test
    void keepsTheReleasesThatWereCurrentLastAndSaysWhichItRemoves() {
        HostSimulation machine = HostSimulation.of("orders-1");
        List<String> artifacts = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            String artifact = "s3://releases/orders/1.0." + i + "/orders.tar.gz";
            artifacts.add(artifact);
            machine = machine.artifact(artifact, Map.of("orders.jar", "1.0." + i));
        }
        SimulatedHost host = machine.open();
        MachineProvisioning orders = context -> Provisioning.of("orders")
                .step(download(context.artifact()).to("releases"))
                .step(unpack().into("app").keeping(3));
        for (int i : List.of(1, 2, 3, 1)) {
            provision(host, artifacts.get(i - 1), orders).orElseThrow();
        }
        host.files().write("releases/by-hand/note", "mine".getBytes(UTF_8), FileAccess.FILE);

        assertThat(Provisioner.on(machine.context(host, Artifact.of(artifacts.get(3)), 8080))
                        .dryRun(orders)
                        .toString())
                .containsPattern("releases/1.0.2-[0-9a-f]{12}: remove, 3 are kept");
        provision(host, artifacts.get(3), orders).orElseThrow();

        assertThat(releases(host))
                .extracting(name -> name.split("-", 2)[0])
                .containsExactly("1.0.1", "1.0.3", "1.0.4", "by");
        assertThat(provision(host, artifacts.get(3), orders).changed()).isEmpty();
    }

    @Test
    void goesBackToAReleaseThatWasHalfRemoved() {
        SimulatedHost host = MACHINE.open();
        MachineProvisioning orders = machine -> Provisioning.of("orders")
                .step(download(machine.artifact()).to("releases"))
                .step(unpack().into("app"))
                .onFailure(rebuild());
        provision(host, OLD, orders).orElseThrow();
        provision(host, NEW, orders).orElseThrow();
        host.files().write("app/left-over", "of who was killed".getBytes(UTF_8), FileAccess.FILE);
        host.files().remove("app/" + Unpacker.MARKER);

        provision(host, OLD, orders).orElseThrow();
        provision(host, NEW, orders).orElseThrow();

        assertThat(host.text("app/orders.jar")).hasValue("1.4.2");
        assertThat(host.text("app/left-over")).isEmpty();
    }

    private static List<String> releases(SimulatedHost host) {
        return host.files().list("releases").stream()
                .filter(name -> !name.startsWith("."))
                .toList();
    }

    @Test
    void saysWhatWouldChangeAndChangesNothing() {
        SimulatedHost host = MACHINE.open();
        host.files().write("orders.properties", "port=80\n".getBytes(UTF_8), FileAccess.FILE);

        DryRun dryRun = Provisioner.on(MACHINE.context(host, Artifact.of(NEW), 8080))
                .dryRun(machine -> Provisioning.of("orders")
                        .step(writeFile("orders.properties")
                                .saying("port=8080\n")
                                .triggering("restart"))
                        .handler("restart", restart("orders")));

        assertThat(dryRun)
                .hasToString("  ~ write orders.properties\n      orders.properties, line 1:\n      - port=80\n"
                        + "      + port=8080\n  ~ restart service orders\n      restart service orders");
        assertThat(host.text("orders.properties")).hasValue("port=80\n");
    }

    @Test
    void restartsAServiceOnceWhenItsConfigurationHasChanged() {
        SimulatedHost host = MACHINE.open();
        provision(host, NEW, ordersAt("80"));

        ProvisioningResult result = provision(host, NEW, ordersAt("8080"));

        assertThat(result.changed())
                .containsExactly("write orders.properties", "write orders.xml", "restart: restart service orders");
        assertThat(provision(host, NEW, ordersAt("8080")).changed()).isEmpty();
    }

    @Test
    void doesNotRestartWhatItHasJustStarted() {
        SimulatedHost host = MACHINE.open();

        DryRun planned =
                Provisioner.on(MACHINE.context(host, Artifact.of(NEW), 8080)).dryRun(ordersAt("80"));
        ProvisioningResult result = provision(host, NEW, ordersAt("80"));

        assertThat(planned.toString()).doesNotContain("restart");
        assertThat(result.changed()).containsExactly("write orders.properties", "write orders.xml", "service orders");
        assertThat(provision(host, NEW, ordersAt("80")).changed()).isEmpty();
    }

    @Test
    void restartsWhatWasStartedWhileOrBeforeItsConfigurationChanged() {
        SimulatedHost host = MACHINE.open();
        MachineProvisioning orders = machine -> Provisioning.of("orders")
                .sideBySide(
                        service("orders").runs("java", "-jar", "app/orders.jar"),
                        writeFile("orders.xml").saying("<port>80</port>").triggering("restart orders"))
                .step(service("billing").runs("java", "-jar", "app/billing.jar"))
                .step(writeFile("billing.xml").saying("<port>81</port>").triggering("restart billing"))
                .handler("restart orders", restart("orders"))
                .handler("restart billing", restart("billing"));

        DryRun planned =
                Provisioner.on(MACHINE.context(host, Artifact.of(NEW), 8080)).dryRun(orders);

        assertThat(planned.toString()).contains("restart service orders", "restart service billing");
        assertThat(provision(host, NEW, orders).changed())
                .contains("restart orders: restart service orders", "restart billing: restart service billing");
    }

    private static MachineProvisioning ordersAt(String port) {
        return machine -> Provisioning.of("orders")
                .step(writeFile("orders.properties").saying("port=" + port).triggering("restart"))
                .step(writeFile("orders.xml")
                        .saying("<port>" + port + "</port>")
                        .triggering("restart"))
                .step(service("orders").runs("java", "-jar", "app/orders.jar"))
                .handler("restart", restart("orders"));
    }

    @Test
    void triesAgainThenGivesUpWithTheCauseAndEvidence() {
        SimulatedHost host = MACHINE.command(
                        "migrate", (line, machine) -> new CommandResult(3, "no such table: ORDERS"))
                .open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders").step(command("migrate")).onFailure(retry(2).then(rebuild())));

        assertThat(result.ready()).isFalse();
        assertThat(result.failure().orElseThrow().attempts()).isEqualTo(3);
        assertThat(result.failure().orElseThrow().message())
                .contains("exited with 3, expected 0")
                .contains("no such table: ORDERS");
        assertThat(result.evidence().items()).isNotEmpty();
        assertThatThrownBy(result::orElseThrow)
                .isInstanceOf(ProvisioningFailedException.class)
                .hasMessageContaining("no such table: ORDERS");
    }

    @Test
    void appliesARemedyToTheFailureItIsFor() {
        SimulatedHost host =
                MACHINE.file("cache", "x".repeat(1_000)).freeBytes(1_005).open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders")
                        .step(writeFile("orders.properties").saying("port=8080\n"))
                        .onFailure(when(
                                Failure.DiskFull.class,
                                remedy(
                                        "empty the cache",
                                        failure -> machine.host().files().remove("cache")))));

        assertThat(result.ready()).as(result.toString()).isTrue();
        assertThat(result.events())
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOf(ProvisioningEvent.RemedyApplied.class)
                        .hasToString("write orders.properties: remedy 'empty the cache': done"));
    }

    @Test
    void tellsATimeoutOfTheStepsOwnFromTheLimitOfTheStep() {
        Step impatient = new Step(host -> {
            throw new TimeoutException("the licence server took 3 s");
        });
        Step slow = new Step(host -> host.time().sleep(Duration.ofMinutes(11)));
        String limit = "it was not done within its limit";

        assertThat(provision(MACHINE.open(), NEW, only(impatient)).failure().orElseThrow())
                .asString()
                .contains("TimeoutException: the licence server took 3 s")
                .doesNotContain(limit);
        assertThat(provision(MACHINE.open(), NEW, only(slow)).failure().orElseThrow())
                .asString()
                .contains(limit);
    }

    @Test
    void tellsATimeoutOfTheStepsOwnInADryRunToo() {
        Step impatient = new Step(host -> {}) {
            @Override
            public Finding inspect(Host host) throws Exception {
                throw new TimeoutException("the licence server took 3 s");
            }
        };

        assertThat(Provisioner.on(MACHINE.context(MACHINE.open(), Artifact.of(NEW), 8080))
                        .dryRun(only(impatient)))
                .asString()
                .contains("TimeoutException: the licence server took 3 s")
                .doesNotContain("limit");
    }

    /** As a mock finds, or a step whose compiler does not hold what may be null. */
    @Test
    void takesNullForNoFinding() {
        ProvisioningStep finding = finding(host -> null);
        MachineProvisioning handling = machine -> Provisioning.of("orders")
                .step(writeFile("region").saying("here").triggering("licence"))
                .handler("licence", finding)
                .onFailure(rebuild());
        String told = "While trying to look whether 'fetch a licence' is done: null was returned, which is no finding";

        assertThat(provision(MACHINE.open(), NEW, only(finding)).failure().orElseThrow())
                .asString()
                .contains(told);
        assertThat(provision(MACHINE.open(), NEW, handling).failure().orElseThrow())
                .asString()
                .contains(told);
        assertThat(dryRun(finding)).asString().contains(told);
    }

    @Test
    void anErrorOfAStepEndsNoDryRun() {
        ProvisioningStep failing = finding(host -> {
            throw new NoClassDefFoundError("com/acme/Licence");
        });

        assertThat(dryRun(failing)).asString().contains("NoClassDefFoundError: com/acme/Licence");
    }

    private static DryRun dryRun(ProvisioningStep step) {
        return Provisioner.on(MACHINE.context(MACHINE.open(), Artifact.of(NEW), 8080))
                .dryRun(only(step));
    }

    private static ProvisioningStep finding(Look look) {
        return new Step(host -> {}) {
            @Override
            public Finding inspect(Host host) {
                return look.at(host);
            }
        };
    }

    @NullUnmarked
    private interface Look {
        Finding at(Host host);
    }

    @Test
    void tellsOfARemedyWhetherItsTimeWasOver() {
        assertThat(remedied(failure -> {
                    throw new TimeoutException("the cache took 3 s");
                }))
                .contains("TimeoutException: the cache took 3 s");
        assertThat(remedied(failure -> {
                    throw new TimeoutException();
                }))
                .doesNotContain("did not end within");
        SimulatedHost host = MACHINE.open();
        assertThat(remedied(host, failure -> host.time().sleep(Duration.ofMinutes(2))))
                .contains("it did not end within 1 min and was interrupted");
    }

    private static String remedied(Remedy.Action action) {
        return remedied(MACHINE.open(), action);
    }

    private static String remedied(SimulatedHost host, Remedy.Action action) {
        Step failing = new Step(on -> {
            throw new IllegalStateException("no licence");
        });
        return provision(
                        host,
                        NEW,
                        machine -> Provisioning.of("orders")
                                .step(failing)
                                .onFailure(when(Failure.class, remedy("ask again", action))
                                        .then(rebuild())))
                .events()
                .toString();
    }

    private static MachineProvisioning only(ProvisioningStep step) {
        return machine -> Provisioning.of("orders").step(step).onFailure(rebuild());
    }

    /** A step of the user's own. */
    private static class Step implements ProvisioningStep {
        private final Work work;

        Step(Work work) {
            this.work = work;
        }

        interface Work {
            void on(Host host) throws Exception;
        }

        @Override
        public String name() {
            return "fetch a licence";
        }

        @Override
        public Finding inspect(Host host) throws Exception {
            return Finding.differs("no licence");
        }

        @Override
        public void perform(Host host) throws Exception {
            work.on(host);
        }
    }

    @Test
    void isReadyOnlyWhenItsChecksPassSeveralTimesInARow() {
        ProbeScript wellFromTheFifthOn = times -> times < 5 || times == 6 ? Answer.sick("503") : Answer.well("200");
        SimulatedHost host =
                MACHINE.answering("GET /health", wellFromTheFifthOn).open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders")
                        .step(service("orders").runs("java"))
                        .verify(http("/health").consecutively(3)));

        assertThat(result.ready()).as(result.toString()).isTrue();
        assertThat(host.calls().stream().filter(call -> call.text().equals("ask GET /health")))
                .hasSize(9);
    }

    @Test
    void failsWhenItsChecksNeverPass() {
        SimulatedHost host = MACHINE.answering("GET /health", times -> Answer.sick("503 no database"))
                .open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders")
                        .step(service("orders").runs("java"))
                        .verify(http("/health").within(Duration.ofMinutes(2))));

        assertThat(result.failure().orElseThrow().message())
                .contains("did not become well within 2 min")
                .contains("503 no database");
    }

    @Test
    void tellsNobodyASecret() {
        SimulatedHost host = MACHINE.command(
                        "connect", (line, machine) -> new CommandResult(1, "cannot log in with correct horse battery"))
                .open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders")
                        .step(writeFile("db")
                                .from(Template.text("password=${it}").with("it", secret("env:DB_PASSWORD"))))
                        .step(command("connect").environment("PASSWORD", secret("env:DB_PASSWORD")))
                        .onFailure(retry(1)));

        assertThat(host.text("db")).hasValue("password=correct horse battery");
        assertThat(host.files().look("db").orElseThrow().mode()).isEqualTo("0600");
        assertThat(result.toString()).contains("cannot log in with ***").doesNotContain("correct horse");
    }

    @Test
    void showsNothingOfAFileThatNotEverybodyMayRead() {
        SimulatedHost host = MACHINE.open();
        host.files().write("old", "key=4711\n".getBytes(UTF_8), FileAccess.FILE.mode("0640"));
        host.files().write("new", "key=none\n".getBytes(UTF_8), FileAccess.FILE);
        MachineProvisioning orders = machine -> Provisioning.of("orders")
                .step(writeFile("old").saying("key=none\n"))
                .step(writeFile("new").saying("key=4711\n").mode("0600"));

        DryRun dryRun =
                Provisioner.on(MACHINE.context(host, Artifact.of(NEW), 8080)).dryRun(orders);
        ProvisioningResult result = provision(host, NEW, orders);

        assertThat(result.changed()).hasSize(2);
        assertThat(dryRun + result.events().toString())
                .contains("old: says something else (not shown, as not everybody may read it)", "old: mode 0640 → 0644")
                .doesNotContain("4711");
    }

    @Test
    void knowsThatAServiceThatEndsAtOnceDoesNotRun() {
        SimulatedHost host = MACHINE.service("orders", ServiceScript.fails("exited with 1: no heap"))
                .open();

        ProvisioningResult result = provision(
                host,
                NEW,
                machine -> Provisioning.of("orders").step(service("orders").runs("java")));

        assertThat(result.failure().orElseThrow().message()).contains("exited with 1: no heap");
    }

    @Test
    void refusesWhatItWasNotTaught() {
        ProvisioningResult result = provision(
                MACHINE.open(), NEW, machine -> Provisioning.of("orders").step(command("rm", "-rf", "/")));

        assertThat(result.failure().orElseThrow().message())
                .contains("the simulated machine knows no such command")
                .contains("Teach it by HostSimulation.command");
    }

    private static ProvisioningResult provision(SimulatedHost host, String artifact, MachineProvisioning provisioning) {
        return Provisioner.on(MACHINE.context(host, Artifact.of(artifact), 8080))
                .provision(provisioning);
    }
}
