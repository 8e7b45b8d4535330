package dev.viridian.aws;

import dev.viridian.spi.EnvironmentSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationDeploymentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationSettingsDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.ElasticBeanstalkException;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventSeverity;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.InvalidRequestException;
import software.amazon.awssdk.services.elasticbeanstalk.model.LoadBalancer;
import software.amazon.awssdk.services.elasticbeanstalk.model.ResourceNotFoundException;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;

/** The calls of Elastic Beanstalk, and what its answers mean: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_Operations.html">its operations</a>. */
final class BeanstalkCalls {
    private static final String INVALID = "InvalidParameterValue";
    private static final int LAST_EVENTS = 20;

    private final BeanstalkSetup setup;
    private final Supplier<ElasticBeanstalkClient> client;

    BeanstalkCalls(BeanstalkSetup setup, Supplier<ElasticBeanstalkClient> client) {
        this.setup = setup;
        this.client = client;
    }

    private Call call(String operation, String resource) {
        return setup.call("elasticbeanstalk:" + operation, resource);
    }

    private Call onEnvironment(String operation, String name) {
        return call(operation, "environment/" + setup.beanstalkApplication() + "/" + name);
    }

    private Call onVersion(String operation, String label) {
        return call(operation, "applicationversion/" + setup.beanstalkApplication() + "/" + label);
    }

