package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/** What somebody or something else does to the groups that environments are. */
class GroupEnvironmentsTest {
    private static final EnvironmentName NAME = new EnvironmentName("orders-1-1");

    private final StrictFixture fixture = new StrictFixture();
    private final AwsPlatform platform = fixture.open();
    private final AutoScalingClient groups = fixture.aws().autoScaling();

    private static Fence fence() {
        return new Fence(1, "orders#1/change");
    }

    private void ready(int machines) {
        EnvironmentSpec spec =
                new EnvironmentSpec(NAME, fixture.artifacts().pin(StrictFixture.version("1.0")), machines);
        platform.environments().create(spec, fence());
        fixture.simulation().time().sleep(Duration.ofMinutes(10));
        assertThat(platform.environments().find(NAME).orElseThrow().machines())
                .hasSize(machines)
                .allMatch(machine -> machine.state() == Machine.State.RUNNING);
    }

    private List<String> members() {
        return groups.describeAutoScalingGroups().autoScalingGroups().get(0).instances().stream()
                .map(Instance::instanceId)
                .toList();
    }

    private Duration timeOf(Runnable change) {
        Instant begun = fixture.simulation().time().now();
        change.run();
        return Duration.between(begun, fixture.simulation().time().now());
    }

    private void destroyedAsFastAsAnyOther() {
        assertThat(timeOf(() -> platform.environments().destroy(NAME, fence())))
                .isGreaterThanOrEqualTo(AwsSetup.DEFAULT_DRAIN)
                .isLessThan(AwsSetup.DEFAULT_DRAIN.plusMinutes(5));
        assertThat(platform.environments().list()).isEmpty();
        assertThat(groups.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
    }

    /** Of scaling in: the former environment is not scaled in, it is removed. */
    @Test
    void machinesThatAreProtectedFromScalingInAreDrainedAndEndedWithTheOthers() {
        ready(3);
        groups.setInstanceProtection(request -> request.autoScalingGroupName(NAME.value())
                .instanceIds(members().subList(0, 2))
                .protectedFromScaleIn(true));

        destroyedAsFastAsAnyOther();
    }

    @Test
    void machinesOfAGroupThatEndsNoneAreDrainedAndEndedAllTheSame() {
        ready(2);
        groups.suspendProcesses(
                request -> request.autoScalingGroupName(NAME.value()).scalingProcesses("Terminate", "AZRebalance"));

        destroyedAsFastAsAnyOther();
    }
}
