package dev.viridian.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The clients that a platform calls AWS with: yours, where you give them, and else such as are made when they are first needed. Immutable; each method returns a
 * new one.
 *
 * <pre>{@code
 * AwsClients.standard()                                     // region, credentials and endpoint from where the AWS SDK looks for them
 * AwsClients.standard().region(Region.EU_CENTRAL_1).profile("production")
 * AwsClients.standard().endpoint(URI.create("http://127.0.0.1:5000"))
 * AwsClients.standard().ec2(ec2).autoScaling(autoScaling).loadBalancing(loadBalancing)
 * }</pre>
 *
 * <p>Clients that are made here use the SDK's smallest HTTP client, retry in its standard mode, take 15 seconds for a call with all of its retries at most, and are closed with the platform; yours stay yours. Nothing is read from
 * the environment but what the SDK itself reads there for what was not given: {@code AWS_REGION}, {@code AWS_PROFILE}, {@code AWS_ENDPOINT_URL} and so on.
 */
public final class AwsClients {
    /** Less than a third of a lease, which has to be renewed meanwhile. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    private final Draft draft;

    private AwsClients(Draft draft) {
        this.draft = draft;
    }

    /** What was said; changed only before anybody else sees it. */
    private static final class Draft {
        private Optional<Region> region = Optional.empty();
        private Optional<String> profile = Optional.empty();
        private Optional<AwsCredentialsProvider> credentials = Optional.empty();
        private Optional<URI> endpoint = Optional.empty();
        private Optional<Ec2Client> ec2 = Optional.empty();
        private Optional<AutoScalingClient> autoScaling = Optional.empty();
        private Optional<ElasticLoadBalancingV2Client> loadBalancing = Optional.empty();
        private Optional<CloudWatchClient> cloudWatch = Optional.empty();
        private Optional<SsmClient> ssm = Optional.empty();
        private Optional<Route53Client> route53 = Optional.empty();
        private Optional<ElasticBeanstalkClient> beanstalk = Optional.empty();

        private Draft copy() {
            Draft copy = new Draft();
            copy.region = region;
            copy.profile = profile;
            copy.credentials = credentials;
            copy.endpoint = endpoint;
            copy.ec2 = ec2;
            copy.autoScaling = autoScaling;
            copy.loadBalancing = loadBalancing;
            copy.cloudWatch = cloudWatch;
            copy.ssm = ssm;
            copy.route53 = route53;
            copy.beanstalk = beanstalk;
            return copy;
        }
    }

    private AwsClients with(Consumer<Draft> change) {
        Draft changed = draft.copy();
        change.accept(changed);
        return new AwsClients(changed);
    }

    /** Made as the SDK makes them by itself. */
    public static AwsClients standard() {
        return new AwsClients(new Draft());
    }

    /** In that region. */
    public AwsClients region(Region region) {
        return with(changed -> changed.region = Optional.of(region));
    }

    /** With the credentials and the region of that profile in the files of the AWS command line, where none are given. */
    public AwsClients profile(String name) {
        return with(changed -> changed.profile = Optional.of(name));
    }

    /** With these credentials. */
    public AwsClients credentials(AwsCredentialsProvider provider) {
        return with(changed -> changed.credentials = Optional.of(provider));
    }

    /** At that endpoint instead of those of AWS: an emulator. */
    public AwsClients endpoint(URI uri) {
        return with(changed -> changed.endpoint = Optional.of(uri));
    }

    // Each client has a method of its own name: were they overloads, whoever calls one would need the libraries of all
    // to compile.

    /** With this client, which stays yours. */
    public AwsClients ec2(Ec2Client client) {
        return with(changed -> changed.ec2 = Optional.of(client));
    }

    /** With this client, which stays yours. */
    public AwsClients autoScaling(AutoScalingClient client) {
        return with(changed -> changed.autoScaling = Optional.of(client));
    }

    /** With this client, which stays yours. */
    public AwsClients loadBalancing(ElasticLoadBalancingV2Client client) {
        return with(changed -> changed.loadBalancing = Optional.of(client));
    }

    /** With this client, which stays yours; only {@link AwsSetup#readingMetrics} needs it. */
    public AwsClients cloudWatch(CloudWatchClient client) {
        return with(changed -> changed.cloudWatch = Optional.of(client));
    }

    /** With this client, which stays yours; only {@link AwsSetup#askingFailedMachines} needs it. */
    public AwsClients ssm(SsmClient client) {
        return with(changed -> changed.ssm = Optional.of(client));
    }

    /** With this client, which stays yours; only a {@link DnsRecord} needs it. */
    public AwsClients route53(Route53Client client) {
        return with(changed -> changed.route53 = Optional.of(client));
    }

    /** With this client, which stays yours; only a {@link BeanstalkPlatform} needs it. */
    public AwsClients elasticBeanstalk(ElasticBeanstalkClient client) {
        return with(changed -> changed.beanstalk = Optional.of(client));
    }

    /** The same, in that region where none was given. */
    AwsClients inRegionUnlessGiven(String region) {
        return draft.region.isPresent() || draft.profile.isPresent() ? this : region(Region.of(region));
    }

