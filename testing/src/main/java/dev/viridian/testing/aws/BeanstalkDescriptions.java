package dev.viridian.testing.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationDeploymentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationSettingsDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeConfigurationSettingsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentResourceDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.Instance;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.LoadBalancer;
import software.amazon.awssdk.services.elasticbeanstalk.model.ResourceNotFoundException;
import software.amazon.awssdk.services.elasticbeanstalk.model.Tag;

/** What Elastic Beanstalk tells of its environments. */
final class BeanstalkDescriptions {
    private final Agenda agenda;
    private final BeanstalkApplications applications;
    private final BeanstalkEnvironments environments;
    private final String region;

    BeanstalkDescriptions(
            Agenda agenda, BeanstalkApplications applications, BeanstalkEnvironments environments, String region) {
        this.agenda = agenda;
        this.applications = applications;
        this.environments = environments;
        this.region = region;
    }

    void open(Operations operations) {
        operations
                .on(
                        DescribeEnvironmentsRequest.class,
                        "ApplicationName EnvironmentIds EnvironmentNames VersionLabel IncludeDeleted MaxRecords NextToken",
                        this::describe)
                .on(
                        DescribeConfigurationSettingsRequest.class,
                        "ApplicationName! TemplateName EnvironmentName",
                        this::settings)
                .on(DescribeEnvironmentResourcesRequest.class, "EnvironmentId EnvironmentName", this::resources)
                .on(ListTagsForResourceRequest.class, "ResourceArn!", this::tags);
    }

    /** One that was terminated is shown for a while, unless asked otherwise: <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeEnvironments.html">IncludeDeleted</a>. */
    private DescribeEnvironmentsResponse describe(DescribeEnvironmentsRequest request) {
        boolean withEnded = !Boolean.FALSE.equals(request.includeDeleted());
        List<EnvironmentDescription> found = environments
                .all()
                .filter(environment -> withEnded || !environment.isTerminated())
                .filter(environment ->
                        BeanstalkEnvironments.isMeant(request.applicationName(), environment.application))
                .filter(environment -> BeanstalkEnvironments.isMeant(request.versionLabel(), environment.version))
                .filter(environment -> isAmong(request.environmentIds(), environment.id))
                .filter(environment -> isAmong(request.environmentNames(), environment.name))
                .map(environment -> environment.described(region, agenda.now()))
                .toList();
        Page<EnvironmentDescription> page = Beanstalk.page(found, request.nextToken(), request.maxRecords());
        return DescribeEnvironmentsResponse.builder()
                .environments(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean isAmong(List<String> wanted, String found) {
        return wanted.isEmpty() || wanted.contains(found);
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_DescribeConfigurationSettings.html">Of an environment that is being updated there are two: what is deployed, and what is to be.</a> */
    private DescribeConfigurationSettingsResponse settings(DescribeConfigurationSettingsRequest request) {
        applications.require(request.applicationName());
        if ((request.templateName() == null) == (request.environmentName() == null)) {
            throw Service.BEANSTALK.refusal(
                    400,
                    request.templateName() == null ? "MissingParameter" : "InvalidParameterCombination",
                    "Either TemplateName or EnvironmentName must be specified, and not both.");
        }
        List<ConfigurationSettingsDescription> found = new ArrayList<>();
        if (request.templateName() != null) {
            BeanstalkApplications.Template template =
                    applications.template(request.applicationName(), request.templateName());
            found.add(ConfigurationSettingsDescription.builder()
                    .applicationName(request.applicationName())
                    .templateName(request.templateName())
                    .solutionStackName(template.platform())
                    .optionSettings(BeanstalkOptions.settings(template.options()))
                    .build());
        } else {
            BeanstalkEnvironment environment = environments.require(null, request.environmentName());
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
                .optionSettings(BeanstalkOptions.settings(options))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_EnvironmentResourceDescription.html">Its load balancer and its instances</a>; the load balancer is there when it is launched. */
    private DescribeEnvironmentResourcesResponse resources(DescribeEnvironmentResourcesRequest request) {
        BeanstalkEnvironment environment = environments.require(request.environmentId(), request.environmentName());
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

    private ListTagsForResourceResponse tags(ListTagsForResourceRequest request) {
        Map<String, Map<String, String>> tagged = new LinkedHashMap<>(applications.tags());
        environments.running().forEach(environment -> tagged.put(environment.arn(region), environment.tags));
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
}
