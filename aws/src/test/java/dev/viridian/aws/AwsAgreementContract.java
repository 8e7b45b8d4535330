package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Tag;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/**
 * What the model of AWS in the test kit and an emulator that others wrote must agree in: whoever differs is wrong, and where that is the emulator it is said there. What takes time is
 * not here, since in emulators nothing does.
 */
abstract class AwsAgreementContract {
    private final String name = "a" + UUID.randomUUID().toString().substring(0, 12);

    abstract Ec2Client ec2();

    abstract AutoScalingClient autoScaling();

    abstract ElasticLoadBalancingV2Client loadBalancing();

    abstract Route53Client route53();

    abstract S3Client s3();

    abstract SnsClient sns();

    abstract SsmClient ssm();

    abstract CloudWatchClient cloudWatch();

    abstract String image();

    /** Lets what takes time come to its end. */
    abstract void settle();

    /** What it is refused with: status and code. */
    private static String refusal(ThrowingCallable call) {
        AwsServiceException refused = catchThrowableOfType(AwsServiceException.class, call);
        return refused == null
                ? "nothing"
                : refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
    }

    private List<String> subnets() {
        return ec2().describeSubnets(request -> request.filters(filter("default-for-az", "true"))).subnets().stream()
                .map(Subnet::subnetId)
                .toList();
    }

    private String vpc() {
        return ec2().describeSubnets(request -> request.filters(filter("default-for-az", "true")))
                .subnets()
                .get(0)
                .vpcId();
    }

    private static Filter filter(String key, String value) {
        return Filter.builder().name(key).values(value).build();
    }

    private String launchTemplate() {
        return ec2().createLaunchTemplate(request -> request.launchTemplateName(name)
                        .launchTemplateData(data -> data.imageId(image()).instanceType(InstanceType.T3_MICRO)))
                .launchTemplate()
                .launchTemplateId();
    }

    @Test
    void anInstanceIsFoundByItsTagAndTerminated() {
        String id = ec2().runInstances(request -> request.imageId(image())
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1)
                        .tagSpecifications(software.amazon.awssdk.services.ec2.model.TagSpecification.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(software.amazon.awssdk.services.ec2.model.Tag.builder()
                                        .key("test")
                                        .value(name)
                                        .build())
                                .build()))
                .instances()
                .get(0)
                .instanceId();

