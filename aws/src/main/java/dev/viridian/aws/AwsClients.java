package dev.viridian.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
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
    // Each client has a method of its own name: were they overloads, whoever calls one of them would need the libraries
    // of all to compile.
    /** Less than a third of a lease, which has to be renewed meanwhile. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    private final Settings settings;
    private final Given given;

    private AwsClients(Settings settings, Given given) {
        this.settings = settings;
        this.given = given;
    }

    private record Settings(
            Optional<Region> region,
            Optional<String> profile,
            Optional<AwsCredentialsProvider> credentials,
            Optional<URI> endpoint) {}

    private record Given(
            Optional<Ec2Client> ec2,
            Optional<AutoScalingClient> autoScaling,
            Optional<ElasticLoadBalancingV2Client> loadBalancing,
            Optional<CloudWatchClient> cloudWatch,
            Optional<SsmClient> ssm,
            Optional<Route53Client> route53) {}

    /** Made as the SDK makes them by itself. */
    public static AwsClients standard() {
        return new AwsClients(
                new Settings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Given(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    /** In that region. */
    public AwsClients region(Region region) {
        return new AwsClients(
                new Settings(Optional.of(region), settings.profile, settings.credentials, settings.endpoint), given);
    }

    /** With the credentials and the region of that profile in the files of the AWS command line, where none are given. */
    public AwsClients profile(String name) {
        return new AwsClients(
                new Settings(settings.region, Optional.of(name), settings.credentials, settings.endpoint), given);
    }

    /** With these credentials. */
    public AwsClients credentials(AwsCredentialsProvider provider) {
        return new AwsClients(
                new Settings(settings.region, settings.profile, Optional.of(provider), settings.endpoint), given);
    }

    /** At that endpoint instead of those of AWS: an emulator. */
    public AwsClients endpoint(URI uri) {
        return new AwsClients(
                new Settings(settings.region, settings.profile, settings.credentials, Optional.of(uri)), given);
    }

    /** With this client, which stays yours. */
    public AwsClients ec2(Ec2Client client) {
        return new AwsClients(
                settings,
                new Given(
                        Optional.of(client),
                        given.autoScaling,
                        given.loadBalancing,
                        given.cloudWatch,
                        given.ssm,
                        given.route53));
    }

    /** With this client, which stays yours. */
    public AwsClients autoScaling(AutoScalingClient client) {
        return new AwsClients(
                settings,
                new Given(
                        given.ec2,
                        Optional.of(client),
                        given.loadBalancing,
                        given.cloudWatch,
                        given.ssm,
                        given.route53));
    }

    /** With this client, which stays yours. */
    public AwsClients loadBalancing(ElasticLoadBalancingV2Client client) {
        return new AwsClients(
                settings,
                new Given(
                        given.ec2, given.autoScaling, Optional.of(client), given.cloudWatch, given.ssm, given.route53));
    }

    /** With this client, which stays yours; only {@link AwsSetup#readingMetrics} needs it. */
    public AwsClients cloudWatch(CloudWatchClient client) {
        return new AwsClients(
                settings,
                new Given(
                        given.ec2,
                        given.autoScaling,
                        given.loadBalancing,
                        Optional.of(client),
                        given.ssm,
                        given.route53));
    }

    /** With this client, which stays yours; only {@link AwsSetup#askingFailedMachines} needs it. */
    public AwsClients ssm(SsmClient client) {
        return new AwsClients(
                settings,
                new Given(
                        given.ec2,
                        given.autoScaling,
                        given.loadBalancing,
                        given.cloudWatch,
                        Optional.of(client),
                        given.route53));
    }

    /** With this client, which stays yours; only a {@link DnsRecord} needs it. */
    public AwsClients route53(Route53Client client) {
        return new AwsClients(
                settings,
                new Given(
                        given.ec2,
                        given.autoScaling,
                        given.loadBalancing,
                        given.cloudWatch,
                        given.ssm,
                        Optional.of(client)));
    }

    /** The same, in that region where none was given. */
    AwsClients inRegionUnlessGiven(String region) {
        return settings.region.isPresent() || settings.profile.isPresent() ? this : region(Region.of(region));
    }

    /** @throws IllegalArgumentException when one that is given is of another region */
    void requireIn(String region) {
        settings.region.ifPresent(chosen -> requireSame("The region that was chosen is ", chosen, region));
        given.ec2.ifPresent(client -> requireSame(
                "The client for EC2 is one of ",
                client.serviceClientConfiguration().region(),
                region));
        given.autoScaling.ifPresent(client -> requireSame(
                "The client for Auto Scaling is one of ",
                client.serviceClientConfiguration().region(),
                region));
        given.loadBalancing.ifPresent(client -> requireSame(
                "The client for load balancers is one of ",
                client.serviceClientConfiguration().region(),
                region));
    }

    private static void requireSame(String which, Region found, String region) {
        if (!found.id().equals(region)) {
            throw new IllegalArgumentException(which + found + ", and the load balancer is in " + region
                    + ". Expected the load balancer's region.");
        }
    }

    Opened open() {
        return new Opened(this);
    }

    private <B extends AwsSyncClientBuilder<B, ?> & AwsClientBuilder<B, ?>> B configured(B builder) {
        Clients.ours(builder);
        adjust(builder, configuration -> configuration.apiCallTimeout(LONGEST_CALL));
        settings.region.ifPresent(builder::region);
        settings.profile.ifPresent(name -> {
            builder.credentialsProvider(ProfileCredentialsProvider.create(name));
            adjust(builder, configuration -> configuration.defaultProfileName(name));
        });
        settings.credentials.ifPresent(builder::credentialsProvider);
        settings.endpoint.ifPresent(builder::endpointOverride);
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

        private Opened(AwsClients clients) {
            Given given = clients.given;
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

        @Override
        public void close() {
            route53.close();
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
