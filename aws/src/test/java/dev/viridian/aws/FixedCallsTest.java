package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** How often AWS is called where environments are instances without a group. */
class FixedCallsTest extends DeploymentCalls {
    @Override
    StrictFixture fixture() {
        return new StrictFixture().withoutGroup();
    }

    @Test
    void eachThingIsChangedOnce() {
        assertThat(changesOfASecondDeployment())
                .as("how often each is called; a launch is tried first, and made in each of two subnets")
                .isEqualTo(Map.ofEntries(
                        Map.entry("ec2:RunInstances", 3L),
                        Map.entry("ec2:TerminateInstances", 1L),
                        Map.entry("elasticloadbalancing:AddTags", 1L),
                        Map.entry("elasticloadbalancing:CreateTargetGroup", 1L),
                        Map.entry("elasticloadbalancing:ModifyTargetGroupAttributes", 1L),
                        Map.entry("elasticloadbalancing:CreateRule", 1L),
                        Map.entry("elasticloadbalancing:RegisterTargets", 1L),
                        Map.entry("elasticloadbalancing:ModifyListener", 1L),
                        Map.entry("elasticloadbalancing:DeregisterTargets", 1L),
                        Map.entry("elasticloadbalancing:DeleteRule", 1L),
                        Map.entry("elasticloadbalancing:DeleteTargetGroup", 1L)));
    }
}
