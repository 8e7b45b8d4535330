package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Launch templates and <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html">their versions</a>. */
final class Templates {
    private static final String DATA =
            " LaunchTemplateData.ImageId LaunchTemplateData.InstanceType LaunchTemplateData.KeyName"
                    + " LaunchTemplateData.UserData LaunchTemplateData.SecurityGroupIds LaunchTemplateData.IamInstanceProfile"
                    + " LaunchTemplateData.TagSpecifications LaunchTemplateData.MetadataOptions LaunchTemplateData.Monitoring"
                    + " LaunchTemplateData.DisableApiTermination";
    private static final int USER_DATA_BASE64 = 16 * 1024 * 4 / 3 + 4;

    final Map<String, Template> all = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Ids ids;
    private final Tokens tokens;

    Templates(Agenda agenda, Ids ids, Tokens tokens) {
        this.agenda = agenda;
        this.ids = ids;
        this.tokens = tokens;
    }

    /** A launch template. */
    static final class Template {
        final String id;
        final String name;
        final Instant created;
        final Map<String, String> tags;
        final List<LaunchTemplateVersion> versions = new ArrayList<>();
        long standard = 1;

        Template(String id, String name, Instant created, Map<String, String> tags) {
            this.id = id;
            this.name = name;
            this.created = created;
            this.tags = new LinkedHashMap<>(tags);
        }

        long latest() {
            return versions.get(versions.size() - 1).versionNumber();
        }

        LaunchTemplate described() {
            return LaunchTemplate.builder()
                    .launchTemplateId(id)
                    .launchTemplateName(name)
                    .createTime(created)
                    .defaultVersionNumber(standard)
                    .latestVersionNumber(latest())
                    .tags(Ec2.tags(tags))
                    .build();
        }
    }

    void open(Operations operations) {
        operations
                .on(
                        CreateLaunchTemplateRequest.class,
                        "LaunchTemplateName! LaunchTemplateData! ClientToken VersionDescription TagSpecifications"
                                + DATA,
                        this::create)
                .on(
                        CreateLaunchTemplateVersionRequest.class,
                        "LaunchTemplateId LaunchTemplateName SourceVersion ClientToken VersionDescription LaunchTemplateData!"
                                + DATA,
                        this::createVersion)
                .on(
                        ModifyLaunchTemplateRequest.class,
                        "LaunchTemplateId LaunchTemplateName DefaultVersion!",
                        this::modify)
                .on(DeleteLaunchTemplateRequest.class, "LaunchTemplateId LaunchTemplateName", this::delete)
                .on(
                        DescribeLaunchTemplatesRequest.class,
                        "LaunchTemplateIds LaunchTemplateNames Filters NextToken MaxResults",
                        this::describe)
                .on(
                        DescribeLaunchTemplateVersionsRequest.class,
                        "LaunchTemplateId LaunchTemplateName Versions NextToken MaxResults",
                        this::describeVersions);
    }

    private CreateLaunchTemplateResponse create(CreateLaunchTemplateRequest request) {
        return tokens.once(request.clientToken(), request, () -> {
            if (all.values().stream().anyMatch(template -> template.name.equals(request.launchTemplateName()))) {
                throw Service.EC2.refusal(
                        400,
                        "InvalidLaunchTemplateName.AlreadyExistsException",
                        "Launch template name already in use.");
            }
            Template template = new Template(
                    ids.next("lt"),
                    request.launchTemplateName(),
                    agenda.now(),
                    Ec2.tags(request.tagSpecifications(), ResourceType.LAUNCH_TEMPLATE));
            add(template, request.versionDescription(), data(null, request.launchTemplateData()));
            all.put(template.id, template);
            return CreateLaunchTemplateResponse.builder()
                    .launchTemplate(template.described())
                    .build();
        });
    }

    private CreateLaunchTemplateVersionResponse createVersion(CreateLaunchTemplateVersionRequest request) {
        return tokens.once(request.clientToken(), request, () -> {
            Template template = require(request.launchTemplateId(), request.launchTemplateName());
            ResponseLaunchTemplateData source = request.sourceVersion() == null
                    ? null
                    : version(template, request.sourceVersion()).launchTemplateData();
            LaunchTemplateVersion added =
                    add(template, request.versionDescription(), data(source, request.launchTemplateData()));
            return CreateLaunchTemplateVersionResponse.builder()
                    .launchTemplateVersion(added)
                    .build();
        });
    }

    private LaunchTemplateVersion add(
            Template template, @Nullable String description, ResponseLaunchTemplateData data) {
        LaunchTemplateVersion version = LaunchTemplateVersion.builder()
                .launchTemplateId(template.id)
                .launchTemplateName(template.name)
                .versionNumber(template.versions.isEmpty() ? 1 : template.latest() + 1)
                .versionDescription(description)
                .createTime(agenda.now())
                .createdBy("arn:aws:iam::" + Desk.ACCOUNT + ":user/tester")
                .defaultVersion(template.versions.isEmpty())
                .launchTemplateData(data)
                .build();
        template.versions.add(version);
        return version;
    }

