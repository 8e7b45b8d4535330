package dev.viridian.aws;

import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link BeanstalkPlatform} is to be like. Immutable; each method returns a new one, and {@link #open()} begins. */
public final class BeanstalkSetup extends PlatformSetup {
    /** How long it is waited for an operation of Elastic Beanstalk that is in the way of another one, unless said otherwise. */
    public static final Duration DEFAULT_READY_WITHIN = Duration.ofMinutes(15);

    /** How long an environment may take to be terminated, unless said otherwise. */
    public static final Duration DEFAULT_GONE_WITHIN = Duration.ofMinutes(30);

    /** How often it is looked whether something has come to be, unless said otherwise: Elastic Beanstalk itself looks at machines as often. */
    public static final Duration DEFAULT_PACE = Duration.ofSeconds(10);

    /** <a href="https://publicsuffix.org/list/">The domains of Elastic Beanstalk</a>; in China environments have their CNAMEs in another one. */
    private static final Pattern CNAME = Pattern.compile("[a-z0-9][a-z0-9-]{2,61}[a-z0-9](?:\\.eba-[a-z0-9]+)?"
            + "(?:(?:\\.(?<region>[a-z]{2}(?:-[a-z]+)+-[0-9]))?\\.elasticbeanstalk\\.com"
            + "|\\.(?<chinese>cn-[a-z]+-[0-9])\\.eb\\.amazonaws\\.com\\.cn)");

    /** <a href="https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_CreateEnvironment.html">Names of applications and of saved configurations</a>. */
    private static final int LONGEST_NAME = 100;

    private final Draft draft;

    private BeanstalkSetup(Draft draft) {
        super(draft);
        this.draft = draft;
    }

    /** The application, as Elastic Beanstalk calls it, is missing. */
    public interface NeedsBeanstalkApplication {
        /**
         * Environments are made in this application of Elastic Beanstalk, which is there. Others may be in it, too.
         *
         * @throws IllegalArgumentException when it is no such name: 1 to 100 characters
         */
        NeedsCname inBeanstalkApplication(String name);
    }

    /** Where users come is missing. */
    public interface NeedsCname {
        /**
         * Users come by this CNAME, which an environment of that application has.
         *
         * @param cname {@code orders.eu-central-1.elasticbeanstalk.com}, in China {@code orders.cn-north-1.eb.amazonaws.com.cn}
         * @throws IllegalArgumentException when it is none of Elastic Beanstalk
         */
        NeedsConfiguration reachedAt(String cname);
    }

    /** What environments are like is missing. */
    public interface NeedsConfiguration {
        /**
         * Environments are made from this saved configuration of the application: platform, instance type, network, roles, environment properties. The number of machines is the deployment's, they are behind a
         * load balancer, and their health is the enhanced one, whatever it says of these.
         *
         * <p>Save that of an environment by {@code aws elasticbeanstalk create-configuration-template --application-name shop --template-name production --environment-id e-…}.
         *
         * @throws IllegalArgumentException when it is no such name: 1 to 100 characters
         */
        NeedsState configuredBy(String savedConfiguration);
    }

    /** Where the journal is kept is missing. */
    public interface NeedsState {
        /** The journal, the lease and the history are kept there: {@link S3StateStore} or {@link DynamoDbStateStore}. */
        BeanstalkSetup keepingStateIn(StateStore store);
    }

    static NeedsBeanstalkApplication application(String name) {
        AwsSetup.requireApplication(name);
        return beanstalk -> {
            requireName("an application of Elastic Beanstalk", beanstalk);
            return cname -> {
                Address address = address(cname);
                return configuration -> {
                    requireName("a saved configuration", configuration);
                    return store -> new BeanstalkSetup(new Draft(
                            new Begun(name, beanstalk, address.cname(), address.region(), configuration), store));
                };
            };
        };
    }

    private record Address(String cname, Optional<String> region) {}

    private static Address address(String written) {
        String cname = written.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        Matcher matcher = CNAME.matcher(cname);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "Not a CNAME of Elastic Beanstalk: '" + written
                            + "'. Expected one like orders.eu-central-1.elasticbeanstalk.com. A name of your own may lead there.");
        }
        return new Address(
                cname,
                Optional.ofNullable(matcher.group("region")).or(() -> Optional.ofNullable(matcher.group("chinese"))));
    }

    private static void requireName(String what, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.contains("/")) {
            throw new IllegalArgumentException("Not the name of " + what + ": '" + name
                    + "'. Expected 1 to 100 characters without a slash, as Elastic Beanstalk shows it.");
        }
    }

    /** What was said in the stages before. */
    private record Begun(
            String application, String beanstalk, String cname, Optional<String> region, String configuration) {}

    /** Calls AWS with these clients; with those that the SDK makes by itself, in the region that the CNAME says, without it. */
    public BeanstalkSetup calling(AwsClients clients) {
        return with(changed -> changed.clients = clients);
    }

    /**
     * Configures the candidate as the environment of this application that is live then, as somebody may have changed that since: environment properties, instance type, platform. Where none of this application is live,
     * before the first deployment, and always without this, the saved configuration holds. The live one's is saved under the candidate's name until that is made.
     */
    public BeanstalkSetup copyingTheLive() {
        return with(changed -> changed.copiesLive = true);
    }

    /**
     * Lets what is live become bigger and smaller by load, by the triggers of its configuration ({@code aws:autoscaling:trigger}), from so many machines to so many. A candidate is made with as many as the live one has then, or
     * as the deployment says where those are more, and keeps them until it is live; then it may grow, and become smaller as soon as the deployment is over. The one that is live meanwhile may grow only: its
     * {@code MinSize} is as many as it has, until the deployment is over. Without it an environment has always as many as it was made with.
     *
     * @param least 1 or more
     * @param most no fewer than those
     * @throws IllegalArgumentException when they are no such numbers
     */
    public BeanstalkSetup scalingBetween(int least, int most) {
        if (least < 1 || most < least) {
            throw new IllegalArgumentException("From " + least + " machines to " + most
                    + "? Expected 1 or more, and at most no fewer than at least.");
        }
        return with(changed -> changed.scaling = Optional.of(new BeanstalkOptions.Bounds(least, most)));
    }

    /**
     * Reads of CloudWatch what the load balancers of environments have counted: for {@link dev.viridian.BakeCondition#requests} and {@link BeanstalkPlatform#errorsAtMost}. Not read without it. CloudWatch tells it a
     * minute or two late. What this process asked by them itself is subtracted. Load balancers that are shared, and network load balancers, do not tell it: a plan with such a saved configuration is refused. Needs the library
     * {@code software.amazon.awssdk:cloudwatch}, and {@code cloudwatch:GetMetricData} must be allowed.
     *
     * @throws IllegalStateException when the client's library is not there
     */
    public BeanstalkSetup readingMetrics() {
        OptionalClient.CLOUD_WATCH.require("Reading metrics of CloudWatch");
        return with(changed -> changed.metrics = true);
    }

    /** Waits this long for an operation of Elastic Beanstalk that is in the way of another one, as it does one at a time for each environment; 15 minutes without it. */
    public BeanstalkSetup readyWithin(Duration time) {
        AwsSetup.requirePositive("to be ready", time);
        return with(changed -> changed.readyWithin = time);
    }

    /** Lets an environment take this long to be terminated; 30 minutes without it. */
    public BeanstalkSetup goneWithin(Duration time) {
        AwsSetup.requirePositive("to be gone", time);
        return with(changed -> changed.goneWithin = time);
    }

    /** Looks this often whether something has come to be; every 10 seconds without it. AWS throttles whoever asks too often. */
    public BeanstalkSetup pace(Duration time) {
        AwsSetup.requirePositive("from one look to the next", time);
        return with(changed -> changed.pace = time);
    }

    /**
     * Asks each machine itself, at its private address, and not the environment's load balancer, of whose machines any may answer. From where the deployment is made the machines must be reached there: their security
     * group lets in the load balancer alone unless the configuration says otherwise.
     *
     * @param port where they listen; Elastic Beanstalk's proxy does on 80
     */
    public BeanstalkSetup askingMachinesAt(int port) {
        AwsSetup.requirePort(port);
        return with(changed -> changed.machinePort = OptionalInt.of(port));
    }

    /** Load balancers speak HTTP on this port; on 80 without it. */
    public BeanstalkSetup listeningOn(int port) {
        AwsSetup.requirePort(port);
        return with(changed -> changed.port = port);
    }

    /**
     * Writes this tag on all environments that are made, and so on what belongs to them, besides those that say what they are.
     *
     * @throws IllegalArgumentException when its key begins with {@code viridian:}, {@code aws:} or {@code elasticbeanstalk:}, or either is
     *     longer than AWS takes or has characters that it does not take
     */
    public BeanstalkSetup tag(String key, String value) {
        if (key.startsWith("elasticbeanstalk:") || key.equals("Name")) {
            throw new IllegalArgumentException(
                    "Not a tag to choose: '" + key + "'. Expected a key that Elastic Beanstalk does not write itself.");
        }
        AwsSetup.requireTag(key, value);
        return with(changed -> changed.tags.put(key, value));
    }

    /** Tells smoke tests this of the application: {@code candidate.property("db.url")}. */
    public BeanstalkSetup property(String name, String value) {
        return with(changed -> changed.properties.put(name, value));
    }

    /** Takes artifacts from this store; from all that are installed without it. */
    public BeanstalkSetup artifactsFrom(ArtifactStore store) {
        return with(changed -> changed.artifacts = Optional.of(store));
    }

    /** Asks machines by these; by network without it. For tests. */
    public BeanstalkSetup asking(Probes probes) {
        return with(changed -> changed.probes = Optional.of(probes));
    }

    /** Lives in that time, and does things side by side that way; in the computer's own without it. For tests. */
    public BeanstalkSetup living(Time time, Tasks tasks) {
        return with(changed -> {
            changed.time = time;
            changed.tasks = tasks;
        });
    }

    /**
     * Opens the platform. Nothing is called yet.
     *
     * @throws IllegalArgumentException when clients were given that are of another region than the CNAME
     */
    public BeanstalkPlatform open() {
        region().ifPresent(region -> draft.clients.requireIn(region, "CNAME"));
        return new BeanstalkPlatform(this);
    }

    @Override
    String application() {
        return draft.begun.application;
    }

    @Override
    Optional<String> region() {
        return draft.begun.region;
    }

    /** What Elastic Beanstalk calls the application that environments are made in. */
    String beanstalkApplication() {
        return draft.begun.beanstalk;
    }

    /** Lower case, without the dot at its end. */
    String cname() {
        return draft.begun.cname;
    }

    /** What all that is made is marked with; two platforms of one name in one account do not see what the other made. */
    String mark() {
        return "beanstalk:" + draft.begun.cname;
    }

    /** How the ARNs of that service begin, in the partition and region that the CNAME says. */
    String accountOf(String service) {
        String region = draft.begun.region.orElse("*");
        String partition = draft.begun.region.map(Partition::of).orElse(Partition.STANDARD);
        return "arn:" + partition + ":" + service + ":" + region + ":*:";
    }

    String configuration() {
        return draft.begun.configuration;
    }

    /** Whether the configuration of what is live is taken. */
    boolean copiesLive() {
        return draft.copiesLive;
    }

    /** How many machines what is live may have, where that is not one number. */
    Optional<BeanstalkOptions.Bounds> scaling() {
        return draft.scaling;
    }

    Duration readyWithin() {
        return draft.readyWithin;
    }

    OptionalInt machinePort() {
        return draft.machinePort;
    }

    int port() {
        return draft.port;
    }

    private BeanstalkSetup with(Consumer<Draft> change) {
        Draft changed = new Draft(draft);
        change.accept(changed);
        return new BeanstalkSetup(changed);
    }

    /** What is being changed between one setup and the next; nobody else sees it. */
    private static final class Draft extends Said {
        private final Begun begun;
        private boolean copiesLive;
        private Optional<BeanstalkOptions.Bounds> scaling = Optional.empty();
        private Duration readyWithin = DEFAULT_READY_WITHIN;
        private OptionalInt machinePort = OptionalInt.empty();
        private int port = 80;

        private Draft(Begun begun, StateStore state) {
            super(state, DEFAULT_GONE_WITHIN, DEFAULT_PACE);
            this.begun = begun;
        }

        private Draft(Draft other) {
            super(other);
            this.begun = other.begun;
            this.copiesLive = other.copiesLive;
            this.scaling = other.scaling;
            this.readyWithin = other.readyWithin;
            this.machinePort = other.machinePort;
            this.port = other.port;
        }
    }
}
