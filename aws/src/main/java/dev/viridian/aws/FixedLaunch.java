package dev.viridian.aws;

import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Launches machines without a group, spread over the subnets: one call for each of those, all of it or nothing. Each has a
 * <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">client token</a> made of what is launched, for which effect, and what was there before: repeated by
 * whoever takes over it launches none a second time.
 */
final class FixedLaunch {
    /** There is no room in this subnet; there may be in another one. */
    private static final Set<String> NO_ROOM =
            Set.of("InsufficientInstanceCapacity", "InsufficientFreeAddressesInSubnet", "Unsupported");

    /** What was just launched is not known everywhere yet. */
    private static final String UNKNOWN = "InvalidInstanceID.NotFound";

    private final AwsSetup setup;
    private final Supplier<Ec2Client> ec2;

    FixedLaunch(AwsSetup setup, Supplier<Ec2Client> ec2) {
        this.setup = setup;
        this.ec2 = ec2;
    }

    /** What cannot be launched where it was to be is launched in another subnet. */
    private static final class Course {
        private final Map<String, Instance> launched = new LinkedHashMap<>();
        private final Map<String, String> full = new TreeMap<>();
    }

    /**
     * Launches as many as there are missing.
     *
     * @throws PlatformException when not all could be; those that were launched are found by their tags
     */
    Map<String, Instance> launch(FixedSet set, Fence fence) {
        Course course = new Course();
        while (set.with(course.launched.values()).missing() > 0) {
            FixedSet now = set.with(course.launched.values());
            Map<String, Integer> spread = spread(now, course);
            if (spread.isEmpty()) {
                throw noRoom(now, course);
            }
            int before = course.launched.size() + course.full.size();
            spread.forEach((subnet, machines) -> launch(now, subnet, machines, fence, course));
            if (course.launched.size() + course.full.size() == before) {
                return course.launched;
            }
        }
        return course.launched;
    }

    /** In those with the fewest first. */
    private Map<String, Integer> spread(FixedSet set, Course course) {
        Map<String, Integer> there = new HashMap<>();
        set.there().forEach(instance -> there.merge(instance.subnetId(), 1, Integer::sum));
        List<String> open = setup.subnets().stream()
                .filter(subnet -> !course.full.containsKey(subnet))
                .toList();
        Map<String, Integer> spread = new LinkedHashMap<>();
        for (int count = 0; count < set.missing() && !open.isEmpty(); count++) {
            String emptiest = open.get(0);
            for (String subnet : open) {
                if (there.getOrDefault(subnet, 0) < there.getOrDefault(emptiest, 0)) {
                    emptiest = subnet;
                }
            }
            there.merge(emptiest, 1, Integer::sum);
            spread.merge(emptiest, 1, Integer::sum);
        }
        return spread;
    }

    private void launch(FixedSet set, String subnet, int machines, Fence fence, Course course) {
        RunInstancesRequest request = request(set, subnet, machines, fence);
        Optional<List<Instance>> launched = setup.call("ec2:RunInstances", "*").of(() -> {
            try {
                return Optional.of(ec2.get().runInstances(request).instances());
            } catch (Ec2Exception e) {
                if (!NO_ROOM.contains(code(e))) {
                    throw e;
                }
                course.full.put(subnet, message(e));
                return Optional.empty();
            }
        });
        launched.orElse(List.of()).forEach(instance -> course.launched.put(instance.instanceId(), instance));
    }

    private static String code(Ec2Exception e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    private static String message(Ec2Exception e) {
        return e.awsErrorDetails() == null
                ? String.valueOf(e.getMessage())
                : e.awsErrorDetails().errorMessage();
    }

    private static PlatformException noRoom(FixedSet set, Course course) {
        String why = course.full.entrySet().stream()
                .map(subnet -> subnet.getKey() + ": " + subnet.getValue())
                .collect(Collectors.joining(" "));
        return PlatformException.passing(
                "launch " + set.missing() + " more machines of " + set.name(),
                new IllegalStateException("no subnet has room for them. " + why
                        + " Name subnets of more zones, or a launch template of another type, or try later"));
    }

    private RunInstancesRequest request(FixedSet set, String subnet, int machines, Fence fence) {
        Map<String, String> tags = tags(set);
        PinnedTemplate template = setup.launchTemplate();
        return RunInstancesRequest.builder()
                .launchTemplate(from -> from.launchTemplateId(template.id()).version(Long.toString(template.number())))
                .subnetId(subnet)
                .minCount(machines)
                .maxCount(machines)
                .tagSpecifications(TagSpecification.builder()
                        .resourceType(ResourceType.INSTANCE)
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())
                        .build())
                .clientToken(token(set, tags, subnet, machines, fence))
                .overrideConfiguration(Caller.of(fence).inUserAgent())
                .build();
    }

    private Map<String, String> tags(FixedSet set) {
        Map<String, String> all = new TreeMap<>(setup.tags());
        all.put("Name", set.name().value());
        all.putAll(set.tags().asMap());
        all.put(EnvironmentTags.ARTIFACT, set.artifact());
        all.put(FixedSet.MACHINES, Integer.toString(set.wanted()));
        return all;
    }

    /** The ids of those that were there keep what is launched in the place of one from being taken for what was launched before. */
    private String token(FixedSet set, Map<String, String> tags, String subnet, int machines, Fence fence) {
        List<String> parts = new ArrayList<>(List.of(
                fence.idempotencyToken(),
                set.group().orElse(""),
                setup.launchTemplate().toString(),
                subnet,
                Integer.toString(machines),
                tags.toString()));
        set.instances().stream().map(Instance::instanceId).sorted().forEach(parts::add);
        return Digest.of(String.join("\n", parts));
    }

    /** Ends them; <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html">"if you terminate an instance more than once, each call succeeds"</a>. */
    void end(List<Instance> leaving, Caller caller) {
        List<String> ids = leaving.stream().map(Instance::instanceId).toList();
        setup.call("ec2:TerminateInstances", "instance/*").of(() -> {
            try {
                return ec2.get()
                        .terminateInstances(
                                request -> request.instanceIds(ids).overrideConfiguration(caller.inUserAgent()));
            } catch (Ec2Exception e) {
                throw code(e).equals(UNKNOWN) ? PlatformException.passing("end " + ids, e) : e;
            }
        });
    }
}
