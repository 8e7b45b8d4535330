package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateTargetGroupNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.InvalidTargetException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/** The target groups of an application: one for each environment, through which the load balancer knows its machines. */
final class TargetGroups {
    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html">CreateTargetGroup</a>. */
    private static final int LONGEST_NAME = 32;

    /** For how long a target finishes what it has. */
    static final String DRAIN = "deregistration_delay.timeout_seconds";

    private static final String RESERVED = "internal-";
    private static final int DIGITS = 12;

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html">DescribeTags</a>. */
    private static final int MOST_TAGGED = 20;

    private final AwsSetup setup;
    private final Supplier<ElasticLoadBalancingV2Client> client;

    /** Whose a target group is never changes, and an ARN is never given twice. */
    private final Map<String, Optional<EnvironmentName>> owners = new ConcurrentHashMap<>();

    TargetGroups(AwsSetup setup, Supplier<ElasticLoadBalancingV2Client> client) {
        this.setup = setup;
        this.client = client;
    }

    /** The environment's name where it is short enough, and else its beginning and a digest of it. */
    static String nameOf(EnvironmentName environment) {
        String name = environment.value();
        if (name.length() <= LONGEST_NAME && !name.startsWith(RESERVED)) {
            return name;
        }
        return beginningOf(name) + "-" + Digest.of(name).substring(0, DIGITS);
    }

    /** Whether that is the ARN of one with the name that is given to an environment's. */
    static boolean isNamedAfter(EnvironmentName environment, String arn) {
        return arn.contains(":targetgroup/" + nameOf(environment) + "/");
    }

    private static String beginningOf(String name) {
        String beginning = name.substring(0, Math.min(name.length(), LONGEST_NAME - DIGITS - 1));
        if (beginning.startsWith(RESERVED)) {
            beginning = "v-" + beginning.substring(2);
        }
        return beginning.replaceAll("-+$", "");
    }

    /** What IAM calls all names that {@link #nameOf} gives to environments of an application. */
    static List<String> patternsOf(String application) {
        return Stream.of(application, beginningOfAll(application))
                .distinct()
                .map(beginning -> beginning + "-*")
                .toList();
    }

    /** Of what all names begin with that {@link #nameOf} gives to environments of an application. */
    private static String beginningOfAll(String application) {
        return beginningOf(application + "-");
    }

    /** Makes it, or finds the one that was made before; its ARN. */
    String ensure(EnvironmentSpec spec, String network, Caller caller) {
        return ensure(spec, network, Map.of(), caller);
    }

    /** The same, with these tags besides. */
    String ensure(EnvironmentSpec spec, String network, Map<String, String> more, Caller caller) {
        TargetChecks checks = setup.targetChecks();
        List<Tag> tags = new ArrayList<>();
        Map<String, String> all = new HashMap<>(setup.tags());
        all.putAll(EnvironmentTags.of(setup, spec).asMap());
        all.putAll(more);
        all.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        CreateTargetGroupRequest request = CreateTargetGroupRequest.builder()
                .name(nameOf(spec.name()))
                .protocol(ProtocolEnum.HTTP)
                .port(setup.port())
                .vpcId(network)
                .targetType(TargetTypeEnum.INSTANCE)
                .healthCheckPath(checks.path())
                .healthCheckIntervalSeconds((int) checks.interval().toSeconds())
                .healthCheckTimeoutSeconds((int) checks.timeout().toSeconds())
                .healthyThresholdCount(checks.healthy())
                .unhealthyThresholdCount(checks.unhealthy())
                .tags(tags)
                .overrideConfiguration(caller.inUserAgent())
                .build();
        String arn = call("CreateTargetGroup", spec.name()).of(() -> {
            try {
                return client.get()
                        .createTargetGroup(request)
                        .targetGroups()
                        .get(0)
                        .targetGroupArn();
            } catch (DuplicateTargetGroupNameException e) {
                return find(spec.name()).orElseThrow(() -> e);
            }
        });
        requireOurs(spec.name(), arn);
        setAttributes(spec.name(), arn, caller);
        return arn;
    }

