package dev.viridian.testing.aws;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputResponse;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** What EC2 answers about instances. */
final class Ec2 {
    private static final int PAGE = 1000;

    private final Agenda agenda;
    private final Network network;
    private final Instances instances;
    private final Templates templates;
    private final Ids ids;
    private final Tokens tokens;

    Ec2(Agenda agenda, Network network, Instances instances, Templates templates, Ids ids, Tokens tokens) {
        this.agenda = agenda;
        this.network = network;
        this.instances = instances;
        this.templates = templates;
        this.ids = ids;
        this.tokens = tokens;
    }

    Operations operations() {
        Operations operations = new Operations(Service.EC2)
                .on(
                        RunInstancesRequest.class,
                        "MinCount! MaxCount! ImageId InstanceType SubnetId SecurityGroupIds UserData LaunchTemplate TagSpecifications"
                                + " IamInstanceProfile ClientToken DryRun",
                        this::run)
                .on(TerminateInstancesRequest.class, "InstanceIds!", this::terminate)
                .on(ModifyInstanceAttributeRequest.class, "InstanceId! DisableApiTermination!", this::protect)
                .on(DescribeInstancesRequest.class, "InstanceIds Filters NextToken MaxResults", this::describe)
                .on(GetConsoleOutputRequest.class, "InstanceId! Latest", this::console)
                .on(CreateTagsRequest.class, "Resources! Tags!", this::tag);
        templates.open(operations);
        new Ec2Status(agenda, instances).open(operations);
        new Ec2Network(network).open(operations);
        return operations;
    }

