package dev.viridian.testing.aws;

import dev.viridian.testing.aws.BeanstalkEnvironment.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationDeploymentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationSettingsDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteConfigurationTemplateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentResourceDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.Instance;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.InvalidRequestException;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.LoadBalancer;
import software.amazon.awssdk.services.elasticbeanstalk.model.ResourceNotFoundException;
import software.amazon.awssdk.services.elasticbeanstalk.model.S3Location;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.TooManyEnvironmentsException;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentResponse;

/**
 * Elastic Beanstalk: load-balanced web servers, whose instances its groups keep at their number, one operation at a time for each environment, and CNAMEs that are swapped.
 * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_Operations.html">What its operations take and refuse</a>.
 */
final class Beanstalk {
    private static final String MIN_SIZE = "aws:autoscaling:asg MinSize";
    private static final String MAX_SIZE = "aws:autoscaling:asg MaxSize";
    private static final String BALANCER_TYPE = "aws:elasticbeanstalk:environment LoadBalancerType";
    private static final String IS_SHARED = "aws:elasticbeanstalk:environment LoadBalancerIsShared";
    private static final String TYPE = "aws:elasticbeanstalk:environment EnvironmentType";

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">"only letters, numbers, and hyphens. It can't start or end with a hyphen", 4 to 40</a>. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,38}[A-Za-z0-9]");

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]");

    private final Agenda agenda;
    private final Network network;
    private final Instances instances;
    private final Storage storage;
    private final Ids ids;
    private final String region;
    private final Quotas quotas;
    private final Map<String, Application> applications = new LinkedHashMap<>();
    private final List<BeanstalkEnvironment> environments = new ArrayList<>();
    private final List<EventDescription> events = new ArrayList<>();

    /** Where name servers say that CNAMEs lead. */
    private final Map<String, String> answered = new LinkedHashMap<>();

    Beanstalk(
            Agenda agenda,
            Network network,
            Instances instances,
            Storage storage,
            Ids ids,
            Quotas quotas,
            String region) {
        this.agenda = agenda;
        this.network = network;
        this.instances = instances;
        this.storage = storage;
        this.ids = ids;
        this.quotas = quotas;
        this.region = region;
    }

    /** An application: what its environments can be made of. */
    private record Application(String name, Map<String, Template> templates, Map<String, Version> versions) {}

    /** A saved configuration. */
    private record Template(String platform, Map<String, String> options) {}

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

    Operations operations() {
        String settings = "OptionSettings OptionSettings.Namespace! OptionSettings.OptionName! OptionSettings.Value!";
        return new Operations(Service.BEANSTALK)
                .on(CreateApplicationRequest.class, "ApplicationName! Description", this::createApplication)
                .on(
                        CreateConfigurationTemplateRequest.class,
                        "ApplicationName! TemplateName! SolutionStackName EnvironmentId Description " + settings,
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
                        this::deleteVersion)
                .on(
                        CreateEnvironmentRequest.class,
                        "ApplicationName! EnvironmentName! Description CNAMEPrefix VersionLabel! TemplateName! Tags "
                                + settings,
                        this::create)
                .on(
                        DescribeEnvironmentsRequest.class,
                        "ApplicationName EnvironmentIds EnvironmentNames VersionLabel IncludeDeleted MaxRecords NextToken",
                        this::describe)
                .on(
                        UpdateEnvironmentRequest.class,
                        "ApplicationName EnvironmentId EnvironmentName " + settings,
                        this::update)
                .on(
                        "SwapEnvironmentCNAMEs",
                        SwapEnvironmentCnamEsRequest.class,
                        "SourceEnvironmentId SourceEnvironmentName DestinationEnvironmentId DestinationEnvironmentName",
                        this::swap)
                .on(TerminateEnvironmentRequest.class, "EnvironmentId EnvironmentName ForceTerminate", this::terminate)
                .on(
                        DescribeConfigurationSettingsRequest.class,
                        "ApplicationName! TemplateName EnvironmentName",
                        this::settings)
                .on(
                        DescribeInstancesHealthRequest.class,
                        "EnvironmentId EnvironmentName AttributeNames NextToken",
                        this::instancesHealth)
                .on(
                        DescribeEnvironmentHealthRequest.class,
                        "EnvironmentId EnvironmentName AttributeNames",
                        this::environmentHealth)
                .on(DescribeEnvironmentResourcesRequest.class, "EnvironmentId EnvironmentName", this::resources)
                .on(
                        DescribeEventsRequest.class,
                        "ApplicationName EnvironmentId EnvironmentName Severity StartTime MaxRecords NextToken",
                        this::events)
                .on(ListTagsForResourceRequest.class, "ResourceArn!", this::tags);
    }

    private static AwsServiceException invalid(String message) {
        return Service.BEANSTALK.refusal(400, "InvalidParameterValue", message);
    }

    private Application application(String name) {
        Application found = applications.get(name);
        if (found == null) {
            throw invalid("No Application named '" + name + "' found.");
        }
        return found;
    }

    private CreateApplicationResponse createApplication(CreateApplicationRequest request) {
        if (applications.containsKey(request.applicationName())) {
            throw invalid("Application " + request.applicationName() + " already exists.");
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

    private static Map<String, String> options(List<ConfigurationOptionSetting> settings) {
        Map<String, String> options = new LinkedHashMap<>();
        settings.forEach(setting -> options.put(setting.namespace() + " " + setting.optionName(), setting.value()));
        return options;
    }

    private static List<ConfigurationOptionSetting> settings(Map<String, String> options) {
        return options.entrySet().stream()
                .map(option -> ConfigurationOptionSetting.builder()
                        .namespace(option.getKey().substring(0, option.getKey().indexOf(' ')))
                        .optionName(option.getKey().substring(option.getKey().indexOf(' ') + 1))
                        .value(option.getValue())
                        .build())
                .toList();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateConfigurationTemplate.html">Of an environment, with its settings, or of a platform</a>. */
    private CreateConfigurationTemplateResponse createTemplate(CreateConfigurationTemplateRequest request) {
        Application application = application(request.applicationName());
        if (application.templates.containsKey(request.templateName())) {
            throw invalid("Configuration Template " + request.templateName() + " already exists.");
        }
        Map<String, String> options = new LinkedHashMap<>();
        String platform = request.solutionStackName();
        if (request.environmentId() != null) {
            BeanstalkEnvironment source = require(request.environmentId(), null);
            options.putAll(source.options);
            platform = source.platform;
        } else if (platform == null) {
            throw Service.BEANSTALK.refusal(
                    400,
                    "InvalidParameterCombination",
                    "Unable to determine base for template pack (no solution stack)");
        }
        options.putAll(options(request.optionSettings()));
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
            throw invalid("Application Version " + request.versionLabel() + " already exists.");
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
                tagsOf(request.tags()),
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
        Page<ApplicationVersionDescription> page = page(found, request.nextToken(), request.maxRecords());
        return DescribeApplicationVersionsResponse.builder()
                .applicationVersions(page.items())
                .nextToken(page.next())
                .build();
    }

    private static <T> Page<T> page(List<T> all, @Nullable String token, @Nullable Integer most) {
        return Page.of(all, token, most, 1000, given -> invalid("Invalid NextToken: " + given));
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DeleteApplicationVersion.html">"You cannot delete an application version that is associated with a running environment."</a> */
    private DeleteApplicationVersionResponse deleteVersion(DeleteApplicationVersionRequest request) {
        Application application = application(request.applicationName());
        if (!application.versions.containsKey(request.versionLabel())) {
            throw invalid("No Application Version named '" + request.versionLabel() + "' found.");
        }
        boolean isUsed = environments.stream()
                .anyMatch(environment -> !environment.isTerminated()
                        && environment.application.equals(application.name)
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

    private CreateEnvironmentResponse create(CreateEnvironmentRequest request) {
        Application application = application(request.applicationName());
        String name = request.environmentName();
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "Value " + name
                            + " at 'EnvironmentName' failed to satisfy constraint: Member must be from 4 to 40 characters in length, of letters, numbers and hyphens, and must not start or end with a hyphen");
        }
        if (environments.stream().anyMatch(other -> !other.isTerminated() && other.name.equals(name))) {
            throw invalid("Environment " + name + " already exists.");
        }
        Template template = application.templates.get(request.templateName());
        if (template == null) {
            throw noTemplate(application.name, request.templateName());
        }
        if (!application.versions.containsKey(request.versionLabel())) {
            throw invalid("No Application Version named '" + request.versionLabel() + "' found.");
        }
        requireRoom();
        Map<String, String> options = new LinkedHashMap<>(template.options);
        options.putAll(options(request.optionSettings()));
        requireModelled(options);
        BeanstalkEnvironment made = new BeanstalkEnvironment(
                "e-" + ids.ending("environment").substring(6),
                name,
                application.name,
                "awseb-e-" + ids.ending("endpoint").substring(8) + "." + region + ".elb.amazonaws.com",
                template.platform,
                request.templateName(),
                request.versionLabel(),
                Optional.ofNullable(request.description()).orElse(""),
                tagsOf(request.tags()),
                options,
                cname(request.cnamePrefix(), name),
                agenda.now());
        environments.add(made);
        begin(made);
        return answer(described(made));
    }

    private static AwsServiceException noTemplate(String application, String name) {
        return invalid("No Configuration Template named '" + application + "/" + name + "' found.");
    }

    /** <a href="https://docs.aws.amazon.com/general/latest/gr/elasticbeanstalk.html">200 environments in an account and region, unless it has more</a>. */
    private void requireRoom() {
        if (environments.stream().filter(other -> !other.isTerminated()).count()
                >= quotas.of(AwsQuota.BEANSTALK_ENVIRONMENTS)) {
            throw Service.BEANSTALK.refusal(
                    TooManyEnvironmentsException.builder(),
                    400,
                    "TooManyEnvironmentsException",
                    "The specified account has reached its limit of environments.");
        }
    }

    private static void requireModelled(Map<String, String> options) {
        if (!options.getOrDefault(TYPE, "LoadBalanced").equals("LoadBalanced")) {
            throw new UnsupportedOperationException(
                    "SimulatedAws does not know environments of Elastic Beanstalk without a load balancer. Set EnvironmentType to LoadBalanced, or test this against AWS.");
        }
        if (!List.of("classic", "application").contains(options.getOrDefault(BALANCER_TYPE, "classic"))
                || options.getOrDefault(IS_SHARED, "false").equals("true")) {
            throw new UnsupportedOperationException(
                    "SimulatedAws does not know environments of Elastic Beanstalk with a network load balancer or one that they share. Set LoadBalancerType to classic or application, or test this against AWS.");
        }
    }

    private static CreateEnvironmentResponse answer(EnvironmentDescription made) {
        return CreateEnvironmentResponse.builder()
                .environmentId(made.environmentId())
                .environmentName(made.environmentName())
                .environmentArn(made.environmentArn())
                .applicationName(made.applicationName())
                .versionLabel(made.versionLabel())
                .cname(made.cname())
                .status(made.status())
                .health(made.health())
                .dateCreated(made.dateCreated())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">"If not specified, the CNAME is generated automatically by appending a random alphanumeric string to the environment name."</a> */
    private String cname(@Nullable String prefix, String name) {
        if (prefix == null) {
            return (name + ".eba-" + ids.ending("cname").substring(8) + "." + region + ".elasticbeanstalk.com")
                    .toLowerCase(Locale.ROOT);
        }
        String wanted = (prefix + "." + region + ".elasticbeanstalk.com").toLowerCase(Locale.ROOT);
        if (!PREFIX.matcher(prefix).matches()) {
            throw invalid(
                    "Value " + prefix
                            + " at 'CNAMEPrefix' failed to satisfy constraint: Member must be from 4 to 63 characters in length");
        }
        if (environments.stream().anyMatch(other -> !other.isTerminated() && other.cname.equals(wanted))) {
            throw invalid("DNS name (" + wanted + ") is not available.");
        }
        return wanted;
    }

    /** First what is around the instances, then they, and when all are deployed to, or that has taken too long, it is ready. */
    private void begin(BeanstalkEnvironment made) {
        tell(made, "INFO", "createEnvironment is starting.");
        agenda.after(Pace.AROUND_INSTANCES, () -> {
            made.launched = agenda.now();
            made.wanted = number(made.options, MIN_SIZE);
            made.changed = agenda.now();
            agenda.after(Pace.NAME_SERVERS, () -> answerFor(made));
            level(made);
            awaitLaunch(made, agenda.now().plus(Pace.COMMAND_TIMEOUT));
        });
    }

    private static int number(Map<String, String> options, String option) {
        return Integer.parseInt(options.getOrDefault(option, "1"));
    }

    private void awaitLaunch(BeanstalkEnvironment made, Instant deadline) {
        agenda.after(Pace.HEALTH, () -> {
            boolean isWell = areDeployedTo(made);
            if (made.status != EnvironmentStatus.LAUNCHING) {
                return;
            }
            if (!isWell && agenda.now().isBefore(deadline)) {
                awaitLaunch(made, deadline);
                return;
            }
            ready(made);
            tell(
                    made,
                    isWell ? "INFO" : "ERROR",
                    isWell
                            ? "Successfully launched environment: " + made.name
                            : "Create environment operation is complete, but with errors. For more information, see troubleshooting documentation.");
        });
    }

    private void ready(BeanstalkEnvironment environment) {
        environment.status = EnvironmentStatus.READY;
        environment.changed = agenda.now();
    }

    private boolean areDeployedTo(BeanstalkEnvironment made) {
        List<Ec2Instance> alive = made.alive();
        return alive.size() == made.wanted
                && alive.stream().allMatch(instance -> made.health(instance, agenda.now()) == Health.OK);
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.as.html">Its Auto Scaling group</a> keeps the number of instances, whoever ends one. */
    private void level(BeanstalkEnvironment environment) {
        List<Ec2Instance> alive = environment.alive();
        if (alive.size() > environment.wanted) {
            alive.stream()
                    .limit(alive.size() - environment.wanted)
                    .forEach(leaving -> instances.terminate(leaving, "Client.UserInitiatedShutdown: scaled in"));
            return;
        }
        try {
            for (int missing = environment.wanted - alive.size(); missing > 0; missing--) {
                launch(environment);
            }
        } catch (AwsServiceException e) {
            tell(
                    environment,
                    "WARN",
                    "Launching a new EC2 instance failed: "
                            + e.awsErrorDetails().errorMessage());
            agenda.after(Pace.FIRST_PAUSE, () -> level(environment));
        }
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environments-cfg-autoscaling-triggers.html">Triggers</a> keep to the bounds of the group. */
    int scale(String name, int wanted) {
        BeanstalkEnvironment environment = environments.stream()
                .filter(found -> found.name.equals(name) && !found.isLeaving())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no environment " + name + "."));
        environment.wanted = within(environment.options, wanted);
        level(environment);
        return environment.wanted;
    }

    private static int within(Map<String, String> options, int wanted) {
        return Math.min(number(options, MAX_SIZE), Math.max(number(options, MIN_SIZE), wanted));
    }

    private void launch(BeanstalkEnvironment environment) {
        Map<String, String> tags = new LinkedHashMap<>(environment.tags);
        tags.put("elasticbeanstalk:environment-id", environment.id);
        tags.put("elasticbeanstalk:environment-name", environment.name);
        tags.put("Name", environment.name);
        List<String> subnets = List.copyOf(network.subnets.keySet());
        Ec2Instance made = instances.launch(new LaunchOrder(
                network.images.keySet().iterator().next(),
                environment.options.getOrDefault("aws:autoscaling:launchconfiguration InstanceType", "t3.micro"),
                subnets.get(environment.instances.size() % subnets.size()),
                List.of(network.securityGroups.keySet().iterator().next()),
                "",
                tags,
                "",
                Optional.empty(),
                Optional.of("awseb-" + environment.id + "-stack-AWSEBAutoScalingGroup"),
                ""));
        environment.instances.add(made);
        made.watchers.add(() -> {
            if (!made.isAlive() && !environment.isLeaving()) {
                agenda.after(Pace.REACTION, () -> level(environment));
            }
        });
    }

    private EnvironmentDescription described(BeanstalkEnvironment environment) {
        return environment.described(region, agenda.now());
    }

    /** One that was terminated is shown for a while, unless asked otherwise: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironments.html">IncludeDeleted</a>. */
    private DescribeEnvironmentsResponse describe(DescribeEnvironmentsRequest request) {
        boolean withEnded = !Boolean.FALSE.equals(request.includeDeleted());
        List<EnvironmentDescription> found = environments.stream()
                .filter(environment -> withEnded || !environment.isTerminated())
                .filter(environment -> isMeant(request.applicationName(), environment.application))
                .filter(environment -> isMeant(request.versionLabel(), environment.version))
                .filter(environment -> isAmong(request.environmentIds(), environment.id))
                .filter(environment -> isAmong(request.environmentNames(), environment.name))
                .map(this::described)
                .toList();
        Page<EnvironmentDescription> page = page(found, request.nextToken(), request.maxRecords());
        return DescribeEnvironmentsResponse.builder()
                .environments(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean isMeant(@Nullable String wanted, String found) {
        return wanted == null || wanted.equals(found);
    }

    private static boolean isAmong(List<String> wanted, String found) {
        return wanted.isEmpty() || wanted.contains(found);
    }

    private BeanstalkEnvironment require(@Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw Service.BEANSTALK.refusal(
                    400, "MissingParameter", "Either EnvironmentId or EnvironmentName must be specified.");
        }
        Predicate<BeanstalkEnvironment> isMeant =
                environment -> isMeant(id, environment.id) && isMeant(name, environment.name);
        return environments.stream()
                .filter(environment -> !environment.isTerminated())
                .filter(isMeant)
                .findFirst()
                .orElseThrow(() -> invalid("No Environment found for "
                        + (id == null ? "EnvironmentName = '" + name : "EnvironmentId = '" + id) + "'."));
    }

    /** One operation at a time: what is Launching, Updating or Terminating takes no other. */
    private static void requireReady(BeanstalkEnvironment environment) {
        if (!environment.isReady()) {
            throw invalid("Environment named " + environment.name
                    + " is in an invalid state for this operation. Must be Ready.");
        }
    }

    private UpdateEnvironmentResponse update(UpdateEnvironmentRequest request) {
        BeanstalkEnvironment environment = require(request.environmentId(), request.environmentName());
        requireReady(environment);
        Map<String, String> changed = new LinkedHashMap<>(environment.options);
        changed.putAll(options(request.optionSettings()));
        requireModelled(changed);
        if (number(changed, MIN_SIZE) > number(changed, MAX_SIZE)) {
            throw invalid("Invalid option value: MinSize " + number(changed, MIN_SIZE) + " is more than MaxSize "
                    + number(changed, MAX_SIZE));
        }
        environment.status = EnvironmentStatus.UPDATING;
        environment.draft = Optional.of(changed);
        environment.changed = agenda.now();
        tell(environment, "INFO", "Environment update is starting.");
        agenda.after(Pace.UPDATING, () -> apply(environment, changed));
        EnvironmentDescription now = described(environment);
        return UpdateEnvironmentResponse.builder()
                .environmentId(now.environmentId())
                .environmentName(now.environmentName())
                .status(now.status())
                .cname(now.cname())
                .build();
    }

    private void apply(BeanstalkEnvironment environment, Map<String, String> changed) {
        environment.options.putAll(changed);
        environment.draft = Optional.empty();
        environment.wanted = within(changed, environment.wanted);
        level(environment);
        agenda.after(Pace.UPDATING, () -> {
            ready(environment);
            tell(environment, "INFO", "Environment update completed successfully.");
        });
    }

    /**
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html">Each gets the CNAME of the other</a>, a few seconds later, as
     * <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/eb3-swap.html">the events of a swap</a> show; name servers know it after that.
     */
    private SwapEnvironmentCnamEsResponse swap(SwapEnvironmentCnamEsRequest request) {
        BeanstalkEnvironment source = require(request.sourceEnvironmentId(), request.sourceEnvironmentName());
        BeanstalkEnvironment destination =
                require(request.destinationEnvironmentId(), request.destinationEnvironmentName());
        if (source == destination) {
            throw invalid("Source and destination environments are the same: " + source.name);
        }
        List<BeanstalkEnvironment> both = List.of(source, destination);
        both.forEach(Beanstalk::requireReady);
        String names = "'" + source.name + "' and '" + destination.name + "'";
        both.forEach(environment -> {
            environment.status = EnvironmentStatus.UPDATING;
            environment.changed = agenda.now();
            tell(environment, "INFO", "swapEnvironmentCNAMEs is starting.");
            tell(environment, "INFO", "Swapping CNAMEs for environments " + names + ".");
        });
        agenda.after(Pace.SWAPPING, () -> {
            String cname = source.cname;
            source.cname = destination.cname;
            destination.cname = cname;
            both.forEach(environment -> {
                tell(environment, "INFO", "'" + environment.cname + "' now points to '" + environment.endpoint + "'.");
                agenda.after(Pace.NAME_SERVERS, () -> answerFor(environment));
                tell(environment, "INFO", "Completed swapping CNAMEs for environments " + names + ".");
            });
            agenda.after(Pace.SWAPPING, () -> both.forEach(this::ready));
        });
        return SwapEnvironmentCnamEsResponse.builder().build();
    }

    private void answerFor(BeanstalkEnvironment environment) {
        if (!environment.isTerminated()) {
            answered.put(environment.cname, environment.endpoint);
        }
    }

    /** One that is being launched or updated <a href="https://github.com/aws/aws-elastic-beanstalk-cli-setup/issues/144">is not terminated</a>; one that is being terminated, not again. */
    private TerminateEnvironmentResponse terminate(TerminateEnvironmentRequest request) {
        BeanstalkEnvironment environment = require(request.environmentId(), request.environmentName());
        if (environment.status == EnvironmentStatus.LAUNCHING || environment.status == EnvironmentStatus.UPDATING) {
            throw invalid(
                    "Cannot terminate environment named " + environment.name + ". It is currently pending deployment.");
        }
        requireReady(environment);
        environment.status = EnvironmentStatus.TERMINATING;
        environment.changed = agenda.now();
        tell(environment, "INFO", "terminateEnvironment is starting.");
        agenda.after(
                Pace.STEP,
                () -> environment
                        .alive()
                        .forEach(
                                instance -> instances.terminate(instance, "Client.UserInitiatedShutdown: terminated")));
        agenda.after(Pace.TERMINATING, () -> end(environment));
        EnvironmentDescription now = described(environment);
        return TerminateEnvironmentResponse.builder()
                .environmentId(now.environmentId())
                .environmentName(now.environmentName())
                .status(now.status())
                .build();
    }

    private void end(BeanstalkEnvironment environment) {
        environment.status = EnvironmentStatus.TERMINATED;
        environment.changed = agenda.now();
        answered.values().removeIf(endpoint -> endpoint.equals(environment.endpoint));
        tell(environment, "INFO", "terminateEnvironment completed successfully.");
        agenda.after(Pace.TERMINATED, () -> environments.remove(environment));
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationSettings.html">Of an environment that is being updated there are two: what is deployed, and what is to be.</a> */
    private DescribeConfigurationSettingsResponse settings(DescribeConfigurationSettingsRequest request) {
        Application application = application(request.applicationName());
        if ((request.templateName() == null) == (request.environmentName() == null)) {
            throw Service.BEANSTALK.refusal(
                    400,
                    request.templateName() == null ? "MissingParameter" : "InvalidParameterCombination",
                    "Either TemplateName or EnvironmentName must be specified, and not both.");
        }
        List<ConfigurationSettingsDescription> found = new ArrayList<>();
        if (request.templateName() != null) {
            Template template = application.templates.get(request.templateName());
            if (template == null) {
                throw noTemplate(application.name, request.templateName());
            }
            found.add(ConfigurationSettingsDescription.builder()
                    .applicationName(application.name)
                    .templateName(request.templateName())
                    .solutionStackName(template.platform)
                    .optionSettings(settings(template.options))
                    .build());
        } else {
            BeanstalkEnvironment environment = require(null, request.environmentName());
            found.add(settings(environment, environment.options, ConfigurationDeploymentStatus.DEPLOYED));
            environment.draft.ifPresent(
                    draft -> found.add(settings(environment, draft, ConfigurationDeploymentStatus.PENDING)));
        }
        return DescribeConfigurationSettingsResponse.builder()
                .configurationSettings(found)
                .build();
    }

    private ConfigurationSettingsDescription settings(
            BeanstalkEnvironment environment, Map<String, String> options, ConfigurationDeploymentStatus status) {
        return ConfigurationSettingsDescription.builder()
                .applicationName(environment.application)
                .environmentName(environment.name)
                .solutionStackName(environment.platform)
                .deploymentStatus(status)
                .optionSettings(settings(options))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeInstancesHealth.html">"This operation requires enhanced health reporting."</a> */
    private BeanstalkEnvironment requireEnhanced(@Nullable String id, @Nullable String name) {
        BeanstalkEnvironment environment;
        try {
            environment = require(id, name);
        } catch (AwsServiceException e) {
            throw invalidRequest(e.awsErrorDetails().errorMessage());
        }
        if (!environment.hasEnhancedHealth()) {
            throw invalidRequest("Environment " + environment.name + " does not support enhanced health.");
        }
        return environment;
    }

    private static AwsServiceException invalidRequest(String message) {
        return Service.BEANSTALK.refusal(InvalidRequestException.builder(), 400, "InvalidRequestException", message);
    }

    private DescribeInstancesHealthResponse instancesHealth(DescribeInstancesHealthRequest request) {
        BeanstalkEnvironment environment = requireEnhanced(request.environmentId(), request.environmentName());
        List<SingleInstanceHealth> found = environment.alive().stream()
                .map(instance -> health(environment, instance, request.attributeNames()))
                .toList();
        Page<SingleInstanceHealth> page = page(found, request.nextToken(), null);
        return DescribeInstancesHealthResponse.builder()
                .instanceHealthList(page.items())
                .nextToken(page.next())
                .refreshedAt(agenda.now())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeInstancesHealth.html">"If no attribute names are specified, returns a list of instances."</a> */
    private SingleInstanceHealth health(
            BeanstalkEnvironment environment, Ec2Instance instance, List<InstancesHealthAttribute> wanted) {
        Health health = environment.health(instance, agenda.now());
        boolean all = wanted.contains(InstancesHealthAttribute.ALL);
        SingleInstanceHealth.Builder built = SingleInstanceHealth.builder().instanceId(instance.id());
        if (all || wanted.contains(InstancesHealthAttribute.HEALTH_STATUS)) {
            built.healthStatus(health.status);
        }
        if (all || wanted.contains(InstancesHealthAttribute.COLOR)) {
            built.color(health.color);
        }
        if (all || wanted.contains(InstancesHealthAttribute.CAUSES)) {
            built.causes(health.causes());
        }
        if (all || wanted.contains(InstancesHealthAttribute.DEPLOYMENT)) {
            boolean isDone = instance.booted
                    .filter(booted -> !booted.isAfter(agenda.now()))
                    .isPresent();
            built.deployment(deployment -> deployment
                    .versionLabel(environment.version)
                    .deploymentId(1L)
                    .status(isDone ? "Deployed" : "In Progress"));
        }
        return built.build();
    }

    private DescribeEnvironmentHealthResponse environmentHealth(DescribeEnvironmentHealthRequest request) {
        BeanstalkEnvironment environment = requireEnhanced(request.environmentId(), request.environmentName());
        Health health = environment.health(agenda.now());
        return DescribeEnvironmentHealthResponse.builder()
                .environmentName(environment.name)
                .healthStatus(health.status)
                .status(environment.status.toString())
                .color(health.color)
                .causes(health.causes())
                .refreshedAt(agenda.now())
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_EnvironmentResourceDescription.html">Its load balancer and its instances</a>; the load balancer is there when it is launched. */
    private DescribeEnvironmentResourcesResponse resources(DescribeEnvironmentResourcesRequest request) {
        BeanstalkEnvironment environment = require(request.environmentId(), request.environmentName());
        List<LoadBalancer> balancers = environment.launched.isAfter(agenda.now())
                ? List.of()
                : List.of(LoadBalancer.builder()
                        .name(environment.balancer(region))
                        .build());
        return DescribeEnvironmentResourcesResponse.builder()
                .environmentResources(EnvironmentResourceDescription.builder()
                        .environmentName(environment.name)
                        .loadBalancers(balancers)
                        .instances(environment.alive().stream()
                                .map(instance ->
                                        Instance.builder().id(instance.id()).build())
                                .toList())
                        .build())
                .build();
    }

    /** What the load balancer of that name, or ARN, has counted; nothing where it is of no environment. */
    Optional<Served> served(String balancer) {
        return environments.stream()
                .filter(environment -> environment.balancer(region).endsWith(balancer))
                .findFirst()
                .map(environment -> environment.served);
    }

    private void tell(BeanstalkEnvironment environment, String severity, String message) {
        events.add(EventDescription.builder()
                .eventDate(agenda.now())
                .applicationName(environment.application)
                .environmentName(environment.name)
                .severity(severity)
                .message(message)
                .build());
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEvents.html">The most recent one first</a>. */
    private DescribeEventsResponse events(DescribeEventsRequest request) {
        if (request.environmentId() != null) {
            require(request.environmentId(), request.environmentName());
        }
        List<String> order = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        int least = request.severity() == null ? 0 : order.indexOf(request.severityAsString());
        List<EventDescription> found = new ArrayList<>(events.stream()
                .filter(event -> isMeant(request.applicationName(), event.applicationName()))
                .filter(event -> isMeant(request.environmentName(), event.environmentName()))
                .filter(event -> order.indexOf(event.severityAsString()) >= least)
                .filter(event ->
                        request.startTime() == null || !event.eventDate().isBefore(request.startTime()))
                .toList());
        Collections.reverse(found);
        Page<EventDescription> page = page(found, request.nextToken(), request.maxRecords());
        return DescribeEventsResponse.builder()
                .events(page.items())
                .nextToken(page.next())
                .build();
    }

    private String arn(Application application, Version version) {
        return "arn:aws:elasticbeanstalk:" + region + ":" + Desk.ACCOUNT + ":applicationversion/" + application.name
                + "/" + version.label;
    }

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request) {
        Map<String, Map<String, String>> tagged = new LinkedHashMap<>();
        environments.stream()
                .filter(environment -> !environment.isTerminated())
                .forEach(environment -> tagged.put(environment.arn(region), environment.tags));
        applications
                .values()
                .forEach(application -> application
                        .versions
                        .values()
                        .forEach(version -> tagged.put(arn(application, version), version.tags)));
        Map<String, String> found = tagged.get(request.resourceArn());
        if (found == null) {
            throw Service.BEANSTALK.refusal(
                    ResourceNotFoundException.builder(),
                    400,
                    "ResourceNotFoundException",
                    "Resource not found for arn '" + request.resourceArn() + "'.");
        }
        return ListTagsForResourceResponse.builder()
                .resourceArn(request.resourceArn())
                .resourceTags(found.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static Map<String, String> tagsOf(List<Tag> tags) {
        Map<String, String> all = new LinkedHashMap<>();
        tags.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }

    /** Where name servers say that a CNAME leads: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.CNAMESwap.html">resolvers keep it</a> for a minute. */
    Optional<Dns.Resolved> answer(String name) {
        return Optional.ofNullable(answered.get(name.toLowerCase(Locale.ROOT)))
                .map(endpoint -> new Dns.Resolved(endpoint, Duration.ofSeconds(60)));
    }

    /** What somebody gets from the load balancer of an environment; those of its instances that are well answer in turn, and where none is, all of them. */
    Optional<Visit> ask(String endpoint, int port, String path) {
        if (port != 80 || environments.isEmpty()) {
            return Optional.empty();
        }
        Instant now = agenda.now();
        return environments.stream()
                .filter(environment -> environment.endpoint.equalsIgnoreCase(endpoint))
                .filter(environment -> !environment.isTerminated() && !environment.launched.isAfter(now))
                .findFirst()
                .map(environment -> visit(environment, path, now));
    }

    private static Visit visit(BeanstalkEnvironment environment, String path, Instant now) {
        List<Ec2Instance> alive = environment.alive();
        List<Ec2Instance> well = alive.stream()
                .filter(instance -> environment.health(instance, now) == Health.OK)
                .toList();
        List<Ec2Instance> asked = well.isEmpty() ? alive : well;
        if (asked.isEmpty()) {
            return new Visit(new Reply(503, "503 Service Temporarily Unavailable"), Optional.empty());
        }
        Ec2Instance instance = asked.get(Math.floorMod(environment.turn++, asked.size()));
        Optional<Reply> answered = instance.reply(path, now);
        environment.served.count(now, answered);
        return new Visit(answered.orElse(new Reply(502, "502 Bad Gateway")), Optional.of(instance.id()));
    }

    /** All that there is and costs or confuses. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        environments.stream()
                .filter(environment -> !environment.isTerminated())
                .forEach(environment -> left.add("environment " + environment.name));
        for (Application application : applications.values()) {
            application.versions.keySet().forEach(label -> left.add("application version " + label));
            application.templates.keySet().forEach(name -> left.add("saved configuration " + name));
        }
        return left;
    }
}
