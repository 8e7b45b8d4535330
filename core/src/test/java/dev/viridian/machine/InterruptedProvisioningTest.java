package dev.viridian.machine;

import static dev.viridian.provision.ProvisioningStep.command;
import static dev.viridian.provision.ProvisioningStep.directory;
import static dev.viridian.provision.ProvisioningStep.writeFile;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Artifact;
import dev.viridian.Failure;
import dev.viridian.FailureResponse;
import dev.viridian.HealthCheck;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.Provisioning;
import dev.viridian.provision.ProvisioningEvent;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningStep;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whoever provisions is interrupted, as an executor does that is shut down. */
@EnabledOnOs(OS.LINUX)
class InterruptedProvisioningTest {
    private static final ProvisioningStep SLEEPING = command("sh", "-c", "sleep 600");

    @TempDir
    private Path folder;

    @AfterEach
    void isNotInterruptedAnyMore() {
        boolean ignored = Thread.interrupted();
    }

    @Test
    void endsAndStaysInterruptedAndTriesNothingAgain() {
        ProvisioningResult result =
                interruptedAtItsBeginning(Provisioning.of("orders").step(SLEEPING));

        assertThat(result.failure().orElseThrow()).asString().contains("it was interrupted");
        assertThat(result.events()).noneMatch(ProvisioningEvent.RetryDue.class::isInstance);
    }

    @Test
    void endsWhereStepsAreDoneSideBySide() {
        ProvisioningResult result = interruptedAtItsBeginning(
                Provisioning.of("orders").sideBySide(SLEEPING, writeFile("a").saying("a")));

        assertThat(result.failure().orElseThrow()).asString().contains("it was interrupted");
    }

    @Test
    void endsWhereARemedyWouldBeNext() {
        ProvisioningResult result = interruptedAtItsBeginning(Provisioning.of("orders")
                .step(SLEEPING)
                .onFailure(FailureResponse.when(Failure.class, FailureResponse.remedy("mend it", failure -> {}))
                        .then(FailureResponse.rebuild())));

        assertThat(result.failure().orElseThrow()).asString().contains("it was interrupted");
    }

    @Test
    void endsWhereTheMachineIsWaitedFor() {
        ProvisioningResult result = interruptedAtItsBeginning(Provisioning.of("orders")
                .step(directory("data"))
                .verify(HealthCheck.tcp().within(Duration.ofMinutes(10))));

        assertThat(result.failure().orElseThrow()).asString().contains("it was interrupted");
    }

    private ProvisioningResult interruptedAtItsBeginning(Provisioning provisioning) {
        LinuxHost host = LinuxHost.home(folder).supervising().open();
        MachineContext machine = MachineContext.of(host, Artifact.of("file:/orders.zip"), 1);
        Thread whoProvisions = Thread.currentThread();
        Provisioner provisioner = Provisioner.on(machine).listening(event -> {
            if (event instanceof ProvisioningEvent.StepStarted started
                    && !started.step().equals("make folder data")) {
                whoProvisions.interrupt();
            }
        });

        ProvisioningResult result = provisioner.provision(
                context -> provisioning.step(writeFile("later").saying("never")));

        assertThat(whoProvisions.isInterrupted()).isTrue();
        return result;
    }
}