    private RunInstancesResponse run(RunInstancesRequest request) {
        if (Boolean.TRUE.equals(request.dryRun())) {
            order(request);
            throw Service.EC2.refusal(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
        return tokens.once(request.clientToken(), request, () -> {
            LaunchOrder order = order(request);
            List<Instance> launched = new ArrayList<>();
            for (int count = 0; count < request.maxCount(); count++) {
                try {
                    launched.add(describe(instances.launch(order)));
                } catch (AwsServiceException e) {
                    if (count < request.minCount()) {
                        launched.forEach(instance -> instances.withdraw(instance.instanceId()));
                        throw e;
                    }
                    break;
                }
            }
            return RunInstancesResponse.builder()
                    .reservationId(ids.next("r"))
                    .ownerId(Desk.ACCOUNT)
                    .instances(launched)
                    .build();
        });
    }

    private LaunchOrder order(RunInstancesRequest request) {
        ResponseLaunchTemplateData data = ResponseLaunchTemplateData.builder().build();
        Optional<String> template = Optional.empty();
        if (request.launchTemplate() != null) {
            Templates.Template found = templates.require(
                    request.launchTemplate().launchTemplateId(),
                    request.launchTemplate().launchTemplateName());
            var version = templates.version(found, request.launchTemplate().version());
            data = version.launchTemplateData();
            template = Optional.of(found.id + ":" + version.versionNumber());
        }
        LaunchOrder fromTemplate = order(data, template, Optional.empty(), firstSubnet(request.subnetId()));
        Map<String, String> tags = new LinkedHashMap<>(fromTemplate.tags());
        tags.putAll(tags(request.tagSpecifications(), ResourceType.INSTANCE));
        return new LaunchOrder(
                given(request.imageId(), fromTemplate.image(), "ImageId"),
                Optional.ofNullable(request.instanceTypeAsString()).orElse(fromTemplate.type()),
                fromTemplate.subnet(),
                request.hasSecurityGroupIds() ? request.securityGroupIds() : fromTemplate.securityGroups(),
                Optional.ofNullable(request.userData()).orElse(fromTemplate.userData()),
                tags,
                fromTemplate.tellsTags(),
                fromTemplate.isProtected(),
                profile(request, fromTemplate.profile()),
                template,
                Optional.empty(),
                Optional.ofNullable(request.clientToken()).orElse(""));
    }

    private static String profile(RunInstancesRequest request, String otherwise) {
        var profile = request.iamInstanceProfile();
        return profile == null ? otherwise : profile.arn() == null ? profile.name() : profile.arn();
    }

    private String firstSubnet(@Nullable String wanted) {
        return wanted == null ? network.subnets.keySet().iterator().next() : wanted;
    }

    private static String given(@Nullable String value, String otherwise, String parameter) {
        String given = value == null ? otherwise : value;
        if (given.isEmpty()) {
            throw Service.EC2.missing(parameter);
        }
        return given;
    }

    /** What a version of a launch template orders. */
    static LaunchOrder order(
            ResponseLaunchTemplateData data, Optional<String> template, Optional<String> group, String subnet) {
        Map<String, String> tags = new LinkedHashMap<>();
        data.tagSpecifications().stream()
                .filter(specification -> specification.resourceType() == ResourceType.INSTANCE)
                .forEach(specification -> specification.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        var profile = data.iamInstanceProfile();
        return new LaunchOrder(
                Optional.ofNullable(data.imageId()).orElse(""),
                Optional.ofNullable(data.instanceTypeAsString()).orElse("m1.small"),
                subnet,
                data.securityGroupIds(),
                Optional.ofNullable(data.userData()).orElse(""),
                tags,
                tellsTags(data),
                Boolean.TRUE.equals(data.disableApiTermination()),
                profile == null ? "" : profile.arn() == null ? profile.name() : profile.arn(),
                template,
                group,
                "");
    }

    private static boolean tellsTags(ResponseLaunchTemplateData data) {
        return data.metadataOptions() != null
                && data.metadataOptions().instanceMetadataTags() == LaunchTemplateInstanceMetadataTagsState.ENABLED;
    }

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">Those that are in a zone with a protected one stay, and the others end</a>. */
    private TerminateInstancesResponse terminate(TerminateInstancesRequest request) {
        List<Ec2Instance> asked = instances.requireAll(request.instanceIds());
        List<Ec2Instance> kept =
                asked.stream().filter(instance -> instance.isProtected).toList();
        List<Ec2Instance> leaving = asked.stream()
                .filter(instance -> kept.stream().noneMatch(other -> other.subnet.zone.equals(instance.subnet.zone)))
                .toList();
        List<InstanceStateChange> changes = end(leaving);
        kept.stream().findFirst().ifPresent(instance -> {
            throw Service.EC2.refusal(
                    400,
                    "OperationNotPermitted",
                    "The instance '" + instance.id()
                            + "' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        });
        return TerminateInstancesResponse.builder()
                .terminatingInstances(changes)
                .build();
    }

    private List<InstanceStateChange> end(List<Ec2Instance> leaving) {
        List<InstanceStateChange> changes = new ArrayList<>();
        for (Ec2Instance instance : leaving) {
            InstanceState before = state(instance);
            instances.terminate(instance, "Client.UserInitiatedShutdown: User initiated shutdown");
            changes.add(InstanceStateChange.builder()
                    .instanceId(instance.id())
                    .previousState(before)
                    .currentState(state(instance))
                    .build());
        }
        return changes;
    }

    private ModifyInstanceAttributeResponse protect(ModifyInstanceAttributeRequest request) {
        instances.require(request.instanceId()).isProtected =
                Boolean.TRUE.equals(request.disableApiTermination().value());
        return ModifyInstanceAttributeResponse.builder().build();
    }

    private DescribeInstancesResponse describe(DescribeInstancesRequest request) {
        requireKnown(
                "DescribeInstances",
                request.filters(),
                "instance-id instance-state-name instance-type image-id vpc-id subnet-id availability-zone private-ip-address client-token");
        Collection<Ec2Instance> asked = request.hasInstanceIds()
                ? instances.requireAll(request.instanceIds())
                : instances.all.values().stream().filter(instances::isSeen).toList();
        List<Reservation> found = asked.stream()
                .filter(instance -> matches(request.filters(), name -> filterValues(name, instance)))
                .map(instance -> Reservation.builder()
                        .reservationId("r-" + instance.id().substring(2))
                        .ownerId(Desk.ACCOUNT)
                        .instances(describe(instance))
                        .build())
                .toList();
        Page<Reservation> page = Page.of(found, request.nextToken(), request.maxResults(), PAGE, Ec2::badToken);
        return DescribeInstancesResponse.builder()
                .reservations(page.items())
                .nextToken(page.next())
                .build();
    }

    private Collection<String> filterValues(String filter, Ec2Instance instance) {
        return switch (filter) {
            case "instance-id" -> List.of(instance.id());
            case "instance-state-name" -> List.of(stateName(instance));
            case "instance-type" -> List.of(instance.order.type());
            case "image-id" -> List.of(instance.order.image());
            case "vpc-id" -> List.of(network.vpc);
            case "subnet-id" -> List.of(instance.subnet.id);
            case "availability-zone" -> List.of(instance.subnet.zone);
            case "private-ip-address" -> List.of(instance.address);
            case "client-token" -> List.of(instance.order.clientToken());
            default -> tagValues(filter, instance.tags);
        };
    }

    private Instance describe(Ec2Instance instance) {
        Instance.Builder described = Instance.builder()
                .instanceId(instance.id())
                .imageId(instance.order.image())
                .instanceType(instance.order.type())
                .state(state(instance))
                .stateTransitionReason(instance.reason)
                .launchTime(instance.launchTime)
                .placement(placement -> placement.availabilityZone(instance.subnet.zone))
                .clientToken(instance.order.clientToken())
                .tags(tags(instance.tags));
        if (!instance.reason.isEmpty()) {
            String code = instance.reason.substring(0, instance.reason.indexOf(':'));
            described.stateReason(reason -> reason.code(code).message(instance.reason));
        }
        if (!instance.order.profile().isEmpty()) {
            described.iamInstanceProfile(profile -> profile.arn(instance.order.profile()));
        }
        if (instance.state == Ec2Instance.State.TERMINATED) {
            return described.build();
        }
        return described
                .subnetId(instance.subnet.id)
                .vpcId(network.vpc)
                .privateIpAddress(instance.address)
                .privateDnsName("ip-" + instance.address.replace('.', '-') + "." + network.region + ".compute.internal")
                .securityGroups(instance.order.securityGroups().stream()
                        .map(id -> GroupIdentifier.builder()
                                .groupId(id)
                                .groupName(network.securityGroup(id).name)
                                .build())
                        .toList())
                .build();
    }

    private static String stateName(Ec2Instance instance) {
        return instance.state.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static InstanceState state(Ec2Instance instance) {
        return InstanceState.builder()
                .code(instance.state.code)
                .name(stateName(instance))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html">In Base64</a>; nothing while the instance is pending. */
    private GetConsoleOutputResponse console(GetConsoleOutputRequest request) {
        Ec2Instance instance = instances.require(request.instanceId());
        GetConsoleOutputResponse.Builder answer =
                GetConsoleOutputResponse.builder().instanceId(instance.id()).timestamp(agenda.now());
        if (instance.state == Ec2Instance.State.PENDING) {
            return answer.build();
        }
        String text = instance.behaviour
                .console()
                .orElseGet(() -> "[    0.000000] Linux version 6.1 (simulated)\n[    1.000000] cloud-init: "
                        + (instance.booted.isPresent() ? "running user data" : "user data does not end") + "\n");
        return answer.output(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private CreateTagsResponse tag(CreateTagsRequest request) {
        List<Map<String, String>> tagged =
                request.resources().stream().map(this::tagsOf).toList();
        tagged.forEach(tags -> request.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
        return CreateTagsResponse.builder().build();
    }

    private Map<String, String> tagsOf(String resource) {
        return switch (resource.substring(0, Math.max(0, resource.indexOf('-')))) {
            case "i" -> instances.require(resource).tags;
            case "sg" -> network.securityGroup(resource).tags;
            case "lt" -> templates.require(resource, null).tags;
            default ->
                throw new UnsupportedOperationException("SimulatedAws does not know tags of " + resource
                        + ". Expected an instance, a security group or a launch template.");
        };
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static Map<String, String> tags(List<TagSpecification> specifications, ResourceType type) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (TagSpecification specification : specifications) {
            if (specification.resourceType() == type) {
                specification.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            }
        }
        return tags;
    }

    /**
     * Refuses filters that are not modelled, also where there is nothing to be filtered.
     *
     * @param known those that are, beside those of tags, with spaces between them
     */
    static void requireKnown(String operation, List<Filter> filters, String known) {
        for (Filter filter : filters) {
            String name = filter.name();
            if (!name.equals("tag-key")
                    && !name.startsWith("tag:")
                    && !List.of(known.split(" ")).contains(name)) {
                throw new UnsupportedOperationException(
                        "SimulatedAws does not know the filter " + name + " of ec2:" + operation + ".");
            }
        }
    }

    /** Whether all filters hold: each by any of its values, as <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html">EC2's do</a>. */
    static boolean matches(List<Filter> filters, Function<String, Collection<String>> values) {
        return filters.stream().allMatch(filter -> Globs.anyMatches(filter.values(), values.apply(filter.name())));
    }

    /** What {@code tag:KEY} and {@code tag-key} ask for. */
    static Collection<String> tagValues(String filter, Map<String, String> tags) {
        if (filter.equals("tag-key")) {
            return tags.keySet();
        }
        if (filter.startsWith("tag:")) {
            return Optional.ofNullable(tags.get(filter.substring(4))).stream().toList();
        }
        throw new AssertionError("nobody asked whether the filter " + filter + " is known");
    }

    static AwsServiceException badToken(String token) {
        return Service.EC2.refusal(400, "InvalidParameterValue", "Invalid value '" + token + "' for nextToken.");
    }
}
