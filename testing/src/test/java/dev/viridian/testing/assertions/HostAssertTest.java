package dev.viridian.testing.assertions;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.packages;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.symbolicLink;
import static dev.viridian.provision.ProvisioningStep.user;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static dev.viridian.testing.assertions.ViridianAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.viridian.Artifact;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.Finding;
import dev.viridian.provision.Host;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningStep;
import dev.viridian.testing.host.HostSimulation;
import dev.viridian.testing.host.ProvisioningExploration;
import dev.viridian.testing.host.ProvisioningFaults;
import dev.viridian.testing.host.SimulatedHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HostAssertTest {
    private static final HostSimulation MACHINE = HostSimulation.of("orders-1")
            .packageAvailable("haproxy", "2.6")
            .command("migrate", (line, host) -> new CommandResult(3, "no database"));

    private static final MachineProvisioning ORDERS = machine -> Provisioning.of("orders")
            .step(packages("haproxy"))
            .step(user("orders"))
            .step(writeFile("orders.env")
                    .saying("REGION=here\n")
                    .owner("orders")
                    .mode("0600"))
            .step(symbolicLink("current").to("releases/1.4"))
            .step(service("orders").runs("orders"));

    private final SimulatedHost host = MACHINE.open();

    /** What is expected and what was found; the story comes after it. */
    private static String said(ThrowingCallable failing, String story) {
        String message = catchThrowableOfType(AssertionError.class, failing).getMessage();
        assertThat(message).startsWith("\n").endsWith("\n" + story);
        return message.substring(1, message.length() - story.length() - 1);
    }

    private ProvisioningResult provision(MachineProvisioning provisioning) {
        return Provisioner.on(MACHINE.context(host, Artifact.of("s3://releases/orders-1.4.tar.gz"), 8080))
                .provision(provisioning);
    }

    @Test
    void passesWhereAllIsAsItShouldBe() {
        assertThat(provision(ORDERS))
                .isReady()
                .changed("install haproxy", "user orders", "orders.env", "link current", "service orders");
        assertThat(host)
                .hasPackage("haproxy")
                .hasUser("orders")
                .hasFile("orders.env", "REGION=here\n")
                .hasFileContaining("orders.env", "here")
                .hasAccess("orders.env", "0600", "orders")
                .hasLink("current", "releases/1.4")
                .hasNothingAt("cache")
                .runs("orders");
        assertThat(provision(ORDERS)).isReady().changedNothing();
    }

    @Test
    void saysWhatAHostHasInstead() {
        provision(ORDERS);
        String story = host.toString();

        assertThat(said(() -> assertThat(host).hasFile("orders.env", "x"), story))
                .isEqualTo("Expected a file orders.env that says 'x'\n but it says 'REGION=here\n'");
        assertThat(said(() -> assertThat(host).hasFileContaining("nothing", "x"), story))
                .isEqualTo("Expected a file nothing that says 'x' somewhere\n but it has nothing there");
        assertThat(said(() -> assertThat(host).hasAccess("orders.env", "0644", "root"), story))
                .isEqualTo("Expected orders.env with mode 0644 and owner root\n but it has mode 0600 and owner orders");
        assertThat(said(() -> assertThat(host).hasLink("current", "releases/1.3"), story))
                .isEqualTo("Expected a link current to releases/1.3\n but it points to releases/1.4");
        assertThat(said(() -> assertThat(host).hasLink("orders.env", "x"), story))
                .isEqualTo("Expected a link orders.env to x\n but it is FILE");
        assertThat(said(() -> assertThat(host).hasNothingAt("orders.env"), story))
                .startsWith("Expected nothing at orders.env\n but it has FileEntry[kind=FILE");
        assertThat(said(() -> assertThat(host).runs("order"), story))
                .isEqualTo("Expected that service order runs\n but it is UNKNOWN: there is no service order");
        assertThat(said(() -> assertThat(host).hasPackage("nginx"), story))
                .isEqualTo("Expected package nginx\n but it is not installed on it");
        assertThat(said(() -> assertThat(host).hasUser("order"), story))
                .isEqualTo("Expected user order\n but it has no such user");
    }

    @Test
    void saysHowAProvisioningEndedInstead() {
        ProvisioningResult failed = provision(
                machine -> Provisioning.of("orders").step(command("migrate")).onFailure(rebuild()));
        String story = failed.toString();

        assertThat(failed).failedAt("migrate").because("no Database").changedNothing();
        assertThat(said(() -> assertThat(failed).isReady(), story))
                .startsWith("Expected a machine that is ready\n but it failed: step 'run `migrate`' failed once");
        assertThat(said(() -> assertThat(failed).failedAt("unpack"), story))
                .startsWith("Expected a machine that fails at 'unpack'\n but it failed: step 'run `migrate`'");
        assertThat(said(() -> assertThat(failed).because("disk"), story))
                .startsWith("Expected a machine that fails because of 'disk'\n but it failed: ");
        assertThat(said(() -> assertThat(failed).changed("migrate"), story))
                .isEqualTo("Expected changes by the steps 'migrate'\n but it changed by none");
        ProvisioningResult ready = provision(ORDERS);
        assertThat(said(() -> assertThat(ready).changedNothing(), ready.toString()))
                .startsWith("Expected that nothing is changed\n but it changed by 'install haproxy'");
        assertThat(said(() -> assertThat(ready).failedAt("x"), ready.toString()))
                .isEqualTo("Expected a machine that fails at 'x'\n but it is ready");
    }

    @Test
    void showsTheSmallestScenarioThatEndsBadly() {
        ProvisioningExploration good =
                ProvisioningFaults.of(ORDERS).in(MACHINE).pairs(10).explore();
        assertThat(good).endsWellOrSaysWhy().hasExploredAtLeast(50);
        assertThat(said(() -> assertThat(good).hasExploredAtLeast(100_000), good.toString()))
                .isEqualTo("Expected that at least 100000 scenarios were explored\n but it explored " + good.scenarios()
                        + " scenarios");

        MachineProvisioning appending = machine -> Provisioning.of("orders").step(new Appending());
        ProvisioningExploration bad =
                ProvisioningFaults.of(appending).in(MACHINE).pairs(0).explore();
        assertThat(said(() -> assertThat(bad).endsWellOrSaysWhy(), bad.toString()))
                .startsWith("Expected that each of " + bad.scenarios()
                        + " scenarios ends well or says why not\n but it does" + " not in ");
    }

    /** A step that does it again where it was killed half-way. */
    private static final class Appending implements ProvisioningStep {
        @Override
        public String name() {
            return "append";
        }

        @Override
        public Finding inspect(Host host) {
            return host.files().look("done").isPresent() ? Finding.satisfied() : Finding.differs("append a line");
        }

        @Override
        public void perform(Host host) {
            int times = host.files().list("lines").size();
            host.files().write("lines/" + times, new byte[0], FileAccess.FILE);
            host.files().write("done", new byte[0], FileAccess.FILE);
        }
    }
}