        Instance found = ec2().describeInstances(request -> request.filters(filter("tag:test", name)))
                .reservations()
                .get(0)
                .instances()
                .get(0);
        assertThat(found.instanceId()).isEqualTo(id);
        assertThat(found.imageId()).isEqualTo(image());
        assertThat(found.privateIpAddress()).isNotEmpty();
        var ended = ec2().terminateInstances(request -> request.instanceIds(id))
                .terminatingInstances()
                .get(0);
        assertThat(ended.currentState().name()).isIn(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);
        assertThat(ec2().describeInstances(request -> request.instanceIds(id)).reservations())
                .as("it is still shown")
                .hasSize(1);
    }

    private List<String> launch(String template, String token, int machines) {
        return ec2()
                .runInstances(request -> request.launchTemplate(
                                from -> from.launchTemplateId(template).version("1"))
                        .subnetId(subnets().get(1))
                        .minCount(machines)
                        .maxCount(machines)
                        .clientToken(token)
                        .tagSpecifications(software.amazon.awssdk.services.ec2.model.TagSpecification.builder()
                                .resourceType(ResourceType.INSTANCE)
                                .tags(tag("owner", name), tag("kind", "fixed"))
                                .build()))
                .instances()
                .stream()
                .map(Instance::instanceId)
                .toList();
    }

    private static software.amazon.awssdk.services.ec2.model.Tag tag(String key, String value) {
        return software.amazon.awssdk.services.ec2.model.Tag.builder()
                .key(key)
                .value(value)
                .build();
    }

    private List<Instance> found(Filter... filters) {
        return ec2().describeInstances(request -> request.filters(filters)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    @Test
    void instancesOfALaunchTemplateBearTheTagsOfTheCallAndAreWhereItSays() {
        List<String> ids = launch(launchTemplate(), name, 2);
        settle();

        assertThat(found(filter("tag:owner", name), filter("tag:kind", "fixed")))
                .hasSize(2)
                .allSatisfy(instance -> {
                    assertThat(ids).contains(instance.instanceId());
                    assertThat(instance.instanceType()).isEqualTo(InstanceType.T3_MICRO);
                    assertThat(instance.subnetId()).isEqualTo(subnets().get(1));
                    assertThat(instance.state().name()).isEqualTo(InstanceStateName.RUNNING);
                });
        assertThat(found(filter("tag:owner", name), filter("tag:kind", "another")))
                .as("all filters hold")
                .isEmpty();
        ec2().terminateInstances(request -> request.instanceIds(ids));
    }

    @Test
    void aTokenLaunchesOnce() {
        String template = launchTemplate();
        List<String> ids = launch(template, name, 1);

        assertThat(launch(template, name, 1)).isEqualTo(ids);
        assertThat(refusal(() -> launch(template, name, 2))).isEqualTo("400 IdempotentParameterMismatch");
        ec2().terminateInstances(request -> request.instanceIds(ids));
        assertThat(launch(template, name, 1)).as("also when it was ended").isEqualTo(ids);
    }

    @Test
    void statusChecksAreToldOfWhatRuns() {
        List<String> ids = launch(launchTemplate(), name, 2);
        settle();

        assertThat(ec2().describeInstanceStatus(request -> request.instanceIds(ids))
                        .instanceStatuses())
                .hasSize(2)
                .allSatisfy(status -> {
                    assertThat(status.instanceStatus().statusAsString()).isEqualTo("ok");
                    assertThat(status.systemStatus().statusAsString()).isEqualTo("ok");
                });
        assertThat(ec2().describeInstanceStatus(request -> request.filters(filter("instance-state-name", "running")))
                        .instanceStatuses())
                .extracting(InstanceStatus::instanceId)
                .containsAll(ids);
        ec2().terminateInstances(request -> request.instanceIds(ids));
        assertThat(ec2().describeInstanceStatus(request -> request.instanceIds(ids))
                        .instanceStatuses())
                .as("what does not run is not told of")
                .isEmpty();
    }

    @Test
    void terminatingASecondTimeSucceedsAndAnUnknownOneEndsNone() {
        List<String> ids = launch(launchTemplate(), name, 1);
        settle();
        assertThat(refusal(() ->
                        ec2().terminateInstances(request -> request.instanceIds(ids.get(0), "i-0123456789abcdef0"))))
                .isEqualTo("400 InvalidInstanceID.NotFound");
        assertThat(found(filter("instance-id", ids.get(0))).get(0).state().name())
                .isEqualTo(InstanceStateName.RUNNING);

        ec2().terminateInstances(request -> request.instanceIds(ids));
        ec2().terminateInstances(request -> request.instanceIds(ids));
    }

    @Test
    void anInstanceIsRegisteredWhileItRunsAndNoMoreWhenItWasDeregistered() {
        String group = targetGroup(name);
        List<String> ids = launch(launchTemplate(), name, 1);
        settle();
        TargetDescription target = TargetDescription.builder().id(ids.get(0)).build();

        loadBalancing().registerTargets(request -> request.targetGroupArn(group).targets(target));
        assertThat(targets(group)).containsExactly(ids.get(0));
        loadBalancing()
                .deregisterTargets(request -> request.targetGroupArn(group).targets(target));
        settle();
        assertThat(targets(group)).isEmpty();
        ec2().terminateInstances(request -> request.instanceIds(ids));
        settle();
        assertThat(refusal(() -> loadBalancing()
                        .registerTargets(
                                request -> request.targetGroupArn(group).targets(target))))
                .isEqualTo("400 InvalidTarget");
    }

    private List<String> targets(String group) {
        return loadBalancing()
                .describeTargetHealth(request -> request.targetGroupArn(group))
                .targetHealthDescriptions()
                .stream()
                .map(described -> described.target().id())
                .toList();
    }

    @Test
    void aTagOfATargetGroupThatIsWrittenAgainHasTheNewValue() {
        String group = targetGroup(name);
        for (String value : List.of("1", "2")) {
            loadBalancing()
                    .addTags(request -> request.resourceArns(group)
                            .tags(software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                                    .key("machines")
                                    .value(value)
                                    .build()));
        }

        assertThat(loadBalancing()
                        .describeTags(request -> request.resourceArns(group))
                        .tagDescriptions()
                        .get(0)
                        .tags())
                .singleElement()
                .satisfies(tag -> assertThat(tag.value()).isEqualTo("2"));
    }

    @Test
    void aTagOfATargetGroupWithOtherCharactersIsRefused() {
        String group = targetGroup(name);
        assertThat(refusal(() -> loadBalancing()
                        .addTags(request -> request.resourceArns(group)
                                .tags(software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag.builder()
                                        .key("artifact")
                                        .value("s3://releases/orders?versionId=1")
                                        .build()))))
                .isEqualTo("400 ValidationError");
    }

    @Test
    void whatIsNotThereInEc2IsRefusedByItsCode() {
        assertThat(refusal(() -> ec2().describeInstances(request -> request.instanceIds("i-0123456789abcdef0"))))
                .isEqualTo("400 InvalidInstanceID.NotFound");
        assertThat(refusal(() -> ec2().terminateInstances(request -> request.instanceIds("i-0123456789abcdef0"))))
                .isEqualTo("400 InvalidInstanceID.NotFound");
        assertThat(refusal(() -> ec2().describeSubnets(request -> request.subnetIds("subnet-0123456789abcdef0"))))
                .isEqualTo("400 InvalidSubnetID.NotFound");
        assertThat(refusal(() -> ec2().describeImages(request -> request.imageIds("ami-0123456789abcdef0"))))
                .isEqualTo("400 InvalidAMIID.NotFound");
    }

    @Test
    void versionsOfALaunchTemplateAreCounted() {
        String id = launchTemplate();
        var second = ec2().createLaunchTemplateVersion(request -> request.launchTemplateId(id)
                        .launchTemplateData(data -> data.imageId(image()).instanceType(InstanceType.T3_SMALL)))
                .launchTemplateVersion();

        assertThat(second.versionNumber()).isEqualTo(2);
        assertThat(ec2().describeLaunchTemplateVersions(
                                request -> request.launchTemplateId(id).versions("2"))
                        .launchTemplateVersions())
                .extracting(LaunchTemplateVersion::versionNumber)
                .containsExactly(2L);
        assertThat(ec2().describeLaunchTemplates(request -> request.launchTemplateIds(id))
                        .launchTemplates()
                        .get(0)
                        .latestVersionNumber())
                .isEqualTo(2);
        assertThat(refusal(this::launchTemplate)).isEqualTo("400 InvalidLaunchTemplateName.AlreadyExistsException");
    }

    @Test
    void aSecondSecurityGroupOfANameIsRefused() {
        ec2().createSecurityGroup(
                        request -> request.groupName(name).description("test").vpcId(vpc()));

        assertThat(refusal(() -> ec2().createSecurityGroup(request ->
                        request.groupName(name).description("test").vpcId(vpc()))))
                .isEqualTo("400 InvalidGroup.Duplicate");
        assertThat(refusal(() -> ec2().deleteSecurityGroup(request -> request.groupId("sg-0123456789abcdef0"))))
                .isEqualTo("400 InvalidGroup.NotFound");
    }

    private void group(String template) {
        autoScaling()
                .createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                        .launchTemplate(from -> from.launchTemplateId(template).version("1"))
                        .minSize(0)
                        .maxSize(4)
                        .desiredCapacity(0)
                        .vpcZoneIdentifier(String.join(",", subnets().subList(0, 2)))
                        .tags(Tag.builder()
                                .resourceId(name)
                                .resourceType("auto-scaling-group")
                                .key("owner")
                                .value(name)
                                .propagateAtLaunch(true)
                                .build()));
    }

    private List<AutoScalingGroup> groups() {
        return autoScaling()
                .describeAutoScalingGroups(request -> request.autoScalingGroupNames(name))
                .autoScalingGroups();
    }

    @Test
    void aGroupSaysWhatItWasMadeWith() {
        String template = launchTemplate();
        group(template);

        AutoScalingGroup group = groups().get(0);
        assertThat(group.minSize()).isZero();
        assertThat(group.maxSize()).isEqualTo(4);
        assertThat(group.launchTemplate().launchTemplateId()).isEqualTo(template);
        assertThat(group.vpcZoneIdentifier())
                .isEqualTo(String.join(",", subnets().subList(0, 2)));
        assertThat(group.tags()).hasSize(1);
        assertThat(group.instances()).isEmpty();
        autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
    }

    @Test
    void aGroupIsFoundByItsTag() {
        group(launchTemplate());

        assertThat(autoScaling()
                        .describeAutoScalingGroups(request ->
                                request.filters(software.amazon.awssdk.services.autoscaling.model.Filter.builder()
                                        .name("tag:owner")
                                        .values(name)
                                        .build()))
                        .autoScalingGroups())
                .extracting(AutoScalingGroup::autoScalingGroupName)
                .containsExactly(name);
        autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
    }

    @Test
    void aSecondGroupOfANameIsRefused() {
        String template = launchTemplate();
        group(template);

        assertThat(refusal(() -> group(template))).isEqualTo("400 AlreadyExists");
        autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
    }

    @Test
    void aGroupThatIsNotThereIsRefused() {
        assertThat(groups()).isEmpty();
        assertThat(refusal(() -> autoScaling()
                        .setDesiredCapacity(
                                request -> request.autoScalingGroupName(name).desiredCapacity(1))))
                .isEqualTo("400 ValidationError");
        assertThat(refusal(() -> autoScaling()
                        .updateAutoScalingGroup(
                                request -> request.autoScalingGroupName(name).desiredCapacity(1))))
                .isEqualTo("400 ValidationError");
    }

    @Test
    void aGroupIsNotMadeFromATemplateThatIsNotThere() {
        assertThat(refusal(() -> group("lt-0123456789abcdef0"))).isEqualTo("400 ValidationError");
    }

    @Test
    void suspendedProcessesAreShownUntilTheyAreResumed() {
        group(launchTemplate());
        autoScaling()
                .suspendProcesses(request -> request.autoScalingGroupName(name).scalingProcesses("Launch"));
        assertThat(groups().get(0).suspendedProcesses()).hasSize(1);
        autoScaling().resumeProcesses(request -> request.autoScalingGroupName(name));
        assertThat(groups().get(0).suspendedProcesses()).isEmpty();
        autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
    }

    @Test
    void aDetachedInstanceRunsOnOutsideOfItsGroup() {
        group(launchTemplate());
        autoScaling()
                .setDesiredCapacity(
                        request -> request.autoScalingGroupName(name).desiredCapacity(2));
        settle();
        String detached = groups().get(0).instances().get(0).instanceId();
        assertThat(autoScaling()
                        .describeAutoScalingInstances(request -> request.instanceIds(detached))
                        .autoScalingInstances())
                .hasSize(1);

        autoScaling()
                .detachInstances(request ->
                        request.autoScalingGroupName(name).instanceIds(detached).shouldDecrementDesiredCapacity(true));
        settle();

        assertThat(groups().get(0).desiredCapacity()).isEqualTo(1);
        assertThat(groups().get(0).instances())
                .hasSize(1)
                .noneMatch(member -> member.instanceId().equals(detached));
        assertThat(autoScaling()
                        .describeAutoScalingInstances(request -> request.instanceIds(detached))
                        .autoScalingInstances())
                .isEmpty();
        assertThat(ec2().describeInstances(request -> request.filters(
                                filter("instance-id", detached),
                                filter("tag-key", "owner"),
                                filter("instance-state-name", "running")))
                        .reservations())
                .as("it runs on, with the tags of its group")
                .hasSize(1);
        ec2().terminateInstances(request -> request.instanceIds(detached));
        autoScaling()
                .deleteAutoScalingGroup(
                        request -> request.autoScalingGroupName(name).forceDelete(true));
    }

    @Test
    void policiesAndScheduledActionsOfAGroupAreReadBackUntilTheyAreDeleted() {
        group(launchTemplate());
        autoScaling()
                .putScalingPolicy(request -> request.autoScalingGroupName(name)
                        .policyName("load")
                        .policyType("TargetTrackingScaling")
                        .targetTrackingConfiguration(following -> following
                                .predefinedMetricSpecification(
                                        metric -> metric.predefinedMetricType("ASGAverageCPUUtilization"))
                                .targetValue(50.0)));
        autoScaling()
                .putScheduledUpdateGroupAction(request -> request.autoScalingGroupName(name)
                        .scheduledActionName("mornings")
                        .recurrence("0 8 * * *")
                        .desiredCapacity(3));

        var policy = autoScaling()
                .describePolicies(request -> request.autoScalingGroupName(name))
                .scalingPolicies()
                .get(0);
        assertThat(policy.policyType()).isEqualTo("TargetTrackingScaling");
        assertThat(policy.targetTrackingConfiguration().targetValue()).isEqualTo(50.0);
        assertThat(autoScaling()
                        .describeScheduledActions(request -> request.autoScalingGroupName(name))
                        .scheduledUpdateGroupActions())
                .singleElement()
                .satisfies(action -> {
                    assertThat(action.recurrence()).isEqualTo("0 8 * * *");
                    assertThat(action.desiredCapacity()).isEqualTo(3);
                });
        autoScaling().deletePolicy(request -> request.autoScalingGroupName(name).policyName("load"));
        autoScaling()
                .deleteScheduledAction(
                        request -> request.autoScalingGroupName(name).scheduledActionName("mornings"));
        assertThat(autoScaling()
                        .describePolicies(request -> request.autoScalingGroupName(name))
                        .scalingPolicies())
                .isEmpty();
        assertThat(autoScaling()
                        .describeScheduledActions(request -> request.autoScalingGroupName(name))
                        .scheduledUpdateGroupActions())
                .isEmpty();
        autoScaling().deleteAutoScalingGroup(request -> request.autoScalingGroupName(name));
    }

    private String targetGroup(String called) {
        return loadBalancing()
                .createTargetGroup(request -> request.name(called)
                        .protocol("HTTP")
                        .port(8080)
                        .vpcId(vpc())
                        .healthCheckPath("/health"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
    }

    private String listener(TargetGroupTuple... groups) {
        String balancer = loadBalancing()
                .createLoadBalancer(
                        request -> request.name(name).subnets(subnets().subList(0, 2)))
                .loadBalancers()
                .get(0)
                .loadBalancerArn();
        return loadBalancing()
                .createListener(request -> request.loadBalancerArn(balancer)
                        .protocol("HTTP")
                        .port(80)
                        .defaultActions(forward(groups)))
                .listeners()
                .get(0)
                .listenerArn();
    }

    private static Action forward(TargetGroupTuple... groups) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .forwardConfig(config -> config.targetGroups(groups))
                .build();
    }

    private static TargetGroupTuple weight(String arn, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }

    private List<TargetGroupTuple> weights(String listener) {
        return loadBalancing()
                .describeListeners(request -> request.listenerArns(listener))
                .listeners()
                .get(0)
                .defaultActions()
                .get(0)
                .forwardConfig()
                .targetGroups();
    }

    @Test
    void weightsAreReadBackAsTheyWereWritten() {
        String blue = targetGroup(name + "-b");
        String green = targetGroup(name + "-g");
        String listener = listener(weight(blue, 100), weight(green, 0));
        assertThat(weights(listener)).containsExactly(weight(blue, 100), weight(green, 0));

        loadBalancing()
                .modifyListener(request ->
                        request.listenerArn(listener).defaultActions(forward(weight(blue, 0), weight(green, 999))));
        assertThat(weights(listener)).containsExactly(weight(blue, 0), weight(green, 999));
    }

    @Test
    void aTargetGroupInUseIsNotDeleted() {
        String blue = targetGroup(name + "-b");
        String listener = listener(weight(blue, 0));
        assertThat(refusal(() -> loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(blue))))
                .isEqualTo("400 ResourceInUse");

        loadBalancing().deleteListener(request -> request.listenerArn(listener));
        loadBalancing().deleteTargetGroup(request -> request.targetGroupArn(blue));
        assertThat(refusal(() -> loadBalancing().describeTargetGroups(request -> request.targetGroupArns(blue))))
                .isEqualTo("400 TargetGroupNotFound");
    }

    @Test
    void aTargetGroupOfEqualSettingsIsMadeOnce() {
        assertThat(targetGroup(name)).isEqualTo(targetGroup(name));
    }

    @Test
    void aTargetGroupOfOtherSettingsIsRefused() {
        targetGroup(name);
        assertThat(refusal(() -> loadBalancing()
                        .createTargetGroup(request ->
                                request.name(name).protocol("HTTP").port(81).vpcId(vpc()))))
                .isEqualTo("400 DuplicateTargetGroupName");
    }

    @Test
    void aNameThatIsTooLongIsRefused() {
        assertThat(refusal(() -> targetGroup("x".repeat(33)))).isEqualTo("400 ValidationError");
    }

    @Test
    void aPriorityIsTakenOnce() {
        String listener = listener(weight(targetGroup(name), 1));
        rule(listener, 7);

        assertThat(refusal(() -> rule(listener, 7))).isEqualTo("400 PriorityInUse");
        assertThat(loadBalancing()
                        .describeRules(request -> request.listenerArn(listener))
                        .rules())
                .extracting(Rule::priority)
                .containsExactly("7", "default");
    }

    private void rule(String listener, int priority) {
        loadBalancing()
                .createRule(request -> request.listenerArn(listener)
                        .priority(priority)
                        .conditions(RuleCondition.builder()
                                .field("path-pattern")
                                .values("/api/*")
                                .build())
                        .actions(Action.builder()
                                .type(ActionTypeEnum.FIXED_RESPONSE)
                                .fixedResponseConfig(fixed -> fixed.statusCode("200"))
                                .build()));
    }

    @Test
    void whatIsNotThereInLoadBalancingIsRefusedByItsCode() {
        String group = targetGroup(name);
        String prefix = group.substring(0, group.indexOf(":targetgroup/"));
        assertThat(refusal(() -> loadBalancing().describeLoadBalancers(request -> request.names("no-such"))))
                .isEqualTo("400 LoadBalancerNotFound");
        assertThat(refusal(() -> loadBalancing().describeTargetGroups(request -> request.names("no-such"))))
                .isEqualTo("400 TargetGroupNotFound");
        assertThat(refusal(() -> loadBalancing()
                        .describeRules(request ->
                                request.listenerArn(prefix + ":listener/app/x/0123456789abcdef/0123456789abcdef"))))
                .isEqualTo("400 ListenerNotFound");
    }

    @Test
    void deregisteringWhatWasNeverRegisteredSucceeds() {
        String group = targetGroup(name);
        loadBalancing()
                .deregisterTargets(request -> request.targetGroupArn(group)
                        .targets(TargetDescription.builder()
                                .id("i-0123456789abcdef0")
                                .build()));
        assertThat(loadBalancing()
                        .describeTargetHealth(request -> request.targetGroupArn(group))
                        .targetHealthDescriptions())
                .isEmpty();
    }

    @Test
    void anObjectIsCreatedOnceAndReplacedByItsTag() {
        String bucket = Moto.makeBucket(s3());
        String tag = s3().putObject(
                        request -> request.bucket(bucket).key("a").ifNoneMatch("*"), RequestBody.fromString("1"))
                .eTag();

        assertThat(refusal(() -> s3().putObject(
                                request -> request.bucket(bucket).key("a").ifNoneMatch("*"),
                                RequestBody.fromString("2"))))
                .isEqualTo("412 PreconditionFailed");
        s3().putObject(request -> request.bucket(bucket).key("a").ifMatch(tag), RequestBody.fromString("2"));
        assertThat(refusal(() -> s3().putObject(
                                request -> request.bucket(bucket).key("a").ifMatch(tag), RequestBody.fromString("3"))))
                .isEqualTo("412 PreconditionFailed");
        assertThat(s3().getObjectAsBytes(
                                request -> request.bucket(bucket).key("a").range("bytes=0-0"))
                        .asUtf8String())
                .isEqualTo("2");
    }

    @Test
    void whatIsNotThereInS3IsRefusedByItsCode() {
        String bucket = Moto.makeBucket(s3());
        assertThat(refusal(() ->
                        s3().getObjectAsBytes(request -> request.bucket(bucket).key("a"))))
                .isEqualTo("404 NoSuchKey");
        assertThat(refusal(() -> s3().listObjectsV2(request -> request.bucket("no-such-" + bucket))))
                .isEqualTo("404 NoSuchBucket");
        assertThat(refusal(() ->
                        s3().deleteObject(request -> request.bucket(bucket).key("a"))))
                .isEqualTo("nothing");
    }

    @Test
    void aVersionThatWasReplacedCanStillBeRead() {
        String bucket = Moto.makeBucket(s3());
        s3().putBucketVersioning(request -> request.bucket(bucket)
                .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
        String first = s3().putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("1"))
                .versionId();
        s3().putObject(request -> request.bucket(bucket).key("a"), RequestBody.fromString("2"));
        s3().deleteObject(request -> request.bucket(bucket).key("a"));

        assertThat(refusal(() ->
                        s3().getObjectAsBytes(request -> request.bucket(bucket).key("a"))))
                .isEqualTo("404 NoSuchKey");
        assertThat(s3().getObjectAsBytes(
                                request -> request.bucket(bucket).key("a").versionId(first))
                        .asUtf8String())
                .isEqualTo("1");
    }

    @Test
    void objectsAreListedInPagesAndInOrder() {
        String bucket = Moto.makeBucket(s3());
        for (String key : List.of("b/2", "a/1", "b/1", "b/3")) {
            s3().putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(key));
        }
        assertThat(
                        s3()
                                .listObjectsV2Paginator(request ->
                                        request.bucket(bucket).prefix("b/").maxKeys(2))
                                .contents()
                                .stream()
                                .map(S3Object::key))
                .containsExactly("b/1", "b/2", "b/3");
    }

    private String zone() {
        return route53()
                .createHostedZone(request -> request.name(name + ".example").callerReference(name))
                .hostedZone()
                .id();
    }

    private void change(String zone, ChangeAction action, String target) {
        route53()
                .changeResourceRecordSets(request -> request.hostedZoneId(zone)
                        .changeBatch(batch -> batch.changes(Change.builder()
                                .action(action)
                                .resourceRecordSet(record -> record.name("www." + name + ".example")
                                        .type("CNAME")
                                        .ttl(60L)
                                        .resourceRecords(ResourceRecord.builder()
                                                .value(target)
                                                .build()))
                                .build())));
    }

    private Optional<String> record(String zone) {
        return route53().listResourceRecordSets(request -> request.hostedZoneId(zone)).resourceRecordSets().stream()
                .filter(record -> record.name().equals("www." + name + ".example."))
                .map(record -> record.resourceRecords().get(0).value())
                .findFirst();
    }

    @Test
    void aRecordIsWrittenAndOverwritten() {
        String zone = zone();
        change(zone, ChangeAction.UPSERT, "blue.example");
        change(zone, ChangeAction.UPSERT, "green.example");
        assertThat(record(zone)).contains("green.example");
        change(zone, ChangeAction.DELETE, "green.example");
        assertThat(record(zone)).isEmpty();
    }

    @Test
    void aRecordThatIsThereIsNotCreatedAgain() {
        String zone = zone();
        change(zone, ChangeAction.CREATE, "blue.example");
        assertThat(refusal(() -> change(zone, ChangeAction.CREATE, "green.example")))
                .isEqualTo("400 InvalidChangeBatch");
        assertThat(record(zone)).contains("blue.example");
    }

    private ResourceRecordSet weighted(String identifier) {
        return ResourceRecordSet.builder()
                .name("www." + name + ".example")
                .type("CNAME")
                .ttl(60L)
                .setIdentifier(identifier)
                .weight(1L)
                .resourceRecords(
                        ResourceRecord.builder().value(identifier + ".example").build())
                .build();
    }

    private void change(String zone, Change... changes) {
        route53()
                .changeResourceRecordSets(
                        request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)));
    }

    private static Change change(ChangeAction action, ResourceRecordSet record) {
        return Change.builder().action(action).resourceRecordSet(record).build();
    }

    private List<ResourceRecordSet> recordsOfTheName(String zone) {
        return route53()
                .listResourceRecordSets(
                        request -> request.hostedZoneId(zone).startRecordName("www." + name + ".example"))
                .resourceRecordSets();
    }

    @Test
    void whatIsReadIsReplacedByOneBatchThereAndBack() {
        String zone = zone();
        change(zone, change(ChangeAction.CREATE, weighted("blue")));
        for (String next : List.of("green", "blue")) {
            ResourceRecordSet there = recordsOfTheName(zone).get(0);
            change(zone, change(ChangeAction.DELETE, there), change(ChangeAction.UPSERT, weighted(next)));

            assertThat(recordsOfTheName(zone))
                    .extracting(ResourceRecordSet::setIdentifier)
                    .containsExactly(next);
        }
    }

    @Test
    void theWeightOfARecordIsChangedByOneBatchThatRemovesIt() {
        String zone = zone();
        change(zone, change(ChangeAction.CREATE, weighted("blue")));
        ResourceRecordSet there = recordsOfTheName(zone).get(0);

        change(
                zone,
                change(ChangeAction.DELETE, there),
                change(
                        ChangeAction.UPSERT,
                        weighted("blue").toBuilder().weight(3L).build()),
                change(ChangeAction.UPSERT, weighted("green")));

        assertThat(recordsOfTheName(zone))
                .extracting(record -> record.setIdentifier() + " " + record.weight())
                .containsExactlyInAnyOrder("blue 3", "green 1");
    }

    @Test
    void aZoneIsFoundByItsName() {
        String zone = zone();

        assertThat(route53()
                        .listHostedZonesByName(request -> request.dnsName(name + ".example"))
                        .hostedZones())
                .filteredOn(found -> found.name().equals(name + ".example."))
                .extracting(found -> found.id().replaceFirst("^/hostedzone/", ""))
                .containsExactly(zone.replaceFirst("^/hostedzone/", ""));
    }

    @Test
    void aChangeIsKnownInTime() {
        String zone = zone();
        ChangeInfo made = route53()
                .changeResourceRecordSets(request -> request.hostedZoneId(zone)
                        .changeBatch(batch -> batch.changes(change(ChangeAction.CREATE, weighted("blue")))))
                .changeInfo();

        assertThat(route53()
                        .getChange(request -> request.id(made.id()))
                        .changeInfo()
                        .id())
                .isEqualTo(made.id());
    }

    @Test
    void aZoneThatIsNotThereIsRefused() {
        assertThat(refusal(() -> route53().getHostedZone(request -> request.id("Z0123456789ABC"))))
                .isEqualTo("404 NoSuchHostedZone");
    }

    @Test
    void aTopicThatIsNotThereIsRefused() {
        String topic = sns().createTopic(request -> request.name(name)).topicArn();
        assertThat(sns().publish(request -> request.topicArn(topic).message("hello"))
                        .messageId())
                .isNotEmpty();
        assertThat(refusal(() -> sns().publish(
                                request -> request.topicArn(topic + "-other").message("hello"))))
                .isEqualTo("404 NotFound");
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        String topic = sns().createTopic(request -> request.name(name)).topicArn();
        assertThat(refusal(
                        () -> sns().publish(request -> request.topicArn(topic).message("x".repeat(262_145)))))
                .isEqualTo("400 InvalidParameter");
    }

    @Test
    void aParameterIsOverwrittenOnlyWhereThatIsSaid() {
        ssm().putParameter(request -> request.name(name).value("1").type(ParameterType.SECURE_STRING));
        assertThat(refusal(() -> ssm().putParameter(
                                request -> request.name(name).value("2").type(ParameterType.SECURE_STRING))))
                .isEqualTo("400 ParameterAlreadyExists");
        assertThat(ssm().putParameter(request -> request.name(name)
                                .value("2")
                                .type(ParameterType.SECURE_STRING)
                                .overwrite(true))
                        .version())
                .isEqualTo(2);
        assertThat(ssm().getParameter(request -> request.name(name).withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("2");
        assertThat(refusal(() -> ssm().getParameter(request -> request.name(name + "-other"))))
                .isEqualTo("400 ParameterNotFound");
    }

    @Test
    void whatIsMeasuredIsAddedUpByPeriods() {
        Instant start = Instant.now().minusSeconds(3600).truncatedTo(ChronoUnit.HOURS);
        for (int minute = 0; minute < 2; minute++) {
            Instant at = start.plusSeconds(60L * minute);
            for (double value : new double[] {1, 2 + minute}) {
                cloudWatch()
                        .putMetricData(request -> request.namespace(name)
                                .metricData(MetricDatum.builder()
                                        .metricName("placed")
                                        .timestamp(at)
                                        .value(value)
                                        .build()));
            }
        }

        MetricDataQuery query = MetricDataQuery.builder()
                .id("placed")
                .metricStat(stat -> stat.stat("Sum")
                        .period(60)
                        .metric(metric -> metric.namespace(name).metricName("placed")))
                .build();
        assertThat(cloudWatch()
                        .getMetricData(request -> request.startTime(start)
                                .endTime(start.plusSeconds(300))
                                .scanBy("TimestampAscending")
                                .metricDataQueries(query))
                        .metricDataResults())
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.id()).isEqualTo("placed");
                    assertThat(result.values()).containsExactly(3.0, 4.0);
                });
    }

    @Test
    void anAlarmIsInTheStateThatIsSet() {
        cloudWatch()
                .putMetricAlarm(request -> request.alarmName(name)
                        .namespace(name)
                        .metricName("failed")
                        .statistic("Sum")
                        .evaluationPeriods(1)
                        .period(60)
                        .threshold(1.0)
                        .treatMissingData("ignore") // or the next evaluation ends it
                        .comparisonOperator("GreaterThanThreshold"));
        cloudWatch()
                .setAlarmState(
                        request -> request.alarmName(name).stateValue("ALARM").stateReason("tried"));

        var alarm = cloudWatch()
                .describeAlarms(request -> request.alarmNames(name))
                .metricAlarms()
                .get(0);
        assertThat(alarm.stateValueAsString()).isEqualTo("ALARM");
        assertThat(alarm.stateReason()).isEqualTo("tried");
        cloudWatch().deleteAlarms(request -> request.alarmNames(name));
        assertThat(cloudWatch()
                        .describeAlarms(request -> request.alarmNames(name))
                        .metricAlarms())
                .isEmpty();
    }

    @Test
    void whatIsSentToAnInstanceIsAnswered() {
        String id = ec2().runInstances(request -> request.imageId(image())
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .get(0)
                .instanceId();
        settle();

        String command = ssm().sendCommand(request -> request.documentName("AWS-RunShellScript")
                        .instanceIds(id)
                        .parameters(Map.of("commands", List.of("uptime"))))
                .command()
                .commandId();
        settle();

        assertThat(ssm().getCommandInvocation(
                                request -> request.commandId(command).instanceId(id))
                        .statusAsString())
                .isEqualTo("Success");
        ec2().terminateInstances(request -> request.instanceIds(id));
    }

    @Test
    void aLaunchThatIsOnlyTriedIsNotMade() {
        String template = launchTemplate();

        assertThat(refusal(() -> ec2().runInstances(request -> request.dryRun(true)
                        .launchTemplate(from -> from.launchTemplateId(template).version("1"))
                        .subnetId(subnets().get(0))
                        .minCount(1)
                        .maxCount(1))))
                .isEqualTo("412 DryRunOperation");
    }
}
