package dev.viridian.testing.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.S3Location;

/** Applications of Elastic Beanstalk: what environments can be made of, saved configurations and application versions. */
final class BeanstalkApplications {
    private final Agenda agenda;
    private final Storage storage;
    private final BeanstalkEnvironments environments;
    private final String region;
    private final Map<String, Application> applications = new LinkedHashMap<>();

    BeanstalkApplications(Agenda agenda, Storage storage, BeanstalkEnvironments environments, String region) {
        this.agenda = agenda;
        this.storage = storage;
        this.environments = environments;
        this.region = region;
    }

    /** An application. */
    private record Application(String name, Map<String, Template> templates, Map<String, Version> versions) {}

    /** A saved configuration. */
    record Template(String platform, Map<String, String> options) {}

    /** An application version. */
    private static final class Version {
        final String label;
        final String description;
        final S3Location bundle;
        final Map<String, String> tags;
        final Instant created;
        ApplicationVersionStatus status;

        Version(
                String label,
                String description,
                S3Location bundle,
                Map<String, String> tags,
                Instant created,
                ApplicationVersionStatus status) {
            this.label = label;
            this.description = description;
            this.bundle = bundle;
            this.tags = tags;
            this.created = created;
            this.status = status;
        }
    }

    void open(Operations operations) {
        operations
                .on(CreateApplicationRequest.class, "ApplicationName! Description", this::create)
                .on(
                        CreateConfigurationTemplateRequest.class,
                        "ApplicationName! TemplateName! SolutionStackName EnvironmentId Description "
                                + BeanstalkOptions.SETTINGS,
                        this::createTemplate)
                .on(DeleteConfigurationTemplateRequest.class, "ApplicationName! TemplateName!", this::deleteTemplate)
                .on(
                        CreateApplicationVersionRequest.class,
                        "ApplicationName! VersionLabel! Description SourceBundle! SourceBundle.S3Bucket! SourceBundle.S3Key!"
                                + " AutoCreateApplication Process Tags",
                        this::createVersion)
                .on(
                        DescribeApplicationVersionsRequest.class,
                        "ApplicationName VersionLabels MaxRecords NextToken",
                        this::describeVersions)
                .on(
                        DeleteApplicationVersionRequest.class,
                        "ApplicationName! VersionLabel! DeleteSourceBundle",
                        this::deleteVersion);
    }

    private Application application(String name) {
        Application found = applications.get(name);
        if (found == null) {
            throw Beanstalk.invalid("No Application named '" + name + "' found.");
        }
        return found;
    }

    /** Of an application that is there. */
    void require(String application) {
        application(application);
    }

    Template template(String application, String name) {
        Template template = application(application).templates.get(name);
        if (template == null) {
            throw noTemplate(application, name);
        }
        return template;
    }

    private static AwsServiceException noTemplate(String application, String name) {
        return Beanstalk.invalid("No Configuration Template named '" + application + "/" + name + "' found.");
    }

    void requireVersion(String application, String label) {
        if (!application(application).versions.containsKey(label)) {
            throw Beanstalk.invalid("No Application Version named '" + label + "' found.");
        }
    }

