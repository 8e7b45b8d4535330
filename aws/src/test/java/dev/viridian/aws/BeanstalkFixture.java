package dev.viridian.aws;

import dev.viridian.Artifact;
import dev.viridian.EnvironmentName;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.StateStore;
import dev.viridian.state.MemoryStateStore;
import dev.viridian.testing.aws.Behaviour;
import dev.viridian.testing.aws.Launched;
import dev.viridian.testing.aws.Reply;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.aws.Visit;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The strict AWS in memory with what users of Elastic Beanstalk have before their first deployment: an application, a saved configuration, and an environment that has the users' CNAME and was made by hand.
 */
final class BeanstalkFixture implements ExploredAws {
    static final String CNAME = "orders.eu-central-1.elasticbeanstalk.com";
    static final String BY_HAND = "by-hand";

    /** What its environments are scaled between, where they are. */
    static final int LEAST = 1;

    static final int MOST = 8;
    private static final Duration BOOT = Duration.ofSeconds(40);
    private static final Duration UNTIL_READY = Duration.ofMinutes(6);

    private final SimulatedPlatform simulation;
    private final SimulatedAws aws;
    private final StateStore state = new MemoryStateStore();
    private final NamedUsers users;
    private boolean copiesLive;
    private boolean readsMetrics;
    private boolean isScaled;

    BeanstalkFixture() {
        this(Simulation.of("orders").bare());
    }

    BeanstalkFixture(Simulation described) {
        simulation = described
                .refusesArtifact(version("missing-1.3").location(), "there is nothing")
                .open()
                .platform();
        aws = SimulatedAws.at(simulation.time());
        aws.machines(BeanstalkFixture::behaviour);
        aws.s3().createBucket(request -> request.bucket("releases"));
        for (String version : List.of("1.0", "1.1", "broken-1.2")) {
            aws.s3()
                    .putObject(
                            request -> request.bucket("releases").key("orders/" + version + "/orders.zip"),
                            RequestBody.fromString(version));
        }
        aws.elasticBeanstalk().createApplication(request -> request.applicationName("shop"));
        aws.elasticBeanstalk()
                .createConfigurationTemplate(request -> request.applicationName("shop")
                        .templateName("production")
                        .solutionStackName("64bit Amazon Linux 2023 v4.7.4 running Corretto 21"));
        aws.elasticBeanstalk()
                .createApplicationVersion(request -> request.applicationName("shop")
                        .versionLabel("0.9")
                        .sourceBundle(at -> at.s3Bucket("releases").s3Key("orders/1.0/orders.zip")));
        aws.elasticBeanstalk()
                .createEnvironment(request -> request.applicationName("shop")
                        .environmentName(BY_HAND)
                        .cnamePrefix("orders")
                        .templateName("production")
                        .versionLabel("0.9"));
        simulation.time().sleep(UNTIL_READY);
        users = new NamedUsers(aws, CNAME, Duration.ofSeconds(60));
    }

    private static Behaviour behaviour(Launched machine) {
        boolean broken =
                machine.tags().getOrDefault(EnvironmentTags.ARTIFACT, "").contains("broken");
        String version = machine.tags().getOrDefault(EnvironmentTags.VERSION, "0.9");
        Behaviour well = Behaviour.well().booting(BOOT).answering("/version", new Reply(200, version));
        return broken ? well.sick() : well;
    }

    static Artifact version(String version) {
        return Artifact.of("s3://releases/orders/" + version + "/orders.zip");
    }

    @Override
    public Artifact artifact(String version) {
        return version(version);
    }

    @Override
    public SimulatedAws aws() {
        return aws;
    }

    SimulatedPlatform simulation() {
        return simulation;
    }

    ArtifactStore artifacts() {
        return simulation.artifacts();
    }

    StateStore state() {
        return state;
    }

    @Override
    public List<Optional<Visit>> visits() {
        return users.visits();
    }

    /** Its platforms configure candidates as what is live. */
    BeanstalkFixture copyingTheLive() {
        copiesLive = true;
        return this;
    }

    /** Its platforms count what load balancers did. */
    BeanstalkFixture readingMetrics() {
        readsMetrics = true;
        return this;
    }

    /** What is live on its platforms is scaled by load. */
    BeanstalkFixture scaled() {
        isScaled = true;
        return this;
    }

    /** The bounds of the group of an environment, what is being changed included: {@code 2 to 2}. */
    String bounds(String environment) {
        Map<String, String> options = new HashMap<>();
        aws.elasticBeanstalk()
                .describeConfigurationSettings(
                        request -> request.applicationName("shop").environmentName(environment))
                .configurationSettings()
                .forEach(settings ->
                        settings.optionSettings().forEach(option -> options.put(option.optionName(), option.value())));
        return options.get("MinSize") + " to " + options.get("MaxSize");
    }

    /** Besides what there was before, and the environment that is live, with its version. */
    @Override
    public int leftovers() {
        aws.notThrottling();
        List<String> left = aws.leftovers();
        long environments =
                left.stream().filter(one -> one.startsWith("environment ")).count();
        long versions = left.stream()
                .filter(one -> one.startsWith("application version "))
                .count();
        long configurations = left.stream()
                .filter(one -> one.startsWith("saved configuration "))
                .count();
        return (int) (Math.max(0, environments - 2) + Math.max(0, versions - 2) + Math.max(0, configurations - 1))
                + (isScaledAsAsked() ? 0 : 1);
    }

    private boolean isScaledAsAsked() {
        Optional<String> live =
                isScaled ? open().traffic().observed().sole().map(EnvironmentName::value) : Optional.empty();
        return live.filter(name -> !bounds(name).equals(LEAST + " to " + MOST)).isEmpty();
    }

    @Override
    public BeanstalkPlatform open() {
        return open(setup -> {
            BeanstalkSetup counting = readsMetrics ? setup.readingMetrics() : setup;
            BeanstalkSetup scaling = isScaled ? counting.scalingBetween(LEAST, MOST) : counting;
            return copiesLive ? scaling.copyingTheLive() : scaling;
        });
    }

    BeanstalkPlatform open(UnaryOperator<BeanstalkSetup> change) {
        return change.apply(BeanstalkPlatform.application("orders")
                        .inBeanstalkApplication("shop")
                        .reachedAt(CNAME)
                        .configuredBy("production")
                        .keepingStateIn(state)
                        .artifactsFrom(simulation.artifacts())
                        .calling(AwsClients.standard()
                                .ec2(aws.ec2())
                                .elasticBeanstalk(aws.elasticBeanstalk())
                                .cloudWatch(aws.cloudWatch()))
                        .asking(aws.probes())
                        .living(simulation.time(), simulation.tasks()))
                .open();
    }
}
