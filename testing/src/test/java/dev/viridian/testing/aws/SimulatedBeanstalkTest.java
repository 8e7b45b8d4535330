package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.ElasticBeanstalkException;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstancesHealthAttribute;
import software.amazon.awssdk.services.elasticbeanstalk.model.InvalidRequestException;
import software.amazon.awssdk.services.elasticbeanstalk.model.ResourceNotFoundException;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.TooManyEnvironmentsException;

@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedBeanstalkTest {
    private static final Duration UNTIL_LAUNCHED = ofMinutes(5);

    private final SimulatedAws aws = SimulatedAws.create();
    private final ElasticBeanstalkClient beanstalk = aws.elasticBeanstalk();

    @BeforeEach
    void haveAnApplication() {
        aws.s3().createBucket(request -> request.bucket("releases"));
        aws.s3().putObject(request -> request.bucket("releases").key("orders.zip"), RequestBody.fromString("bundle"));
        beanstalk.createApplication(request -> request.applicationName("shop"));
        beanstalk.createConfigurationTemplate(request -> request.applicationName("shop")
                .templateName("production")
                .solutionStackName("64bit Amazon Linux 2023 v4.7.4 running Corretto 21"));
        version("1.0");
    }

    private void version(String label) {
        beanstalk.createApplicationVersion(request -> request.applicationName("shop")
                .versionLabel(label)
                .process(true)
                .sourceBundle(bundle -> bundle.s3Bucket("releases").s3Key("orders.zip")));
    }

    private static ConfigurationOptionSetting size(String option, int value) {
        return ConfigurationOptionSetting.builder()
                .namespace("aws:autoscaling:asg")
                .optionName(option)
                .value(Integer.toString(value))
                .build();
    }

    private EnvironmentDescription create(String name, String prefix, int instances) {
        String id = beanstalk
                .createEnvironment(request -> request.applicationName("shop")
                        .environmentName(name)
                        .cnamePrefix(prefix)
                        .templateName("production")
                        .versionLabel("1.0")
                        .optionSettings(size("MinSize", instances), size("MaxSize", instances))
                        .tags(tag -> tag.key("team").value("shop")))
                .environmentId();
        return byId(id);
    }

    private EnvironmentDescription byId(String id) {
        return beanstalk
                .describeEnvironments(request -> request.environmentIds(id))
                .environments()
                .get(0);
    }

    private EnvironmentDescription launched(String name, String prefix, int instances) {
        String id = create(name, prefix, instances).environmentId();
        aws.time().sleep(UNTIL_LAUNCHED);
        return byId(id);
    }

    private void swap(EnvironmentDescription one, EnvironmentDescription other) {
        beanstalk.swapEnvironmentCNAMEs(request ->
                request.sourceEnvironmentId(one.environmentId()).destinationEnvironmentId(other.environmentId()));
    }

    private List<String> instances(EnvironmentDescription environment) {
        return health(environment).stream()
                .map(SingleInstanceHealth::instanceId)
                .toList();
    }

    private List<SingleInstanceHealth> health(EnvironmentDescription environment) {
        return beanstalk
                .describeInstancesHealth(request ->
                        request.environmentId(environment.environmentId()).attributeNames(InstancesHealthAttribute.ALL))
                .instanceHealthList();
    }

    private List<String> messages(EnvironmentDescription environment) {
        return beanstalk
                .describeEvents(request -> request.environmentName(environment.environmentName()))
                .events()
                .stream()
                .map(EventDescription::message)
                .toList();
    }

    @Test
    void anEnvironmentIsLaunchedThenReadyAndGreenAndThenItsNameIsAnswered() {
        EnvironmentDescription begun = create("orders-1", "orders", 2);
        assertThat(begun.status()).isEqualTo(EnvironmentStatus.LAUNCHING);
        assertThat(begun.health()).isEqualTo(EnvironmentHealth.GREY);
        assertThat(begun.cname()).isEqualTo("orders.eu-central-1.elasticbeanstalk.com");
        assertThat(aws.resolver().resolve(begun.cname())).isEmpty();

        aws.time().sleep(UNTIL_LAUNCHED);

        EnvironmentDescription ready = byId(begun.environmentId());
        assertThat(ready.status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(ready.health()).isEqualTo(EnvironmentHealth.GREEN);
        assertThat(instances(ready)).hasSize(2);
        assertThat(aws.resolver().resolve(ready.cname())).contains(ready.endpointURL());
        assertThat(aws.ask(ready.cname(), "/").orElseThrow().reply().status()).isEqualTo(200);
        assertThat(messages(ready).get(0)).isEqualTo("Successfully launched environment: orders-1");
    }

    @Test
    void itsInstancesBearItsTags() {
        EnvironmentDescription ready = launched("orders-1", "orders", 1);

        assertThat(aws.ec2()
                        .describeInstances()
                        .reservations()
                        .get(0)
                        .instances()
                        .get(0)
                        .tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .contains(
                        "team=shop",
                        "elasticbeanstalk:environment-id=" + ready.environmentId(),
                        "elasticbeanstalk:environment-name=orders-1");
        assertThat(beanstalk
                        .listTagsForResource(request -> request.resourceArn(ready.environmentArn()))
                        .resourceTags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("team=shop");
    }

    @Test
    void anEnvironmentThatNeverGetsWellIsReadyAndRedWhenItsTimeIsOver() {
        aws.machines(instance -> Behaviour.well().sick());

        EnvironmentDescription begun = create("orders-1", "orders", 1);
        aws.time().sleep(ofMinutes(10));
        assertThat(byId(begun.environmentId()).status()).isEqualTo(EnvironmentStatus.LAUNCHING);
        aws.time().sleep(ofMinutes(3));

        EnvironmentDescription ready = byId(begun.environmentId());
        assertThat(ready.status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(ready.health()).isEqualTo(EnvironmentHealth.RED);
        assertThat(health(ready).get(0).healthStatus()).isEqualTo("Severe");
        assertThat(health(ready).get(0).causes()).isNotEmpty();
        assertThat(messages(ready).get(0)).startsWith("Create environment operation is complete, but with errors.");
    }

    @Test
    void aSwapGivesEachTheNameOfTheOtherAndNameServersKnowItLater() {
        EnvironmentDescription blue = launched("orders-1", "orders", 1);
        EnvironmentDescription green = launched("orders-2", "orders-green", 1);

        swap(blue, green);
        assertThat(byId(blue.environmentId()).cname()).as("not at once").isEqualTo(blue.cname());
        assertThat(byId(green.environmentId()).status()).isEqualTo(EnvironmentStatus.UPDATING);
        aws.time().sleep(ofSeconds(6));

        assertThat(byId(green.environmentId()).cname()).isEqualTo(blue.cname());
        assertThat(byId(blue.environmentId()).cname()).isEqualTo(green.cname());
        assertThat(aws.resolver().resolve(blue.cname())).as("not yet").contains(blue.endpointURL());
        aws.time().sleep(ofSeconds(60));
        assertThat(aws.resolver().resolve(blue.cname())).contains(green.endpointURL());
        assertThat(aws.resolver().resolve(green.cname())).contains(blue.endpointURL());
        assertThat(byId(green.environmentId()).status()).isEqualTo(EnvironmentStatus.READY);
        assertThat(messages(green).get(0))
                .isEqualTo("Completed swapping CNAMEs for environments 'orders-1' and 'orders-2'.");
    }

    @Test
    void aSecondSwapUndoesTheFirst() {
        EnvironmentDescription blue = launched("orders-1", "orders", 1);
        EnvironmentDescription green = launched("orders-2", "orders-green", 1);

        swap(blue, green);
        aws.time().sleep(ofMinutes(1));
        swap(blue, green);
        aws.time().sleep(ofMinutes(1));

        assertThat(byId(blue.environmentId()).cname()).isEqualTo(blue.cname());
    }

    @Test
    void thereIsOneOperationAtATime() {
        EnvironmentDescription blue = launched("orders-1", "orders", 1);
        EnvironmentDescription green = create("orders-2", "orders-green", 1);

        assertInvalid(() -> swap(blue, green), "Environment named orders-2 is in an invalid state for this operation");
        assertInvalid(
                () -> beanstalk.terminateEnvironment(request -> request.environmentId(green.environmentId())),
                "Cannot terminate environment named orders-2. It is currently pending deployment.");
        resize(blue, 2);
        assertInvalid(() -> resize(blue, 3), "Must be Ready");
        assertInvalid(
                () -> beanstalk.terminateEnvironment(request -> request.environmentName("orders-1")),
                "pending deployment");
    }

    private void resize(EnvironmentDescription environment, int instances) {
        beanstalk.updateEnvironment(request -> request.environmentId(environment.environmentId())
                .optionSettings(size("MinSize", instances), size("MaxSize", instances)));
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOf(ElasticBeanstalkException.class)
                .hasMessageContaining(message)
                .satisfies(thrown -> assertThat(((ElasticBeanstalkException) thrown)
                                .awsErrorDetails()
                                .errorCode())
                        .isEqualTo("InvalidParameterValue"));
    }

    @Test
    void itGetsAsManyInstancesAsItsOptionsSayAfterATime() {
        EnvironmentDescription blue = launched("orders-1", "orders", 1);

        resize(blue, 3);
        assertThat(instances(blue)).hasSize(1);
        assertThat(settings(blue)).containsExactly("deployed 1", "pending 3");
        aws.time().sleep(ofMinutes(3));

        assertThat(instances(blue)).hasSize(3);
        assertThat(settings(blue)).containsExactly("deployed 3");
        resize(blue, 1);
        aws.time().sleep(ofMinutes(3));
        assertThat(instances(blue)).hasSize(1);
    }

    private List<String> settings(EnvironmentDescription environment) {
        return beanstalk
                .describeConfigurationSettings(
                        request -> request.applicationName("shop").environmentName(environment.environmentName()))
                .configurationSettings()
                .stream()
                .map(settings -> settings.deploymentStatusAsString() + " "
                        + settings.optionSettings().stream()
                                .filter(option -> option.optionName().equals("MinSize"))
                                .findFirst()
                                .orElseThrow()
                                .value())
                .toList();
    }

    @Test
    void anInstanceThatEndsIsSucceededByAnother() {
        EnvironmentDescription blue = launched("orders-1", "orders", 2);
        List<String> before = instances(blue);

        aws.ec2().terminateInstances(request -> request.instanceIds(before.get(0)));
        aws.time().sleep(ofSeconds(10));

        assertThat(instances(blue)).hasSize(2).contains(before.get(1)).doesNotContain(before.get(0));
        assertThat(byId(blue.environmentId()).healthStatusAsString()).isEqualTo("Info");
    }

    @Test
    void whatIsTerminatedEndsItsInstancesAndIsShownForAWhile() {
        EnvironmentDescription blue = launched("orders-1", "orders", 1);
        String instance = instances(blue).get(0);

        beanstalk.terminateEnvironment(request -> request.environmentId(blue.environmentId()));
        assertThat(byId(blue.environmentId()).status()).isEqualTo(EnvironmentStatus.TERMINATING);
        aws.time().sleep(ofMinutes(4));

        assertThat(byId(blue.environmentId()).status()).isEqualTo(EnvironmentStatus.TERMINATED);
        assertThat(beanstalk
                        .describeEnvironments(request -> request.includeDeleted(false))
                        .environments())
                .isEmpty();
        assertThat(aws.leftovers()).doesNotContain("instance " + instance, "environment orders-1");
        assertThat(aws.resolver().resolve(blue.cname())).isEmpty();
        assertThatThrownBy(() -> beanstalk.listTagsForResource(request -> request.resourceArn(blue.environmentArn())))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(create("orders-1", "orders", 1).status())
                .as("its names can be had again")
                .isEqualTo(EnvironmentStatus.LAUNCHING);
    }

    @Test
    void namesThatAreTakenOrAreNoneAreRefused() {
        create("orders-1", "orders", 1);

        assertInvalid(() -> create("orders-1", "another", 1), "Environment orders-1 already exists.");
        assertInvalid(
                () -> create("orders-2", "orders", 1),
                "DNS name (orders.eu-central-1.elasticbeanstalk.com) is not available.");
        assertInvalid(() -> create("abc", "another", 1), "from 4 to 40 characters");
        assertInvalid(() -> create("a".repeat(41), "another", 1), "from 4 to 40 characters");
        assertInvalid(() -> create("orders-", "another", 1), "must not start or end with a hyphen");
        assertInvalid(() -> version("1.0"), "Application Version 1.0 already exists.");
    }

    @Test
    void aNameIsMadeOfThatOfTheEnvironmentWhereNoneIsGiven() {
        String first =
                create("orders-1", Optional.<String>empty().orElse(null), 1).cname();
        String second = create("orders-2", null, 1).cname();

        assertThat(first).matches("orders-1\\.eba-[0-9a-f]{8}\\.eu-central-1\\.elasticbeanstalk\\.com");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void aVersionIsProcessedAndNotDeletedWhileItIsUsed() {
        assertThat(status("1.0")).isEqualTo(ApplicationVersionStatus.PROCESSING);
        EnvironmentDescription blue = launched("orders-1", "orders", 1);
        assertThat(status("1.0")).isEqualTo(ApplicationVersionStatus.PROCESSED);

        assertThatThrownBy(this::deleteVersion).hasMessageContaining("deployed to a running environment");
        beanstalk.terminateEnvironment(request -> request.environmentId(blue.environmentId()));
        aws.time().sleep(ofMinutes(4));
        deleteVersion();

        assertInvalid(this::deleteVersion, "No Application Version named '1.0' found.");
    }

    private void deleteVersion() {
        beanstalk.deleteApplicationVersion(
                request -> request.applicationName("shop").versionLabel("1.0"));
    }

    private ApplicationVersionStatus status(String label) {
        return beanstalk
                .describeApplicationVersions(request -> request.versionLabels(label))
                .applicationVersions()
                .get(0)
                .status();
    }

    @Test
    void aSourceBundleThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> beanstalk.createApplicationVersion(request -> request.applicationName("shop")
                        .versionLabel("2.0")
                        .sourceBundle(bundle -> bundle.s3Bucket("releases").s3Key("none.zip"))))
                .hasMessageContaining("Unable to download from S3 location (Bucket: releases  Key: none.zip)");
    }

    @Test
    void aConfigurationIsSavedFromAnEnvironment() {
        EnvironmentDescription blue = launched("orders-1", "orders", 3);

        beanstalk.createConfigurationTemplate(request ->
                request.applicationName("shop").templateName("as-live").environmentId(blue.environmentId()));

        assertThat(beanstalk
                        .describeConfigurationSettings(
                                request -> request.applicationName("shop").templateName("as-live"))
                        .configurationSettings()
                        .get(0)
                        .optionSettings())
                .contains(size("MinSize", 3));
        beanstalk.deleteConfigurationTemplate(
                request -> request.applicationName("shop").templateName("as-live"));
        assertInvalid(
                () -> beanstalk.describeConfigurationSettings(
                        request -> request.applicationName("shop").templateName("as-live")),
                "No Configuration Template named 'shop/as-live' found.");
    }

    @Test
    void thereIsNoHealthOfInstancesWithoutEnhancedReporting() {
        String id = beanstalk
                .createEnvironment(request -> request.applicationName("shop")
                        .environmentName("orders-1")
                        .templateName("production")
                        .versionLabel("1.0")
                        .optionSettings(option -> option.namespace("aws:elasticbeanstalk:healthreporting:system")
                                .optionName("SystemType")
                                .value("basic")))
                .environmentId();

        assertThatThrownBy(() -> beanstalk.describeInstancesHealth(request -> request.environmentId(id)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void thereAreNoMoreEnvironmentsThanTheAccountMayHave() {
        aws.quota(AwsQuota.BEANSTALK_ENVIRONMENTS, 1);
        create("orders-1", "orders", 1);

        assertThatThrownBy(() -> create("orders-2", "another", 1)).isInstanceOf(TooManyEnvironmentsException.class);
    }

    @Test
    void whatIsNotModelledIsRefusedByName() {
        assertThatThrownBy(() -> beanstalk.rebuildEnvironment(request -> request.environmentName("orders-1")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("elasticbeanstalk:RebuildEnvironment")
                .hasMessageContaining("SwapEnvironmentCNAMEs");
        assertThatThrownBy(() -> beanstalk.updateEnvironment(
                        request -> request.environmentName("orders-1").versionLabel("1.0")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("VersionLabel");
    }

    @Test
    void itThrottlesAsItDoes() {
        aws.throttling("elasticbeanstalk", "Describe", 1, 0.01);
        beanstalk.describeEnvironments();

        assertThatThrownBy(beanstalk::describeEnvironments)
                .isInstanceOf(ElasticBeanstalkException.class)
                .hasMessageContaining("Rate exceeded");
    }

    private String balancerOf(String environment) {
        return beanstalk
                .describeEnvironmentResources(request -> request.environmentName(environment))
                .environmentResources()
                .loadBalancers()
                .get(0)
                .name();
    }

    private List<Double> counted(String namespace, String metric, String dimension, String balancer) {
        return aws.cloudWatch()
                .getMetricData(request -> request.startTime(aws.time().now().minus(ofMinutes(30)))
                        .endTime(aws.time().now().plusSeconds(1))
                        .metricDataQueries(query -> query.id("q")
                                .metricStat(stat -> stat.stat("Sum")
                                        .period(3600)
                                        .metric(wanted -> wanted.namespace(namespace)
                                                .metricName(metric)
                                                .dimensions(
                                                        of -> of.name(dimension).value(balancer))))))
                .metricDataResults()
                .get(0)
                .values();
    }

    @Test
    void aLoadBalancerOfEitherTypeCountsWhatItSendsOn() {
        beanstalk.createConfigurationTemplate(request -> request.applicationName("shop")
                .templateName("modern")
                .solutionStackName("64bit Amazon Linux 2023 v4.7.4 running Corretto 21")
                .optionSettings(ConfigurationOptionSetting.builder()
                        .namespace("aws:elasticbeanstalk:environment")
                        .optionName("LoadBalancerType")
                        .value("application")
                        .build()));
        beanstalk.createEnvironment(request -> request.applicationName("shop")
                .environmentName("orders-modern")
                .templateName("modern")
                .versionLabel("1.0"));
        EnvironmentDescription classic = launched("orders-1", "orders", 1);
        String modern = byName("orders-modern").endpointURL();
        aws.ask(classic.endpointURL(), "/");
        aws.ask(modern, "/");
        aws.ask(modern, "/");

        assertThat(balancerOf("orders-1")).startsWith("awseb-e-");
        assertThat(counted("AWS/ELB", "RequestCount", "LoadBalancerName", balancerOf("orders-1")))
                .containsExactly(1.0);
        assertThat(counted("AWS/ELB", "HTTPCode_Backend_2XX", "LoadBalancerName", balancerOf("orders-1")))
                .containsExactly(1.0);
        assertThat(counted("AWS/ELB", "HTTPCode_Backend_5XX", "LoadBalancerName", balancerOf("orders-1")))
                .isEmpty();
        String arn = balancerOf("orders-modern");
        assertThat(arn).startsWith("arn:aws:elasticloadbalancing:eu-central-1:");
        String name = arn.substring(arn.indexOf("app/"));
        assertThat(counted("AWS/ApplicationELB", "RequestCount", "LoadBalancer", name))
                .containsExactly(2.0);
        assertThatThrownBy(() -> counted("AWS/ELB", "HTTPCode_Target_2XX_Count", "LoadBalancerName", "awseb"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("the metric HTTPCode_Target_2XX_Count of AWS/ELB");
    }

    private EnvironmentDescription byName(String name) {
        return beanstalk
                .describeEnvironments(request -> request.environmentNames(name))
                .environments()
                .get(0);
    }

    @Test
    void triggersKeepToTheBoundsOfTheGroup() {
        EnvironmentDescription made = launched("orders-1", "orders", 2);
        beanstalk.updateEnvironment(
                request -> request.environmentId(made.environmentId()).optionSettings(size("MaxSize", 4)));
        aws.time().sleep(ofMinutes(3));

        assertThat(aws.scaleByLoad("orders-1", 9)).isEqualTo(4);
        assertThat(aws.scaleByLoad("orders-1", 1)).isEqualTo(2);
        assertThatThrownBy(() -> aws.scaleByLoad("orders-2", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
