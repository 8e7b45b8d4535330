package dev.viridian.aws;

import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** What is known before anything is made: whether all that is named is there, fits together, and leaves room. */
final class Preconditions {
    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html">Restrictions of tags</a>. */
    private static final int LONGEST_TAG = 256;

    /** Neither of these three is a key by itself. */
    private static final Pattern TOLD = Pattern.compile("(?!(\\.{1,2}|_index)$)[A-Za-z0-9+\\-=.,_:@]+");

    private final AwsSetup setup;
    private final Supplier<Ec2Client> ec2;
    private final Front front;
    private final List<Supplier<List<String>>> others;

    /** @param others what else may speak against it, each in its own words */
    Preconditions(AwsSetup setup, Supplier<Ec2Client> ec2, Front front, List<Supplier<List<String>>> others) {
        this.setup = setup;
        this.ec2 = ec2;
        this.front = front;
        this.others = List.copyOf(others);
    }

    /** @throws PlatformException when the environment cannot be made; it names all that stands in the way, and each call that is denied */
    void require(EnvironmentSpec spec) {
        Objections against = new Objections(notForTags(spec));
        List<Supplier<List<String>>> questions = new ArrayList<>(List.of(this::template, this::subnets));
        questions.addAll(others);
        against.ask(new SideBySide(setup.tasks()), questions);
        if (against.isEmpty()) {
            against.ask(this::launching);
        }
        against.requireNone(spec);
    }

    private List<String> notForTags(EnvironmentSpec spec) {
        String location = spec.artifact().location();
        String version = spec.artifact().revision().version();
        List<String> against = new ArrayList<>();
        if (!TagText.isTaken(version)) {
            against.add(
                    "The version stands in a tag of a target group, which takes letters, spaces, numbers and _ . : / = + - @ alone: "
                            + version + ". Give it another one.");
        }
        if (setup.isFixed()
                && location.length() <= LONGEST_TAG
                && TagText.of(location).length() > LONGEST_TAG) {
            against.add("The artifact's location has " + TagText.of(location).length()
                    + " characters as it is written into a tag of a target group, where each that such a tag does not take stands as three; it has "
                    + LONGEST_TAG + " at most: " + location + ". Give it a shorter key.");
        }
        if (location.length() > LONGEST_TAG) {
            against.add("The artifact's location has " + location.length()
                    + " characters, and a machine is told it by a tag of its instance, which has " + LONGEST_TAG
                    + " at most: " + location + ". Give it a shorter key.");
        }
        if (version.length() > LONGEST_TAG) {
            against.add("The version has " + version.length() + " characters, and stands in a tag, which has "
                    + LONGEST_TAG + " at most: " + version + ". Give it a shorter one.");
        }
        return against;
    }

    /** A launch that is <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html">tried and not made</a> tells whether it would be allowed; what else speaks against it is the group's matter. */
    private List<String> launching() {
        PinnedTemplate template = setup.launchTemplate();
        setup.call("ec2:RunInstances", "*").of(() -> {
            try {
                ec2.get()
                        .runInstances(request -> request.dryRun(true)
                                .launchTemplate(from ->
                                        from.launchTemplateId(template.id()).version(Long.toString(template.number())))
                                .subnetId(setup.subnets().get(0))
                                .minCount(1)
                                .maxCount(1)
                                .overrideConfiguration(setup.caller().inUserAgent()));
            } catch (Ec2Exception e) {
                if (Call.isTurnedAway(e)) {
                    throw e;
                }
            }
            return true;
        });
        return List.of();
    }

    private List<String> template() {
        List<LaunchTemplateVersion> found = versions();
        if (found.isEmpty()) {
            return List.of("There is no " + setup.launchTemplate()
                    + " in this account and region. Look at its id and number, and at the region.");
        }
        ResponseLaunchTemplateData data = found.get(0).launchTemplateData();
        return Stream.of(
                        againstTags(data),
                        againstProtection(data),
                        Optional.ofNullable(data.imageId()).flatMap(this::missingImage))
                .flatMap(Optional::stream)
                .toList();
    }

