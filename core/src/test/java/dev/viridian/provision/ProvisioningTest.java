package dev.viridian.provision;

import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.directory;
import static dev.viridian.provision.ProvisioningStep.download;
import static dev.viridian.provision.ProvisioningStep.restart;
import static dev.viridian.provision.ProvisioningStep.service;
import static dev.viridian.provision.ProvisioningStep.symbolicLink;
import static dev.viridian.provision.ProvisioningStep.unpack;
import static dev.viridian.provision.ProvisioningStep.waitForFile;
import static dev.viridian.provision.ProvisioningStep.waitForPort;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.viridian.Artifact;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
    private static final Artifact ARTIFACT = Artifact.of("s3://releases/orders/1.4.2/orders.tar.gz");

    @Test
    void joinsADownloadAndWhatUnpacksItToOneStep() {
        Provisioning provisioning = Provisioning.of("orders")
                .step(download(ARTIFACT).to("releases"))
                .step(unpack().into("app"));

        assertThat(provisioning.stages()).hasSize(1);
        assertThat(provisioning)
                .hasToString("provisioning of orders: unpack s3://releases/orders/1.4.2/orders.tar.gz into app");
    }

    @Test
    void refusesToUnpackWhatIsNotDownloadedRightBefore() {
        Provisioning first = Provisioning.of("orders").step(directory("app"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> first.step(unpack().into("app")))
                .withMessageContaining("There is nothing to unpack into app")
                .withMessageContaining(".step(download(artifact).to(folder))");
    }

    @Test
    void leavesEarlierValuesAsTheyWere() {
        Provisioning first = Provisioning.of("orders").step(directory("app"));
        first.step(directory("logs"));

        assertThat(first.stages()).hasSize(1);
    }

    @Test
    void refusesTwoStepsOfOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provisioning.of("orders")
                        .step(directory("app"))
                        .step(directory("app"))
                        .requireConsistent())
                .withMessageContaining("Two steps of orders are called 'make folder app'");
    }

    @Test
    void refusesAHandlerThatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Provisioning.of("orders")
                        .step(writeFile("a").saying("b").triggering("restart"))
                        .handler("reload", restart("orders"))
                        .requireConsistent())
                .withMessageContaining("triggers 'restart', which is no handler of orders. Its handlers are: [reload]");
    }

    @Test
    void refusesAHandlerThatTriggersAnother() {
        Provisioning chained = Provisioning.of("orders")
                .step(writeFile("a").saying("a").triggering("generate"))
                .handler("generate", writeFile("b").saying("b").triggering("restart"))
                .handler("restart", restart("orders"));

        assertThatIllegalArgumentException()
                .isThrownBy(chained::requireConsistent)
                .withMessageContaining("Handler 'generate' triggers 'restart'")
                .withMessageContaining("Have the steps that trigger 'generate' trigger 'restart', too");
    }

    @Test
    void refusesPathsThatLeadUpward() {
        for (String path : List.of("../etc/passwd", "app/../../x", "", "/", "a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> directory(path))
                    .withMessageContaining("Not a path");
        }
    }

    @Test
    void refusesNamesThatNoSystemTakes() {
        assertThatIllegalArgumentException().isThrownBy(() -> service("a/b").runs("x"));
        assertThatIllegalArgumentException().isThrownBy(() -> service("orders").runs(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> ProvisioningStep.user("Orders!"));
        assertThatIllegalArgumentException().isThrownBy(() -> ProvisioningStep.packages("-y"));
        assertThatIllegalArgumentException().isThrownBy(() -> directory("a").mode("755"));
        assertThatIllegalArgumentException().isThrownBy(() -> command("x").environment("A-B", "c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> symbolicLink("current").to(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> ProvisioningStep.waitForUrl("ftp://x/"));
    }

    @Test
    void doesNotRepeatWhatMayBeASecretByMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProvisioningStep.secret("hunter2"))
                .withMessageContaining("env:DB_PASSWORD")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hunter2"));
    }

    @Test
    void givesAStepItsTimeWhereverThatIsSaid() {
        Duration hour = Duration.ofHours(1);
        UnaryOperator<ProvisioningStep> first = step -> step.within(hour).triggering("restart");
        UnaryOperator<ProvisioningStep> last =
                step -> step.triggering("restart").within(hour);

        for (ProvisioningStep step :
                List.of(command("make"), waitForFile("ready"), waitForPort(80), directory("data"))) {
            AdjustedStep expected = AdjustedStep.of(first.apply(step));
            AdjustedStep found = AdjustedStep.of(last.apply(step));
            assertThat(found.limit()).isEqualTo(expected.limit()).isGreaterThanOrEqualTo(hour);
            assertThat(found.step().limit())
                    .as("how long the step itself is patient")
                    .isEqualTo(expected.step().limit());
            assertThat(found.triggers()).containsExactly("restart");
        }
    }

    @Test
    void keepsSettingsOfAStepTogether() {
        ProvisioningStep step = writeFile("a")
                .saying("b")
                .within(java.time.Duration.ofSeconds(5))
                .triggering("one")
                .triggering("two")
                .onFailure(dev.viridian.FailureResponse.retry(1));

        assertThat(step.limit()).hasSeconds(5);
        assertThat(step.triggers()).containsExactly("one", "two");
        assertThat(step.responses()).hasSize(1);
        assertThat(step.name()).isEqualTo("write a");
    }
}
