package dev.viridian.examples.orders;

import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.testing.host.HostSimulation;
import dev.viridian.testing.host.ProvisioningExploration;
import dev.viridian.testing.host.ProvisioningFaults;
import dev.viridian.testing.host.ServiceScript;
import dev.viridian.testing.host.SimulatedHost;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The machine of the orders service, tested like any other program. */
class OrdersMachineTest {
    private static final String ARTIFACT = "s3://releases/orders/1.4/orders-1.4.tar.gz";

    private final HostSimulation machine = HostSimulation.of("orders-1")
            .artifact(ARTIFACT, Map.of("lib/orders.jar", "classes", "conf/orders.properties", "version=1.4"))
            .secret("env:DB_PASSWORD", "correct horse")
            .identity("region", "eu-west-1")
            .property("db.address", "db.internal:9092")
            .property("db.password", "env:DB_PASSWORD");

    @Test
    void runsTheReleaseWithTheSettingsOfItsEnvironment() {
        SimulatedHost host = machine.open();

        assertThat(provision(host)).isReady();

        assertThat(host)
                .runs("orders")
                .hasFileContaining("orders.env", "DB_ADDRESS=\"db.internal:9092\"")
                .hasAccess("orders.env", "0600", "root")
                .hasFileContaining("jvm.options", "-Dregion=eu-west-1")
                .hasFile("app/conf/orders.properties", "version=1.4");
    }

    @Test
    void changesNothingTheSecondTime() {
        SimulatedHost host = machine.open();
        provision(host).orElseThrow();

        assertThat(provision(host)).isReady().changedNothing();
    }

    @Test
    void restartsTheServiceOnceWhenItsSettingsHaveChanged() {
        SimulatedHost host = machine.open();
        provision(host).orElseThrow();

        ProvisioningResult result = Provisioner.on(context(host).property("db.address", "other.internal:9092"))
                .provision(new OrdersMachine());

        assertThat(result).isReady().changed("write orders.env", "restart service orders");
    }

    @Test
    void removesOldReleasesWhereTheDiskIsFull() {
        SimulatedHost host = machine.freeBytes(400)
                .file("releases/1.2/lib/orders.jar", "x".repeat(370))
                .open();

        assertThat(provision(host)).isReady();

        assertThat(host).hasNothingAt("releases/1.2").runs("orders");
    }

    @Test
    void saysWhyAServiceDoesNotComeUp() {
        SimulatedHost host = machine.service("orders", ServiceScript.fails("cannot reach db.internal:9092"))
                .open();

        assertThat(provision(host)).failedAt("service orders").because("cannot reach db.internal:9092");
    }

    @Test
    void saysWhatItWouldChangeAndChangesNothing() {
        SimulatedHost host = machine.open();

        String plan = Provisioner.on(context(host)).dryRun(new OrdersMachine()).toString();

        assertThat(plan)
                .contains("~ unpack " + ARTIFACT + " into app", "~ service orders")
                .doesNotContain("correct horse");
        assertThat(host).hasNothingAt("orders.env").hasNothingAt("app");
    }

    @Test
    void endsWellOrSaysWhyWhateverGoesWrong() {
        ProvisioningExploration exploration = ProvisioningFaults.of(new OrdersMachine())
                .in(machine)
                .artifact(ARTIFACT)
                .explore();

        assertThat(exploration).endsWellOrSaysWhy().hasExploredAtLeast(2_000);
    }

    private ProvisioningResult provision(SimulatedHost host) {
        return Provisioner.on(context(host)).provision(new OrdersMachine());
    }

    private MachineContext context(SimulatedHost host) {
        return machine.context(host, Artifact.of(ARTIFACT), 8080);
    }
}