    private CreateApplicationResponse create(CreateApplicationRequest request) {
        if (applications.containsKey(request.applicationName())) {
            throw Beanstalk.invalid("Application " + request.applicationName() + " already exists.");
        }
        applications.put(
                request.applicationName(),
                new Application(request.applicationName(), new LinkedHashMap<>(), new LinkedHashMap<>()));
        return CreateApplicationResponse.builder()
                .application(ApplicationDescription.builder()
                        .applicationName(request.applicationName())
                        .build())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateConfigurationTemplate.html">Of an environment, with its settings, or of a platform</a>. */
    private CreateConfigurationTemplateResponse createTemplate(CreateConfigurationTemplateRequest request) {
        Application application = application(request.applicationName());
        if (application.templates.containsKey(request.templateName())) {
            throw Beanstalk.invalid("Configuration Template " + request.templateName() + " already exists.");
        }
        Map<String, String> options = new LinkedHashMap<>();
        String platform = request.solutionStackName();
        if (request.environmentId() != null) {
            BeanstalkEnvironment source = environments.require(request.environmentId(), null);
            options.putAll(source.options);
            platform = source.platform;
        } else if (platform == null) {
            throw Service.BEANSTALK.refusal(
                    400,
                    "InvalidParameterCombination",
                    "Unable to determine base for template pack (no solution stack)");
        }
        options.putAll(BeanstalkOptions.of(request.optionSettings()));
        application.templates.put(request.templateName(), new Template(platform, options));
        return CreateConfigurationTemplateResponse.builder()
                .applicationName(application.name)
                .templateName(request.templateName())
                .solutionStackName(platform)
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DeleteConfigurationTemplate.html">"When you launch an environment using a configuration template, the environment gets a copy of the template."</a> */
    private DeleteConfigurationTemplateResponse deleteTemplate(DeleteConfigurationTemplateRequest request) {
        Application application = application(request.applicationName());
        if (application.templates.remove(request.templateName()) == null) {
            throw noTemplate(application.name, request.templateName());
        }
        return DeleteConfigurationTemplateResponse.builder().build();
    }

    /**
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateApplicationVersion.html">"If an application version already exists with this label … returns an InvalidParameterValue
     * error"</a>, and one that is to be processed is not at once.
     */
    private CreateApplicationVersionResponse createVersion(CreateApplicationVersionRequest request) {
        Application application = application(request.applicationName());
        if (application.versions.containsKey(request.versionLabel())) {
            throw Beanstalk.invalid("Application Version " + request.versionLabel() + " already exists.");
        }
        S3Location bundle = request.sourceBundle();
        if (!storage.holds(bundle.s3Bucket(), bundle.s3Key())) {
            throw Service.BEANSTALK.refusal(
                    400,
                    "InvalidParameterCombination",
                    "Unable to download from S3 location (Bucket: " + bundle.s3Bucket() + "  Key: " + bundle.s3Key()
                            + "). Reason: Not Found");
        }
        boolean isProcessed = Boolean.TRUE.equals(request.process());
        Version version = new Version(
                request.versionLabel(),
                Optional.ofNullable(request.description()).orElse(""),
                bundle,
                Beanstalk.tagsOf(request.tags()),
                agenda.now(),
                isProcessed ? ApplicationVersionStatus.PROCESSING : ApplicationVersionStatus.UNPROCESSED);
        application.versions.put(version.label, version);
        if (isProcessed) {
            agenda.after(Pace.PROCESSING, () -> version.status = ApplicationVersionStatus.PROCESSED);
        }
        return CreateApplicationVersionResponse.builder()
                .applicationVersion(described(application, version))
                .build();
    }

    private ApplicationVersionDescription described(Application application, Version version) {
        return ApplicationVersionDescription.builder()
                .applicationName(application.name)
                .versionLabel(version.label)
                .applicationVersionArn(arn(application, version))
                .description(version.description)
                .sourceBundle(version.bundle)
                .dateCreated(version.created)
                .status(version.status)
                .build();
    }

    private DescribeApplicationVersionsResponse describeVersions(DescribeApplicationVersionsRequest request) {
        List<ApplicationVersionDescription> found = applications.values().stream()
                .filter(application ->
                        request.applicationName() == null || application.name.equals(request.applicationName()))
                .flatMap(application -> application.versions.values().stream()
                        .filter(version -> request.versionLabels().isEmpty()
                                || request.versionLabels().contains(version.label))
                        .map(version -> described(application, version)))
                .toList();
        Page<ApplicationVersionDescription> page = Beanstalk.page(found, request.nextToken(), request.maxRecords());
        return DescribeApplicationVersionsResponse.builder()
                .applicationVersions(page.items())
                .nextToken(page.next())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DeleteApplicationVersion.html">"You cannot delete an application version that is associated with a running environment."</a> */
    private DeleteApplicationVersionResponse deleteVersion(DeleteApplicationVersionRequest request) {
        Application application = application(request.applicationName());
        requireVersion(application.name, request.versionLabel());
        boolean isUsed = environments
                .running()
                .anyMatch(environment -> environment.application.equals(application.name)
                        && environment.version.equals(request.versionLabel()));
        if (isUsed) {
            throw Service.BEANSTALK.refusal(
                    400,
                    "SourceBundleDeletionFailure",
                    "Unable to delete application version " + request.versionLabel()
                            + ": it is deployed to a running environment.");
        }
        application.versions.remove(request.versionLabel());
        return DeleteApplicationVersionResponse.builder().build();
    }

    private String arn(Application application, Version version) {
        return "arn:aws:elasticbeanstalk:" + region + ":" + Desk.ACCOUNT + ":applicationversion/" + application.name
                + "/" + version.label;
    }

    /** The tags of all application versions, by their ARN. */
    Map<String, Map<String, String>> tags() {
        Map<String, Map<String, String>> tags = new LinkedHashMap<>();
        for (Application application : applications.values()) {
            application.versions.values().forEach(version -> tags.put(arn(application, version), version.tags));
        }
        return tags;
    }

    /** All that is there and confuses. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        for (Application application : applications.values()) {
            application.versions.keySet().forEach(label -> left.add("application version " + label));
            application.templates.keySet().forEach(name -> left.add("saved configuration " + name));
        }
        return left;
    }
}
