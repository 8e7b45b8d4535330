package dev.viridian.aws;

import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.TrafficRouter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What is known before anything is made: whether all that is named is there, fits together, and leaves room. */
final class Preconditions {
    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html">Restrictions of tags</a>. */
    private static final int LONGEST_TAG = 256;

    private final AwsSetup setup;
    private final Supplier<Ec2Client> ec2;
    private final Supplier<AutoScalingClient> autoScaling;
    private final Balancer balancer;
    private final GroupScaling scaling;
    private final TrafficRouter traffic;

    Preconditions(
            AwsSetup setup,
            Supplier<Ec2Client> ec2,
            Supplier<AutoScalingClient> autoScaling,
            Balancer balancer,
            GroupScaling scaling,
            TrafficRouter traffic) {
        this.setup = setup;
        this.ec2 = ec2;
        this.autoScaling = autoScaling;
        this.balancer = balancer;
        this.scaling = scaling;
        this.traffic = traffic;
    }

    /** @throws PlatformException when the environment cannot be made */
    void require(EnvironmentSpec spec) {
        String call = "make " + spec.name() + " of " + spec.machines() + " machines";
        List<String> against = new ArrayList<>();
        requireShort(spec.artifact().location()).ifPresent(against::add);
        imageOf(call).flatMap(this::missingImage).ifPresent(against::add);
        against.addAll(subnets());
        quota().ifPresent(against::add);
        traffic.observed().sole().flatMap(scaling::standingInTheWay).ifPresent(against::add);
        if (!against.isEmpty()) {
            throw PlatformException.refused(call, String.join(" ", against));
        }
    }

    private static Optional<String> requireShort(String location) {
        return location.length() <= LONGEST_TAG
                ? Optional.empty()
                : Optional.of("The artifact's location has " + location.length()
                        + " characters, and a machine is told it by a tag of its instance, which has " + LONGEST_TAG
                        + " at most: " + location + ". Give it a shorter key.");
    }

    /** Only its number says what a machine will be; a template that is there may lack the version. */
    private Optional<String> imageOf(String call) {
        PinnedTemplate template = setup.launchTemplate();
        List<LaunchTemplateVersion> found = new Call("ec2:DescribeLaunchTemplateVersions", "*").of(() -> {
            try {
                return ec2.get()
                        .describeLaunchTemplateVersions(request -> request.launchTemplateId(template.id())
                                .versions(Long.toString(template.number()))
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .launchTemplateVersions();
            } catch (Ec2Exception e) {
                if (isNotFound(e)) {
                    return List.of();
                }
                throw e;
            }
        });
        if (found.isEmpty()) {
            throw PlatformException.refused(
                    call,
                    "There is no " + template
                            + " in this account and region. Look at its id and number, and at the region.");
        }
        return Optional.ofNullable(found.get(0).launchTemplateData().imageId());
    }

    /** An image that is named by a parameter is looked up by AWS itself when a machine starts. */
    private Optional<String> missingImage(String image) {
        if (!image.startsWith("ami-")) {
            return Optional.empty();
        }
        boolean there = new Call("ec2:DescribeImages", "*").of(() -> {
            try {
                return !ec2.get()
                        .describeImages(request -> request.imageIds(image)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .images()
                        .isEmpty();
            } catch (Ec2Exception e) {
                if (isNotFound(e)) {
                    return false;
                }
                throw e;
            }
        });
        return there
                ? Optional.empty()
                : Optional.of("The image " + image + " of " + setup.launchTemplate()
                        + " is not there any more, or not for this account.");
    }

    /** EC2 says {@code InvalidAMIID.NotFound}, {@code InvalidLaunchTemplateId.VersionNotFound} and so on. */
    private static boolean isNotFound(Ec2Exception e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        return code.endsWith("NotFound") || code.endsWith("Unavailable");
    }

    private List<String> subnets() {
        Set<String> wanted = new HashSet<>(setup.subnets());
        List<Subnet> found = new Call("ec2:DescribeSubnets", "*")
                .of(() -> ec2.get()
                        .describeSubnets(request -> request.filters(Filter.builder()
                                        .name("subnet-id")
                                        .values(wanted)
                                        .build())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .subnets());
        Set<String> missing = new HashSet<>(wanted);
        found.forEach(subnet -> missing.remove(subnet.subnetId()));
        List<String> elsewhere = found.stream()
                .filter(subnet -> !balancer.network().equals(subnet.vpcId()))
                .map(subnet -> subnet.subnetId() + " in " + subnet.vpcId())
                .toList();
        List<String> against = new ArrayList<>();
        if (!missing.isEmpty()) {
            against.add("There are no subnets " + missing.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        if (!elsewhere.isEmpty()) {
            against.add("The load balancer is in " + balancer.network() + ", and these subnets are not: "
                    + String.join(", ", elsewhere) + ".");
        }
        return against;
    }

    /** A quota that cannot be read is not held against the deployment: whether it is reached is told when the group is made. */
    private Optional<String> quota() {
        try {
            return fullUp(new Call("autoscaling:DescribeAccountLimits", "*")
                    .of(() -> autoScaling
                            .get()
                            .describeAccountLimits(request ->
                                    request.overrideConfiguration(setup.caller().inUserAgent()))));
        } catch (PlatformException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<String> fullUp(DescribeAccountLimitsResponse limits) {
        Integer there = limits.numberOfAutoScalingGroups();
        Integer most = limits.maxNumberOfAutoScalingGroups();
        return there != null && most != null && there >= most
                ? Optional.of("The account has " + there
                        + " Auto Scaling groups in this region, which is its quota. Remove one, or ask AWS for more.")
                : Optional.empty();
    }
}