    /** A group ends its machines <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_ChangingDisableAPITermination.html">whether they are protected or not</a>; nobody else does. */
    private Optional<String> againstProtection(ResponseLaunchTemplateData data) {
        boolean areEndedOutsideOfGroups = setup.isFixed() || setup.keeping().isPresent();
        return areEndedOutsideOfGroups && Boolean.TRUE.equals(data.disableApiTermination())
                ? Optional.of(
                        "Machines of " + setup.launchTemplate()
                                + " are protected from termination (DisableApiTermination), and outside of an Auto Scaling group nobody could end them again. Turn that off in a version of it.")
                : Optional.empty();
    }

    /** Whoever is launched with such a template can only have tags that the metadata service can tell: <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-tags-in-IMDS.html">other ones fail the launch</a>. */
    private Optional<String> againstTags(ResponseLaunchTemplateData data) {
        boolean areTold = data.metadataOptions() != null
                && data.metadataOptions().instanceMetadataTags() == LaunchTemplateInstanceMetadataTagsState.ENABLED;
        String untold = setup.tags().keySet().stream()
                .filter(key -> !TOLD.matcher(key).matches())
                .sorted()
                .collect(Collectors.joining("', '"));
        return areTold && !untold.isEmpty()
                ? Optional.of("Machines of " + setup.launchTemplate()
                        + " are told their tags (InstanceMetadataTags=enabled), and EC2 launches none of which a tag's key has other characters than a-z, A-Z, 0-9 and + - = . , _ : @ alone: '"
                        + untold + "'. Give it another key, or turn that off in the launch template.")
                : Optional.empty();
    }

    /** Only its number says what a machine will be; a template that is there may lack the version. */
    private List<LaunchTemplateVersion> versions() {
        PinnedTemplate template = setup.launchTemplate();
        return setup.call("ec2:DescribeLaunchTemplateVersions", "*").of(() -> {
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
    }

    /** An image that is named by a parameter is looked up by AWS itself when a machine starts. */
    private Optional<String> missingImage(String image) {
        if (!image.startsWith("ami-")) {
            return Optional.empty();
        }
        boolean there = setup.call("ec2:DescribeImages", "*").of(() -> {
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
                : Optional.of(
                        "The image " + image + " of " + setup.launchTemplate()
                                + " is not there any more, or not for this account. Make a version of the launch template with one that is.");
    }

    /**
     * EC2 says {@code InvalidAMIID.NotFound}, {@code InvalidLaunchTemplateId.VersionNotFound} and so on. {@code Unavailable} alone is
     * <a href="https://docs.aws.amazon.com/ec2/latest/devguide/errors-overview.html">EC2 itself, which is overloaded</a>.
     */
    private static boolean isNotFound(Ec2Exception e) {
        return code(e).startsWith("Invalid") && (code(e).endsWith("NotFound") || code(e).endsWith("Unavailable"));
    }

    private static String code(Ec2Exception e) {
        return e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    }

    private List<String> subnets() {
        Set<String> wanted = new HashSet<>(setup.subnets());
        wanted.addAll(front.subnets());
        List<Subnet> found = setup.call("ec2:DescribeSubnets", "*")
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
                .filter(subnet -> !front.network().equals(subnet.vpcId()))
                .map(subnet -> subnet.subnetId() + " in " + subnet.vpcId())
                .toList();
        List<String> against = new ArrayList<>();
        if (!missing.isEmpty()) {
            against.add("There are no subnets " + missing.stream().sorted().collect(Collectors.joining(", ")) + ".");
        }
        if (!elsewhere.isEmpty()) {
            against.add("The load balancer is in " + front.network() + ", and these subnets are not: "
                    + String.join(", ", elsewhere) + ".");
        }
        against.addAll(front.against(found));
        return against;
    }
}