    /** It drains for 300 seconds otherwise, for which whatever is destroyed would be waited for. */
    private void setAttributes(EnvironmentName environment, String arn, Caller caller) {
        Map<String, String> all = new HashMap<>(setup.targetGroupAttributes());
        all.put(DRAIN, Long.toString(setup.drain().toSeconds()));
        List<TargetGroupAttribute> attributes = all.entrySet().stream()
                .map(each -> TargetGroupAttribute.builder()
                        .key(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
        call("ModifyTargetGroupAttributes", environment)
                .of(() -> client.get()
                        .modifyTargetGroupAttributes(request -> request.targetGroupArn(arn)
                                .attributes(attributes)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** One of that name with the same settings is handed out whoever made it; what matters is whose it is. */
    private void requireOurs(EnvironmentName environment, String arn) {
        if (!owner(arn).equals(Optional.of(environment))) {
            throw PlatformException.refused(
                    "make target group " + nameOf(environment),
                    "there is one of that name, and it is not that of " + environment
                            + ". Look whose it is, and remove it if it is nobody's: " + arn);
        }
    }

    Optional<String> find(EnvironmentName environment) {
        return unlessNotFound(
                        call("DescribeTargetGroups", environment),
                        () -> client.get()
                                .describeTargetGroups(request -> request.names(nameOf(environment))
                                        .overrideConfiguration(setup.caller().inUserAgent())))
                .flatMap(answer -> answer.targetGroups().stream().findFirst())
                .map(TargetGroup::targetGroupArn);
    }

    /** The answer; empty where it is that there is no such group. */
    private static <T> Optional<T> unlessNotFound(Call call, Supplier<T> asked) {
        return call.of(() -> {
            try {
                return Optional.of(asked.get());
            } catch (TargetGroupNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    /** The environment that a target group belongs to, if it is one of this application. */
    Optional<EnvironmentName> owner(String arn) {
        return owners(List.of(arn)).getOrDefault(arn, Optional.empty());
    }

    /** The same for several, asked for at once. */
    Map<String, Optional<EnvironmentName>> owners(Collection<String> arns) {
        List<String> unknown =
                arns.stream().distinct().filter(arn -> !owners.containsKey(arn)).toList();
        for (int from = 0; from < unknown.size(); from += MOST_TAGGED) {
            learn(unknown.subList(from, Math.min(unknown.size(), from + MOST_TAGGED)));
        }
        Map<String, Optional<EnvironmentName>> found = new HashMap<>();
        arns.forEach(arn -> found.put(arn, owners.getOrDefault(arn, Optional.empty())));
        return found;
    }

    private void learn(List<String> arns) {
        describeTags(arns).forEach(this::remember);
    }

    private void remember(String arn, Map<String, String> tags) {
        owners.put(
                arn,
                EnvironmentTags.in(tags).filter(found -> found.belongsTo(setup)).map(EnvironmentTags::environment));
    }

    private Map<String, Map<String, String>> describeTags(List<String> arns) {
        List<TagDescription> described = setup.call("elasticloadbalancing:DescribeTags", "*")
                .of(() -> client.get()
                        .describeTags(request -> request.resourceArns(arns)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .tagDescriptions());
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (TagDescription each : described) {
            Map<String, String> tags = new HashMap<>();
            each.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
            all.put(each.resourceArn(), tags);
        }
        return all;
    }

    /** What is written on it now; nothing where it is gone. */
    Map<String, String> tags(String arn) {
        try {
            return describeTags(List.of(arn)).getOrDefault(arn, Map.of());
        } catch (PlatformException e) {
            if (e.getCause() instanceof TargetGroupNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    /** What is written on each that may be one of this application's: what another one has made is asked once. */
    Map<String, Map<String, String>> tagsOfAll() {
        List<String> asked = setup.call("elasticloadbalancing:DescribeTargetGroups", "*")
                .of(() -> client
                        .get()
                        .describeTargetGroupsPaginator(request ->
                                request.overrideConfiguration(setup.caller().inUserAgent()))
                        .targetGroups()
                        .stream()
                        .filter(group -> group.targetGroupName().startsWith(beginningOfAll(setup.application())))
                        .map(TargetGroup::targetGroupArn)
                        .filter(arn -> !Optional.empty().equals(owners.get(arn)))
                        .toList());
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (int from = 0; from < asked.size(); from += MOST_TAGGED) {
            all.putAll(tags(asked.subList(from, Math.min(asked.size(), from + MOST_TAGGED))));
        }
        all.forEach(this::remember);
        return all;
    }

    /** One that was removed in between has the whole question refused, so the others are asked one by one. */
    private Map<String, Map<String, String>> tags(List<String> arns) {
        try {
            return describeTags(arns);
        } catch (PlatformException e) {
            if (!(e.getCause() instanceof TargetGroupNotFoundException)) {
                throw e;
            }
            Map<String, Map<String, String>> each = new LinkedHashMap<>();
            arns.forEach(arn -> each.put(arn, tags(arn)));
            return each;
        }
    }

    /** Writes this on it, in the place of what it was before. */
    void tag(EnvironmentName environment, String arn, String key, String value, Caller caller) {
        call("AddTags", environment)
                .of(() -> client.get()
                        .addTags(request -> request.resourceArns(arn)
                                .tags(Tag.builder().key(key).value(value).build())
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Has the load balancer send users to these instances, which run, and look whether they are well. */
    void register(EnvironmentName environment, String arn, List<String> instances, Caller caller) {
        call("RegisterTargets", environment).of(() -> {
            try {
                return client.get()
                        .registerTargets(request -> request.targetGroupArn(arn)
                                .targets(targets(instances))
                                .overrideConfiguration(caller.inUserAgent()));
            } catch (InvalidTargetException e) {
                throw PlatformException.passing("register instances of " + environment, e);
            }
        });
    }

    /** Has it send them no more; of what is not registered, and of a group that is gone, nothing. */
    void deregister(EnvironmentName environment, String arn, List<String> instances, Caller caller) {
        unlessNotFound(
                call("DeregisterTargets", environment),
                () -> client.get()
                        .deregisterTargets(request -> request.targetGroupArn(arn)
                                .targets(targets(instances))
                                .overrideConfiguration(caller.inUserAgent())));
    }

    private static List<TargetDescription> targets(List<String> instances) {
        return instances.stream()
                .map(id -> TargetDescription.builder().id(id).build())
                .toList();
    }

    /** What the load balancer says of each instance; nothing where there is no such group any more. */
    Map<String, TargetHealth> health(EnvironmentName environment, String arn) {
        Map<String, TargetHealth> health = new HashMap<>();
        unlessNotFound(
                        call("DescribeTargetHealth", environment),
                        () -> client.get()
                                .describeTargetHealth(request -> request.targetGroupArn(arn)
                                        .overrideConfiguration(setup.caller().inUserAgent())))
                .ifPresent(answer -> answer.targetHealthDescriptions()
                        .forEach(target -> health.put(target.target().id(), target.targetHealth())));
        return health;
    }

    /** Removes it once no rule names it any more; of nothing, nothing. */
    void delete(EnvironmentName environment, String arn, Caller caller) {
        unlessNotFound(
                call("DeleteTargetGroup", environment),
                () -> client.get()
                        .deleteTargetGroup(
                                request -> request.targetGroupArn(arn).overrideConfiguration(caller.inUserAgent())));
    }

    private Call call(String operation, EnvironmentName environment) {
        return setup.call("elasticloadbalancing:" + operation, "targetgroup/" + nameOf(environment));
    }
}
