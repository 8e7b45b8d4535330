package dev.viridian.testing.assertions;

import dev.viridian.Notification;
import dev.viridian.plan.Plan;
import dev.viridian.provision.Host;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.report.DeploymentResult;
import dev.viridian.testing.faults.Exploration;
import dev.viridian.testing.host.ProvisioningExploration;
import dev.viridian.testing.simulation.RecordingNotifier;
import dev.viridian.testing.simulation.SimulatedWorld;
import java.util.List;

/**
 * The way in: {@code import static dev.viridian.testing.assertions.ViridianAssertions.assertThat}, beside AssertJ's own
 * {@code assertThat} where that is needed, too. Needs {@code org.assertj:assertj-core}, 3.27 or 4.
 *
 * <pre>{@code
 * assertThat(deployer.deploy(orders)).isRolledBack().failedAt("smoke test").because("no database");
 * assertThat(world).isLive("1.2").trafficNeverDropped().leftNothingBehind();
 * assertThat(Faults.explore(orders)).neverDropsTraffic().leavesNothingBehind().notifiesEveryFailure();
 * }</pre>
 */
public final class ViridianAssertions {
    private ViridianAssertions() {}

    /** What is expected of how a deployment ended. */
    public static DeploymentResultAssert assertThat(DeploymentResult actual) {
        return new DeploymentResultAssert(actual);
    }

    /** What is expected of a plan. */
    public static PlanAssert assertThat(Plan actual) {
        return new PlanAssert(actual);
    }

    /** What is expected of a notification. */
    public static NotificationAssert assertThat(Notification actual) {
        return new NotificationAssert(actual);
    }

    /** What is expected of the notifications that this notifier was told. */
    public static NotificationsAssert assertThat(RecordingNotifier actual) {
        return new NotificationsAssert(actual.notifications());
    }

    /** What is expected of notifications, in the order in which they were told. */
    public static NotificationsAssert assertThatNotifications(List<Notification> actual) {
        return new NotificationsAssert(actual);
    }

    /** What is expected of a world, and of what happened in it. */
    public static SimulatedWorldAssert assertThat(SimulatedWorld actual) {
        return new SimulatedWorldAssert(actual);
    }

    /** What is expected of an exploration. */
    public static ExplorationAssert assertThat(Exploration actual) {
        return new ExplorationAssert(actual);
    }

    /** What is expected of a machine, a simulated or a real one. */
    public static HostAssert assertThat(Host actual) {
        return new HostAssert(actual);
    }

    /** What is expected of what came of provisioning a machine. */
    public static ProvisioningResultAssert assertThat(ProvisioningResult actual) {
        return new ProvisioningResultAssert(actual);
    }

    /** What is expected of the exploration of a provisioning. */
    public static ProvisioningExplorationAssert assertThat(ProvisioningExploration actual) {
        return new ProvisioningExplorationAssert(actual);
    }
}