    /** All of the application that are not terminated, whosever they are: without a limit <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironments.html">"in a single response"</a>. */
    List<EnvironmentDescription> environments() {
        return call("DescribeEnvironments", "*")
                .of(() -> client
                        .get()
                        .describeEnvironments(request -> request.applicationName(setup.beanstalkApplication())
                                .includeDeleted(false)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .environments()
                        .stream()
                        .filter(found -> found.status() != EnvironmentStatus.TERMINATED)
                        .toList());
    }

    Map<String, String> tags(EnvironmentDescription environment) {
        return tags(environment.environmentArn());
    }

    Map<String, String> tags(ApplicationVersionDescription version) {
        return tags(version.applicationVersionArn());
    }

    /** None of what is not there any more. */
    private Map<String, String> tags(String arn) {
        return call("ListTagsForResource", arn).of(() -> {
            Map<String, String> tags = new HashMap<>();
            try {
                client.get()
                        .listTagsForResource(request -> request.resourceArn(arn)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .resourceTags()
                        .forEach(tag -> tags.put(tag.key(), tag.value()));
            } catch (ResourceNotFoundException e) {
                return Map.of();
            }
            return tags;
        });
    }

    /** Without a limit all come <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeApplicationVersions.html">"in a single response"</a>. */
    List<ApplicationVersionDescription> versions() {
        return call("DescribeApplicationVersions", "*")
                .of(() -> client.get()
                        .describeApplicationVersions(request -> request.applicationName(setup.beanstalkApplication())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .applicationVersions());
    }

    Optional<ApplicationVersionDescription> version(String label) {
        return call("DescribeApplicationVersions", "*")
                .of(() -> client
                        .get()
                        .describeApplicationVersions(request -> request.applicationName(setup.beanstalkApplication())
                                .versionLabels(label)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .applicationVersions()
                        .stream()
                        .findFirst());
    }

    /** Of one that is there already, nothing. */
    void makeVersion(String label, String description, S3Location bundle, Map<String, String> tags, Caller caller) {
        List<Tag> written = tags(tags);
        unlessSaid(
                onVersion("CreateApplicationVersion", label),
                "already exists",
                () -> client.get()
                        .createApplicationVersion(request -> request.applicationName(setup.beanstalkApplication())
                                .versionLabel(label)
                                .description(description)
                                .sourceBundle(at -> at.s3Bucket(bundle.bucket()).s3Key(bundle.key()))
                                .autoCreateApplication(false)
                                .process(true)
                                .tags(written)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Its bundle stays; of none, nothing. */
    void deleteVersion(String label, Caller caller) {
        unlessSaid(
                onVersion("DeleteApplicationVersion", label),
                "No Application Version",
                () -> client.get()
                        .deleteApplicationVersion(request -> request.applicationName(setup.beanstalkApplication())
                                .versionLabel(label)
                                .deleteSourceBundle(false)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Whether it was made; not, where that name is taken. */
    boolean make(EnvironmentSpec spec, String configuration, Map<String, String> tags, Caller caller) {
        String name = BeanstalkName.of(spec.name());
        List<Tag> written = tags(tags);
        List<ConfigurationOptionSetting> options =
                new ArrayList<>(sizes(BeanstalkOptions.Bounds.exactly(spec.machines())));
        options.add(option("aws:elasticbeanstalk:environment", "EnvironmentType", "LoadBalanced"));
        options.add(option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced"));
        return unlessSaid(
                onEnvironment("CreateEnvironment", name),
                "already exists",
                () -> client.get()
                        .createEnvironment(request -> request.applicationName(setup.beanstalkApplication())
                                .environmentName(name)
                                .templateName(configuration)
                                .versionLabel(name)
                                .optionSettings(options)
                                .tags(written)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    private static List<Tag> tags(Map<String, String> all) {
        List<Tag> tags = new ArrayList<>();
        all.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return tags;
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html">The options of its Auto Scaling group.</a> */
    private static List<ConfigurationOptionSetting> sizes(BeanstalkOptions.Bounds bounds) {
        return List.of(
                option(BeanstalkOptions.GROUP, "MinSize", Integer.toString(bounds.least())),
                option(BeanstalkOptions.GROUP, "MaxSize", Integer.toString(bounds.most())));
    }

    private static ConfigurationOptionSetting option(String namespace, String name, String value) {
        return ConfigurationOptionSetting.builder()
                .namespace(namespace)
                .optionName(name)
                .value(value)
                .build();
    }

    /** How it is configured, what is being changed included. */
    BeanstalkOptions options(EnvironmentDescription environment) {
        List<ConfigurationSettingsDescription> found = onEnvironment(
                        "DescribeConfigurationSettings", environment.environmentName())
                .of(() -> client.get()
                        .describeConfigurationSettings(request -> request.applicationName(setup.beanstalkApplication())
                                .environmentName(environment.environmentName())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .configurationSettings());
        return new BeanstalkOptions(found.stream()
                .filter(settings -> settings.deploymentStatus() == ConfigurationDeploymentStatus.PENDING)
                .findFirst()
                .or(() -> found.stream().findFirst())
                .map(ConfigurationSettingsDescription::optionSettings)
                .orElse(List.of()));
    }

    /** What a saved configuration says, where there is one of that name. */
    Optional<BeanstalkOptions> saved(String configuration) {
        List<ConfigurationSettingsDescription> found = new ArrayList<>();
        unlessSaid(
                onConfiguration("DescribeConfigurationSettings", configuration),
                "No Configuration Template",
                () -> found.addAll(client.get()
                        .describeConfigurationSettings(request -> request.applicationName(setup.beanstalkApplication())
                                .templateName(configuration)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .configurationSettings()));
        return found.stream().findFirst().map(settings -> new BeanstalkOptions(settings.optionSettings()));
    }

    /** The load balancers of an environment: by name a classic one, and any other by its ARN. None where they are not made yet. */
    List<String> balancers(EnvironmentDescription environment) {
        return onEnvironment("DescribeEnvironmentResources", environment.environmentName())
                .of(() -> client
                        .get()
                        .describeEnvironmentResources(request -> request.environmentId(environment.environmentId())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .environmentResources()
                        .loadBalancers()
                        .stream()
                        .map(LoadBalancer::name)
                        .toList());
    }

    private Call onConfiguration(String operation, String name) {
        return call(operation, "configurationtemplate/" + setup.beanstalkApplication() + "/" + name);
    }

    /** Saves how an environment is configured; of what is saved already, nothing. */
    void saveConfiguration(String name, EnvironmentDescription of, Caller caller) {
        unlessSaid(
                onConfiguration("CreateConfigurationTemplate", name),
                "already exists",
                () -> client.get()
                        .createConfigurationTemplate(request -> request.applicationName(setup.beanstalkApplication())
                                .templateName(name)
                                .environmentId(of.environmentId())
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** An environment that was made from it keeps a copy; of none, nothing. */
    void deleteConfiguration(String name, Caller caller) {
        unlessSaid(
                onConfiguration("DeleteConfigurationTemplate", name),
                "No Configuration Template",
                () -> client.get()
                        .deleteConfigurationTemplate(request -> request.applicationName(setup.beanstalkApplication())
                                .templateName(name)
                                .overrideConfiguration(caller.inUserAgent())));
    }

    void bound(EnvironmentDescription environment, BeanstalkOptions.Bounds bounds, Caller caller) {
        onEnvironment("UpdateEnvironment", environment.environmentName())
                .of(() -> client.get()
                        .updateEnvironment(request -> request.environmentId(environment.environmentId())
                                .optionSettings(sizes(bounds))
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** Each gets the CNAME of the other, also when they had been swapped before: whoever calls it has looked. */
    void swap(EnvironmentDescription one, EnvironmentDescription other, Caller caller) {
        onEnvironment("SwapEnvironmentCNAMEs", one.environmentName())
                .of(() -> client.get()
                        .swapEnvironmentCNAMEs(request -> request.sourceEnvironmentId(one.environmentId())
                                .destinationEnvironmentId(other.environmentId())
                                .overrideConfiguration(caller.inUserAgent())));
    }

    void terminate(EnvironmentDescription environment, Caller caller) {
        onEnvironment("TerminateEnvironment", environment.environmentName())
                .of(() -> client.get()
                        .terminateEnvironment(request -> request.environmentId(environment.environmentId())
                                .overrideConfiguration(caller.inUserAgent())));
    }

    /** What is said of its machines, by id; nothing where nothing is said yet, or no more. */
    Map<String, SingleInstanceHealth> health(EnvironmentDescription environment) {
        return onEnvironment("DescribeInstancesHealth", environment.environmentName())
                .of(() -> {
                    Map<String, SingleInstanceHealth> found = new HashMap<>();
                    @Nullable String token = null;
                    try {
                        do {
                            String next = token;
                            DescribeInstancesHealthResponse answer = client.get()
                                    .describeInstancesHealth(
                                            request -> request.environmentId(environment.environmentId())
                                                    .attributeNames(
                                                            InstancesHealthAttribute.HEALTH_STATUS,
                                                            InstancesHealthAttribute.COLOR,
                                                            InstancesHealthAttribute.CAUSES,
                                                            InstancesHealthAttribute.DEPLOYMENT)
                                                    .nextToken(next)
                                                    .overrideConfiguration(
                                                            setup.caller().inUserAgent()));
                            answer.instanceHealthList().forEach(one -> found.put(one.instanceId(), one));
                            token = answer.nextToken();
                        } while (token != null);
                    } catch (InvalidRequestException e) {
                        return Map.of();
                    }
                    return found;
                });
    }

    DescribeEnvironmentHealthResponse healthOfAll(EnvironmentDescription environment) {
        return onEnvironment("DescribeEnvironmentHealth", environment.environmentName())
                .of(() -> client.get()
                        .describeEnvironmentHealth(request -> request.environmentId(environment.environmentId())
                                .attributeNames(EnvironmentHealthAttribute.ALL)
                                .overrideConfiguration(setup.caller().inUserAgent())));
    }

    /** The last that happened to the environment of that name, the oldest first. */
    List<EventDescription> events(String name) {
        return onEnvironment("DescribeEvents", name).of(() -> {
            List<EventDescription> last = new ArrayList<>(client.get()
                    .describeEvents(request -> request.applicationName(setup.beanstalkApplication())
                            .environmentName(name)
                            .maxRecords(LAST_EVENTS)
                            .overrideConfiguration(setup.caller().inUserAgent()))
                    .events());
            Collections.reverse(last);
            return last;
        });
    }

    /** What went wrong last since the environment was made, where something did. */
    Optional<EventDescription> lastTrouble(EnvironmentDescription environment) {
        return onEnvironment("DescribeEvents", environment.environmentName())
                .of(() -> client
                        .get()
                        .describeEvents(request -> request.environmentId(environment.environmentId())
                                .severity(EventSeverity.WARN)
                                .startTime(environment.dateCreated())
                                .maxRecords(1)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .events()
                        .stream()
                        .findFirst());
    }

    /** Whether it was done: not where Elastic Beanstalk says why it need not be. */
    private static boolean unlessSaid(Call call, String expected, Runnable work) {
        return call.of(() -> {
            try {
                work.run();
                return true;
            } catch (ElasticBeanstalkException e) {
                requireSaid(e, expected);
                return false;
            }
        });
    }

    private static void requireSaid(ElasticBeanstalkException e, String expected) {
        boolean isSaid = e.awsErrorDetails() != null
                && INVALID.equals(e.awsErrorDetails().errorCode())
                && String.valueOf(e.getMessage()).contains(expected);
        if (!isSaid) {
            throw e;
        }
    }
}