    /**
     * Refuses those that are given and are of another region.
     *
     * @param what is in that region: {@code load balancer}
     * @throws IllegalArgumentException when one is
     */
    void requireIn(String region, String what) {
        draft.region.ifPresent(chosen -> requireSame("The region that was chosen is ", chosen, region, what));
        requireSame("EC2", draft.ec2, region, what);
        requireSame("Auto Scaling", draft.autoScaling, region, what);
        requireSame("load balancers", draft.loadBalancing, region, what);
        requireSame("CloudWatch", draft.cloudWatch, region, what);
        requireSame("Systems Manager", draft.ssm, region, what);
        requireSame("Elastic Beanstalk", draft.beanstalk, region, what);
    }

    /** By what all clients have: the library of one that is not given need not be there. */
    private static void requireSame(String of, Optional<? extends AwsClient> given, String region, String what) {
        given.ifPresent(client -> requireSame(
                "The client for " + of + " is one of ",
                client.serviceClientConfiguration().region(),
                region,
                what));
    }

    private static void requireSame(String which, Region found, String region, String what) {
        if (!found.id().equals(region)) {
            throw new IllegalArgumentException(
                    which + found + ", and the " + what + " is in " + region + ". Expected the " + what + "'s region.");
        }
    }

    /** The region that was said, by itself or by a client that was given. */
    Optional<String> chosenRegion() {
        return draft.region
                .or(() -> draft.ec2.map(
                        client -> client.serviceClientConfiguration().region()))
                .map(Region::id);
    }

    Opened open() {
        return new Opened(this);
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configured(B builder) {
        Clients.ours(builder);
        adjust(builder, configuration -> configuration.apiCallTimeout(LONGEST_CALL));
        draft.region.ifPresent(builder::region);
        draft.profile.ifPresent(name -> {
            builder.credentialsProvider(ProfileCredentialsProvider.create(name));
            adjust(builder, configuration -> configuration.defaultProfileName(name));
        });
        draft.credentials.ifPresent(builder::credentialsProvider);
        draft.endpoint.ifPresent(builder::endpointOverride);
        return builder;
    }

    private static void adjust(SdkClientBuilder<?, ?> builder, Consumer<ClientOverrideConfiguration.Builder> change) {
        builder.overrideConfiguration(builder.overrideConfiguration().copy(change));
    }

    /** Those of one platform. */
    static final class Opened implements AutoCloseable {
        private final Lazy ec2;
        private final Lazy autoScaling;
        private final Lazy loadBalancing;
        private final Lazy cloudWatch;
        private final Lazy ssm;
        private final Lazy route53;
        private final Lazy beanstalk;

        private Opened(AwsClients clients) {
            Draft given = clients.draft;
            this.ec2 = new Lazy(
                    given.ec2, () -> clients.configured(Ec2Client.builder()).build());
            this.autoScaling = new Lazy(
                    given.autoScaling,
                    () -> clients.configured(AutoScalingClient.builder()).build());
            this.loadBalancing = new Lazy(
                    given.loadBalancing,
                    () -> clients.configured(ElasticLoadBalancingV2Client.builder())
                            .build());
            this.cloudWatch = new Lazy(
                    given.cloudWatch,
                    () -> clients.configured(CloudWatchClient.builder()).build());
            this.ssm = new Lazy(
                    given.ssm, () -> clients.configured(SsmClient.builder()).build());
            this.route53 = new Lazy(
                    given.route53,
                    () -> clients.configured(Route53Client.builder()).build());
            this.beanstalk = new Lazy(
                    given.beanstalk,
                    () -> clients.configured(ElasticBeanstalkClient.builder()).build());
        }

        Ec2Client ec2() {
            return (Ec2Client) ec2.get();
        }

        AutoScalingClient autoScaling() {
            return (AutoScalingClient) autoScaling.get();
        }

        ElasticLoadBalancingV2Client loadBalancing() {
            return (ElasticLoadBalancingV2Client) loadBalancing.get();
        }

        CloudWatchClient cloudWatch() {
            return (CloudWatchClient) cloudWatch.get();
        }

        SsmClient ssm() {
            return (SsmClient) ssm.get();
        }

        Route53Client route53() {
            return (Route53Client) route53.get();
        }

        ElasticBeanstalkClient beanstalk() {
            return (ElasticBeanstalkClient) beanstalk.get();
        }

        @Override
        public void close() {
            route53.close();
            beanstalk.close();
            ec2.close();
            autoScaling.close();
            loadBalancing.close();
            cloudWatch.close();
            ssm.close();
        }
    }

    /** One that is given, or made when it is first asked for. Its type is not said: the library of one that nobody asks for need not be there. */
    private static final class Lazy {
        private final Optional<? extends SdkAutoCloseable> given;
        private final Supplier<SdkAutoCloseable> maker;
        private @Nullable SdkAutoCloseable made;

        private Lazy(Optional<? extends SdkAutoCloseable> given, Supplier<SdkAutoCloseable> maker) {
            this.given = given;
            this.maker = maker;
        }

        private synchronized SdkAutoCloseable get() {
            if (given.isPresent()) {
                return given.get();
            }
            SdkAutoCloseable client = made;
            if (client == null) {
                client = maker.get();
                made = client;
            }
            return client;
        }

        private synchronized void close() {
            if (made != null) {
                made.close();
                made = null;
            }
        }
    }
}