    /** A version on its own, or what is new on top of its source. */
    private static ResponseLaunchTemplateData data(
            @Nullable ResponseLaunchTemplateData source, RequestLaunchTemplateData given) {
        ResponseLaunchTemplateData.Builder data =
                source == null ? ResponseLaunchTemplateData.builder() : source.toBuilder();
        Optional.ofNullable(given.imageId()).ifPresent(data::imageId);
        Optional.ofNullable(given.instanceTypeAsString()).ifPresent(data::instanceType);
        Optional.ofNullable(given.keyName()).ifPresent(data::keyName);
        Optional.ofNullable(given.disableApiTermination()).ifPresent(data::disableApiTermination);
        Optional.ofNullable(given.userData()).map(Templates::requireShort).ifPresent(data::userData);
        if (given.hasSecurityGroupIds()) {
            data.securityGroupIds(given.securityGroupIds());
        }
        Optional.ofNullable(given.iamInstanceProfile())
                .ifPresent(profile ->
                        data.iamInstanceProfile(to -> to.arn(profile.arn()).name(profile.name())));
        Optional.ofNullable(given.monitoring())
                .ifPresent(monitoring -> data.monitoring(to -> to.enabled(monitoring.enabled())));
        Optional.ofNullable(given.metadataOptions())
                .ifPresent(options -> data.metadataOptions(to -> to.httpTokens(options.httpTokensAsString())
                        .httpPutResponseHopLimit(options.httpPutResponseHopLimit())
                        .httpEndpoint(options.httpEndpointAsString())
                        .instanceMetadataTags(options.instanceMetadataTagsAsString())));
        if (given.hasTagSpecifications()) {
            data.tagSpecifications(given.tagSpecifications().stream()
                    .map(tags -> LaunchTemplateTagSpecification.builder()
                            .resourceType(tags.resourceTypeAsString())
                            .tags(tags.tags())
                            .build())
                    .toList());
        }
        return data.build();
    }

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html">16 KB, before it is encoded</a>. */
    private static String requireShort(String userData) {
        if (userData.length() > USER_DATA_BASE64) {
            throw Service.EC2.refusal(400, "InvalidUserData.Malformed", "User data is limited to 16384 bytes");
        }
        return userData;
    }

    private ModifyLaunchTemplateResponse modify(ModifyLaunchTemplateRequest request) {
        Template template = require(request.launchTemplateId(), request.launchTemplateName());
        template.standard = version(template, request.defaultVersion()).versionNumber();
        template.versions.replaceAll(version -> version.toBuilder()
                .defaultVersion(version.versionNumber() == template.standard)
                .build());
        return ModifyLaunchTemplateResponse.builder()
                .launchTemplate(template.described())
                .build();
    }

    private DeleteLaunchTemplateResponse delete(DeleteLaunchTemplateRequest request) {
        Template template = require(request.launchTemplateId(), request.launchTemplateName());
        all.remove(template.id);
        return DeleteLaunchTemplateResponse.builder()
                .launchTemplate(template.described())
                .build();
    }

    private DescribeLaunchTemplatesResponse describe(DescribeLaunchTemplatesRequest request) {
        Ec2.requireKnown("DescribeLaunchTemplates", request.filters(), "launch-template-name");
        List<Template> found = new ArrayList<>();
        request.launchTemplateIds().forEach(id -> found.add(require(id, null)));
        request.launchTemplateNames().forEach(name -> found.add(require(null, name)));
        boolean byName = request.hasLaunchTemplateIds() || request.hasLaunchTemplateNames();
        List<LaunchTemplate> matching = (byName ? found : all.values())
                .stream()
                        .filter(template -> Ec2.matches(request.filters(), name -> switch (name) {
                            case "launch-template-name" -> List.of(template.name);
                            default -> Ec2.tagValues(name, template.tags);
                        }))
                        .map(Template::described)
                        .toList();
        Page<LaunchTemplate> page = Page.of(matching, request.nextToken(), request.maxResults(), 200, Ec2::badToken);
        return DescribeLaunchTemplatesResponse.builder()
                .launchTemplates(page.items())
                .nextToken(page.next())
                .build();
    }

    private DescribeLaunchTemplateVersionsResponse describeVersions(DescribeLaunchTemplateVersionsRequest request) {
        Template template = require(request.launchTemplateId(), request.launchTemplateName());
        List<LaunchTemplateVersion> found = new ArrayList<>();
        if (request.hasVersions()) {
            request.versions().forEach(version -> found.add(version(template, version)));
        } else {
            found.addAll(0, template.versions);
        }
        Page<LaunchTemplateVersion> page =
                Page.of(found, request.nextToken(), request.maxResults(), 200, Ec2::badToken);
        return DescribeLaunchTemplateVersionsResponse.builder()
                .launchTemplateVersions(page.items())
                .nextToken(page.next())
                .build();
    }

    /** By one of both. */
    Template require(@Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw Service.EC2.missing("LaunchTemplateId");
        }
        return all.values().stream()
                .filter(template -> template.id.equals(id) || template.name.equals(name))
                .findFirst()
                .orElseThrow(() -> Service.EC2.refusal(
                        400,
                        id == null ? "InvalidLaunchTemplateName.NotFoundException" : "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template " + (id == null ? "name " + name : "ID " + id)
                                + ", does not exist."));
    }

    /** {@code $Latest}, {@code $Default}, nothing for the same, or a number. */
    LaunchTemplateVersion version(Template template, @Nullable String text) {
        String wanted = text == null || text.equals("$Default")
                ? Long.toString(template.standard)
                : text.equals("$Latest") ? Long.toString(template.latest()) : text;
        return template.versions.stream()
                .filter(version -> version.versionNumber().toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Service.EC2.refusal(
                        400,
                        "InvalidLaunchTemplateId.VersionNotFound",
                        "Could not find the specified version " + text + " for the launch template with ID "
                                + template.id + "."));
    }
}
