package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.Probes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class SimulatedEc2Test {
    private final SimulatedAws aws = SimulatedAws.create();
    private final Ec2Client ec2 = aws.ec2();

    private List<Instance> run(String token, int count) {
        return ec2.runInstances(request -> request.imageId(aws.image())
                        .minCount(count)
                        .maxCount(count)
                        .clientToken(token))
                .instances();
    }

    private List<Instance> all() {
        return ec2.describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    @Test
    void anInstanceGoesThroughItsLife() {
        String id = run("", 1).get(0).instanceId();
        List<String> seen = new ArrayList<>();
        for (int second = 0; second < 4000; second += 1) {
            if (second == 60) {
                ec2.terminateInstances(request -> request.instanceIds(id));
            }
            List<Instance> now = all();
            String state = now.isEmpty() ? "gone" : now.get(0).state().nameAsString();
            if (seen.isEmpty() || !seen.get(seen.size() - 1).equals(state)) {
                seen.add(state);
            }
            aws.time().sleep(ofSeconds(1));
        }
        assertThat(seen).containsExactly("pending", "running", "shutting-down", "terminated", "gone");
    }

    @Test
    void aMachineThatIsToldItsTagsHasOnlySuchAsCanBeTold() {
        ec2.createLaunchTemplate(request -> request.launchTemplateName("telling")
                .launchTemplateData(data ->
                        data.imageId(aws.image()).metadataOptions(options -> options.instanceMetadataTags("enabled"))));

        assertThatThrownBy(() -> launchTagged("cost center"))
                .isInstanceOf(Ec2Exception.class)
                .hasMessageContaining("'cost center'");
        assertThatThrownBy(() -> launchTagged("_index")).isInstanceOf(Ec2Exception.class);
        launchTagged("cost-center");
        assertThat(all()).hasSize(1);
    }

    private void launchTagged(String key) {
        TagSpecification tagged = TagSpecification.builder()
                .resourceType("instance")
                .tags(Tag.builder().key(key).value("7").build())
                .build();
        ec2.runInstances(request -> request.launchTemplate(from -> from.launchTemplateName("telling"))
                .minCount(1)
                .maxCount(1)
                .tagSpecifications(tagged));
    }

    @Test
    void aClientTokenMakesALaunchOnce() {
        assertThat(run("token", 2)).isEqualTo(run("token", 2));
        assertThat(all()).hasSize(2);
        assertThatThrownBy(() -> run("token", 3))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("IdempotentParameterMismatch"));
    }

    @Test
    void launchesAllThatItMustOrNothing() {
        aws.quota(AwsQuota.INSTANCES, 2);
        assertThatThrownBy(() -> run("", 3)).hasMessageContaining("vCPU limit");
        assertThat(all()).isEmpty();
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private List<String> statuses(List<String> ids) {
        return ec2.describeInstanceStatus(request -> request.instanceIds(ids)).instanceStatuses().stream()
                .map(status -> status.systemStatus().statusAsString() + "/"
                        + status.instanceStatus().statusAsString())
                .toList();
    }

    /** As <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">TerminateInstances</a> has it by an example. */
    @Test
    void ofThoseThatAreEndedTogetherAProtectedOneAndAllInItsZoneStay() {
        String template = ec2.createLaunchTemplate(request -> request.launchTemplateName("protected")
                        .launchTemplateData(data -> data.imageId(aws.image()).disableApiTermination(true)))
                .launchTemplate()
                .launchTemplateId();
        List<String> ids = new ArrayList<>();
        for (String subnet : aws.subnets().subList(0, 2)) {
            ec2.runInstances(request -> request.launchTemplate(from -> from.launchTemplateId(template))
                            .subnetId(subnet)
                            .minCount(2)
                            .maxCount(2))
                    .instances()
                    .forEach(instance -> ids.add(instance.instanceId()));
        }
        ids.stream()
                .filter(id -> !id.equals(ids.get(2)))
                .forEach(id -> ec2.modifyInstanceAttribute(request ->
                        request.instanceId(id).disableApiTermination(protection -> protection.value(false))));

        assertThatThrownBy(() -> ec2.terminateInstances(request -> request.instanceIds(ids)))
                .hasMessageContaining("The instance '" + ids.get(2) + "' may not be terminated");

        aws.time().sleep(ofMinutes(3));
        assertThat(all())
                .extracting(instance -> instance.state().nameAsString())
                .containsExactly("terminated", "terminated", "running", "running");
    }

    @Test
    void statusChecksAreKnownAMinuteAfterAnInstanceRuns() {
        aws.machines(instance -> instance.number() == 2
                ? Behaviour.well().impaired()
                : Behaviour.well().sick());
        List<String> ids = run("", 2).stream().map(Instance::instanceId).toList();
        assertThat(statuses(ids)).as("pending").isEmpty();
        aws.time().sleep(ofSeconds(30));
        assertThat(statuses(ids)).containsExactly("initializing/initializing", "initializing/initializing");
        aws.time().sleep(ofSeconds(40));
        assertThat(statuses(ids)).containsExactly("ok/ok", "ok/impaired");

        ec2.terminateInstances(request -> request.instanceIds(ids.get(0)));
        assertThat(statuses(ids)).as("what does not run is not told of").containsExactly("ok/impaired");
        assertThat(ec2.describeInstanceStatus(
                                request -> request.instanceIds(ids).includeAllInstances(true))
                        .instanceStatuses()
                        .get(0)
                        .instanceStatus()
                        .statusAsString())
                .isEqualTo("not-applicable");
    }

    @Test
    void statusChecksAreAskedForByAHundredIdsAtMostAndNotByTag() {
        List<String> ids = run("", 101).stream().map(Instance::instanceId).toList();
        aws.time().sleep(ofMinutes(2));

        assertThatThrownBy(() -> statuses(ids)).hasMessageContaining("101 instance IDs");
        assertThatThrownBy(() -> ec2.describeInstanceStatus(request -> request.filters(filter("tag:a", "b"))))
                .isInstanceOf(Ec2Exception.class);
        assertThat(ec2.describeInstanceStatus(request -> request.filters(
                                filter("instance-status.status", "ok"), filter("availability-zone", "eu-central-1a")))
                        .instanceStatuses())
                .hasSize(101);
    }

    @Test
    void aProbeIsAnsweredOnceTheInstanceHasBooted() {
        aws.machines(instance -> Behaviour.well().booting(ofSeconds(30)).answering("1.4"));
        run("", 1);
        aws.time().sleep(ofSeconds(10));
        assertThat(ask().text()).isEqualTo("connection refused");
        aws.time().sleep(ofSeconds(30));
        assertThat(ask()).isEqualTo(Probes.Answer.well("200: 1.4"));
    }

    private Probes.Answer ask() {
        Instance instance = all().get(0);
        Machine machine = new Machine(
                new MachineId(instance.instanceId()), instance.privateIpAddress(), 8080, Machine.State.RUNNING, "");
        return aws.probes().ask(HealthCheck.http("/health"), machine, ofSeconds(5));
    }

    @Test
    void theConsoleIsEmptyAtFirst() {
        aws.machines(instance -> Behaviour.well().printing("Kernel panic"));
        String id = run("", 1).get(0).instanceId();
        assertThat(ec2.getConsoleOutput(request -> request.instanceId(id)).output())
                .isNull();
        aws.time().sleep(ofMinutes(1));
        String output = ec2.getConsoleOutput(request -> request.instanceId(id)).output();
        assertThat(new String(Base64.getDecoder().decode(output), StandardCharsets.UTF_8))
                .isEqualTo("Kernel panic");
    }

    @Test
    void aSecurityGroupInUseIsNotDeleted() {
        String group = ec2.createSecurityGroup(
                        request -> request.groupName("web").description("web").vpcId(aws.vpc()))
                .groupId();
        String id = ec2.runInstances(request ->
                        request.imageId(aws.image()).minCount(1).maxCount(1).securityGroupIds(group))
                .instances()
                .get(0)
                .instanceId();
        assertThatThrownBy(() -> ec2.deleteSecurityGroup(request -> request.groupId(group)))
                .isInstanceOfSatisfying(
                        Ec2Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("DependencyViolation"));
        ec2.terminateInstances(request -> request.instanceIds(id));
        aws.time().sleep(ofMinutes(1));
        ec2.deleteSecurityGroup(request -> request.groupId(group));
        assertThat(aws.leftovers()).isEmpty();
    }
}
