package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Machine;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;

class BeanstalkMachineTest {
    private static Machine machine(String ofInstance, String ofEnvironment, String health, String version) {
        return machine(
                ofInstance,
                ofEnvironment,
                Optional.of(SingleInstanceHealth.builder()
                        .instanceId("i-1")
                        .healthStatus(health)
                        .color("a color")
                        .causes("a cause")
                        .deployment(deployment -> deployment.versionLabel(version))
                        .build()));
    }

    private static Machine machine(String ofInstance, String ofEnvironment, Optional<SingleInstanceHealth> health) {
        return new BeanstalkMachine(
                        Instance.builder()
                                .instanceId("i-1")
                                .state(state -> state.name(ofInstance))
                                .build(),
                        EnvironmentDescription.builder()
                                .environmentName("orders-1-1")
                                .versionLabel("orders-1-1")
                                .status(ofEnvironment)
                                .build(),
                        health)
                .at("host", 80);
    }

    private static Machine.State state(String ofInstance, String ofEnvironment, String health) {
        return machine(ofInstance, ofEnvironment, health, "orders-1-1").state();
    }

    @Test
    void onlyGreenIsRunning() {
        assertThat(state("running", "Ready", "Ok")).isEqualTo(Machine.State.RUNNING);
        assertThat(state("running", "Updating", "Info")).isEqualTo(Machine.State.RUNNING);
        assertThat(state("running", "Ready", "Pending")).isEqualTo(Machine.State.STARTING);
        for (String other :
                new String[] {"Warning", "Degraded", "Severe", "No Data", "Unknown", "Suspended", "later"}) {
            assertThat(state("running", "Ready", other)).as(other).isEqualTo(Machine.State.UNKNOWN);
        }
    }

    @Test
    void whatIsNotLaunchedYetIsStartingHoweverWellItIs() {
        assertThat(state("running", "Launching", "Ok")).isEqualTo(Machine.State.STARTING);
        assertThat(state("pending", "Ready", "Ok")).isEqualTo(Machine.State.STARTING);
    }

    @Test
    void whatLeavesIsStoppingAndWhatHasEndedHasFailed() {
        assertThat(state("shutting-down", "Ready", "Ok")).isEqualTo(Machine.State.STOPPING);
        assertThat(state("running", "Terminating", "Ok")).isEqualTo(Machine.State.STOPPING);
        assertThat(state("stopped", "Ready", "Ok")).isEqualTo(Machine.State.FAILED);
    }

    @Test
    void oneOfWhichNothingIsSaidIsNotTakenForAGoodOne() {
        assertThat(machine("running", "Ready", Optional.empty()).state()).isEqualTo(Machine.State.UNKNOWN);
        assertThat(machine(
                                "running",
                                "Ready",
                                Optional.of(SingleInstanceHealth.builder().build()))
                        .state())
                .isEqualTo(Machine.State.UNKNOWN);
    }

    @Test
    void oneToWhichSomebodyDeployedAnotherVersionByHandIsNotTakenForWhatTheTagsSay() {
        Machine machine = machine("running", "Ready", "Ok", "by-hand-7");

        assertThat(machine.state()).isEqualTo(Machine.State.UNKNOWN);
        assertThat(machine.detail())
                .isEqualTo(
                        "Elastic Beanstalk: the application version by-hand-7 is on it. Expected orders-1-1, by whose name the deployment made it");
    }

    @Test
    void whyItIsNotWellIsTold() {
        assertThat(machine("running", "Ready", "Severe", "orders-1-1").detail())
                .isEqualTo("Elastic Beanstalk: Severe (a color): a cause");
    }
}
