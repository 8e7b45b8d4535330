package dev.viridian.aws;

import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What an {@link AwsPlatform} is to be like. Immutable; each method returns a new one, and {@link #open()} begins. */
public final class AwsSetup extends PlatformSetup {
    /** How long a machine may take to come up before its group may hold it to be unhealthy, unless said otherwise. */
    public static final Duration DEFAULT_COMES_UP_WITHIN = Duration.ofMinutes(10);

    /** How long the machines of what is destroyed may take to drain and end, unless said otherwise. */
    public static final Duration DEFAULT_GONE_WITHIN = Duration.ofMinutes(15);

    /** How long a machine that is on its way out may finish the requests that it has, unless said otherwise. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(30);

    /** How often it is looked whether something has come to be, unless said otherwise. */
    public static final Duration DEFAULT_PACE = Duration.ofSeconds(5);

    /** After how many launches that failed in a row a machine is held to have failed, unless said otherwise. */
    public static final int DEFAULT_FAILING_LAUNCHES = 3;

    private static final Pattern APPLICATION = Pattern.compile("[a-z]([a-z0-9-]{0,48}[a-z0-9])?");

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">TargetGroupAttribute</a>, and the same of a load balancer. */
    private static final Pattern ATTRIBUTE = Pattern.compile("[a-zA-Z0-9._]{1,256}");

    private static final String RESERVED_TAGS = "viridian:";

    /** <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html">Restrictions of tags</a>. */
    private static final int LONGEST_KEY = 128;

    private static final int LONGEST_VALUE = 256;

    /** <a href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHookSpecification.html">30 to 7,200 seconds</a>. */
    private static final Duration SHORTEST_REPORT = Duration.ofSeconds(30);

    private static final Duration LONGEST_REPORT = Duration.ofHours(2);
    private static final Duration LONGEST_DRAIN = Duration.ofHours(1);

    private final Draft draft;
    private final Supplier<String> zone;

    private AwsSetup(Draft draft) {
        super(draft);
        this.draft = draft;
        this.zone = () -> {
            throw new IllegalStateException(
                    "Nobody looks for the zone of " + entry() + " before a platform is opened.");
        };
    }

    private AwsSetup(AwsSetup other, Supplier<String> zone) {
        super(other);
        this.draft = other.draft;
        this.zone = zone;
    }

    /** Where users come from is missing. */
    public interface NeedsForwarding {
        /** Users come by this listener, or rule, of an application load balancer, or by this record of Route 53. */
        NeedsLaunchTemplate behind(UsersEntry entry);
    }

    /** What a machine is like is missing. */
    public interface NeedsLaunchTemplate {
        /**
         * Machines are launched from this version of a launch template: image, type, security groups, role, and the user data that makes the application
         * of an empty machine. It is a number, never {@code $Latest}.
         *
         * @param id {@code lt-0123456789abcdef0}
         * @param version 1 or more
         * @throws IllegalArgumentException when it is no such id, or no such number
         */
        ChoosesGroup launching(String id, int version);
    }

    /** Where machines are is missing, and what holds them may be said. */
    public interface ChoosesGroup extends NeedsSubnets {
        /**
         * An environment is a fixed set of instances, and not an Auto Scaling group: for those who have none, or may make none. It has as many machines as the deployment says. They are launched together, spread over
         * the subnets; nothing makes them more or fewer, and nothing replaces one that dies, but a deployment. EC2's status checks have to be passed, too, which takes a few minutes. No lifecycle hook waits
         * for a machine: health checks alone say when it is ready. The library {@code autoscaling} is not needed.
         */
        NeedsSubnets withoutGroup();
    }

    /** Where machines are is missing. */
    public interface NeedsSubnets {
        /** Machines are spread over these subnets; two or more, in several zones, survive the loss of a zone. */
        NeedsPort in(String subnet, String... more);
    }

    /** How machines are asked is missing. */
    public interface NeedsPort {
        /** The application listens on this port of its machine. */
        NeedsState listeningOn(int port);
    }

    /** Where the journal is kept is missing. */
    public interface NeedsState {
        /** The journal, the lease and the history are kept there: {@link S3StateStore} or {@link DynamoDbStateStore}. */
        AwsSetup keepingStateIn(StateStore store);
    }

    static NeedsForwarding application(String name) {
        requireApplication(name);
        return entry -> (id, version) -> {
            PinnedTemplate template = new PinnedTemplate(id, version);
            return new ChoosesGroup() {
                @Override
                public NeedsPort in(String subnet, String... more) {
                    OptionalClient.AUTO_SCALING.require("Auto Scaling groups as environments");
                    return needsPort(new Begun(name, entry, template, false, subnets(subnet, more)));
                }

                @Override
                public NeedsSubnets withoutGroup() {
                    return (subnet, more) -> needsPort(new Begun(name, entry, template, true, subnets(subnet, more)));
                }
            };
        };
    }

    static void requireApplication(String name) {
        if (!APPLICATION.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of an application: '" + name
                    + "'. Expected a letter and then at most 49 lower-case letters, digits and dashes.");
        }
    }

    private static List<String> subnets(String subnet, String... more) {
        List<String> subnets = new ArrayList<>(List.of(subnet));
        subnets.addAll(List.of(more));
        return List.copyOf(subnets);
    }

    /** What was said in the stages before. */
    private record Begun(
            String application, UsersEntry entry, PinnedTemplate template, boolean isFixed, List<String> subnets) {}

    private static NeedsPort needsPort(Begun begun) {
        return port -> {
            requirePort(port);
            return store -> new AwsSetup(new Draft(begun, port, store));
        };
    }

    static void requirePort(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Port " + port + "? Expected 1 to 65535.");
        }
    }

    /** Calls AWS with these clients; with those that the SDK makes by itself, in the load balancer's region, without it. */
    public AwsSetup calling(AwsClients clients) {
        return with(changed -> changed.clients = clients);
    }

    /** Has the load balancer look at machines that way; at {@code /}, as quickly as AWS allows, without it. */
    public AwsSetup checkedBy(TargetChecks checks) {
        return with(changed -> changed.targetChecks = checks);
    }

    /** Lets a machine take this long to come up before its group may hold it to be unhealthy, or without a group until it runs; 10 minutes without it. */
    public AwsSetup comingUpWithin(Duration time) {
        requirePositive("to come up", time);
        return with(changed -> changed.comesUpWithin = time);
    }

    /**
     * Has each machine say by itself that it is ready, or that it is not, before it is registered anywhere: a lifecycle hook by the name of {@code viridian-ready}, which what
     * the machine runs at its first boot completes with CONTINUE or ABANDON, and keeps alive by heartbeats. One that says nothing for that long is torn down. Nothing is
     * waited for without it.
     *
     * @param silence 30 to 7,200 seconds
     * @throws IllegalStateException where there is no group: health checks alone say then when a machine is ready
     */
    public AwsSetup reportingWithin(Duration silence) {
        if (silence.compareTo(SHORTEST_REPORT) < 0 || silence.compareTo(LONGEST_REPORT) > 0) {
            throw new IllegalArgumentException("A machine is to report within " + silence.toSeconds()
                    + " s. Expected 30 to 7200 s, which is what AWS takes.");
        }
        requireGroup(
                "Machines report to a lifecycle hook of their group",
                "Leave reportingWithin out: health checks alone say when a machine is ready");
        return with(changed -> changed.reportsWithin = Optional.of(silence));
    }

    /** Lets the machines of what is destroyed take this long to drain and end; then they are ended by force. 15 minutes without it. */
    public AwsSetup goneWithin(Duration time) {
        requirePositive("to be gone", time);
        return with(changed -> changed.goneWithin = time);
    }

    /**
     * Lets a machine that is on its way out finish the requests that it has for this long, with the load balancer sending it no more; 30 seconds without it. That comes after the
     * deployment's own drain, for which the whole environment gets no more users.
     *
     * @param time 0 to 3,600 seconds, which is what
     *     <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">AWS takes</a>
     */
    public AwsSetup draining(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("A machine is to drain for " + time.toSeconds()
                    + " s. Expected 0 to 3600 s, which is what AWS takes.");
        }
        return with(changed -> changed.drain = time);
    }

    /**
     * Gives the target group of each environment this attribute of AWS:
     *
     * <pre>{@code
     * targetGroupAttribute("stickiness.enabled", "true")                               // a user comes to the same machine again
     * targetGroupAttribute("load_balancing.algorithm.type", "least_outstanding_requests")
     * targetGroupAttribute("slow_start.duration_seconds", "60")
     * }</pre>
     *
     * <p>What it is otherwise, and what there is, <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html">AWS says</a>. One that AWS does not take fails the step
     * that makes the environment. Where users are shared out, machines may be sticky only behind a listener, or rule, whose own target group stickiness is switched on: AWS refuses the shares else.
     *
     * @throws IllegalArgumentException when it is no key, or the one that {@link #draining} is for
     */
    public AwsSetup targetGroupAttribute(String key, String value) {
        if (key.equals(TargetGroups.DRAIN)) {
            throw new IllegalArgumentException(
                    "Not an attribute to choose: '" + key + "'. Expected draining(…), which sets it.");
        }
        requireAttribute("a target group", key, "stickiness.enabled");
        return with(changed -> changed.targetGroupAttributes.put(key, value));
    }

    static void requireAttribute(String of, String key, String example) {
        if (!ATTRIBUTE.matcher(key).matches()) {
            throw new IllegalArgumentException("Not an attribute of " + of + ": '" + key
                    + "'. Expected letters, digits, dots and _, such as " + example + ".");
        }
    }

    /**
     * Keeps machines that failed for a person to look at, instead of ending them: one that is replaced, and those that the load balancer calls unhealthy in an environment that is
     * removed. Such a machine is taken out of its group and of its load balancer and runs on, tagged with {@code viridian:kept-until}; {@link AwsPlatform#keptMachines()} finds it,
     * and the evidence of what failed names it. It is ended when the next environment is removed after its time, or when there are too many: then the oldest goes. A machine that never came into
     * service is ended by its group all the same. None is kept without this.
     *
     * @param most how many at once: 1 or more
     * @param time how long each of them
     */
    public AwsSetup keepingFailed(int most, Duration time) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " failed machines are to be kept. Expected 1 or more.");
        }
        requirePositive("that a failed machine is kept", time);
        return with(changed -> changed.keeping = Optional.of(new Keeping(most, time)));
    }

    /** How many machines that failed are kept, and how long each. */
    record Keeping(int machines, Duration time) {}

    /**
     * Reads of CloudWatch what the load balancer has counted: for {@link dev.viridian.BakeCondition#requests}, for {@link AwsPlatform#errorsAtMost}, and as evidence. Not read without
     * it. CloudWatch tells it a minute or two late. Needs the library {@code software.amazon.awssdk:cloudwatch}, and {@code cloudwatch:GetMetricData} must be allowed.
     *
     * @throws IllegalStateException when the client's library is not there
     */
    public AwsSetup readingMetrics() {
        OptionalClient.CLOUD_WATCH.require("Reading metrics of CloudWatch");
        return with(changed -> changed.metrics = true);
    }

    /**
     * Asks a machine that failed, by Systems Manager, how it is: load, disks, memory, the largest processes, ports, failed services, the last warnings and what the first boot said.
     * The commands are always the same and only look; they have 10 seconds, and what they print is evidence, up to 16,000 characters, secrets masked. Nothing is asked without it. The machine's role must allow
     * what {@code AmazonSSMManagedInstanceCore} allows. Needs the library {@code software.amazon.awssdk:ssm}.
     *
     * @throws IllegalStateException when the client's library is not there
     */
    public AwsSetup askingFailedMachines() {
        OptionalClient.SSM.require("Asking machines by Systems Manager");
        return with(changed -> changed.commands = true);
    }

    /**
     * Holds a machine to have failed after this many launches that failed in a row; 3 without it.
     *
     * @throws IllegalStateException where there is no group: a launch that fails is told at once then
     */
    public AwsSetup failingAfter(int launches) {
        if (launches < 1) {
            throw new IllegalArgumentException("Failed after " + launches + " launches? Expected 1 or more.");
        }
        requireGroup(
                "Only a group goes on launching when it fails",
                "Leave failingAfter out: the first launch that fails is told");
        return with(changed -> changed.failingLaunches = launches);
    }

    /** Looks this often whether something has come to be; every 5 seconds without it. AWS throttles whoever asks too often. */
    public AwsSetup pace(Duration time) {
        requirePositive("from one look to the next", time);
        return with(changed -> changed.pace = time);
    }

    private void requireGroup(String why, String instead) {
        if (isFixed()) {
            throw new IllegalStateException(
                    why + ", and this platform's environments have none (withoutGroup()). " + instead + ".");
        }
    }

    static void requirePositive(String what, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("The time " + what + " is " + time + ". Expected more than zero.");
        }
    }

    /**
     * Writes this tag on all that is made, besides those that say what belongs to which environment.
     *
     * @throws IllegalArgumentException when its key begins with {@code viridian:} or {@code aws:}, or either is longer than AWS takes or
     *     has other characters than <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Tag.html">load balancers take</a>
     */
    public AwsSetup tag(String key, String value) {
        requireTag(key, value);
        return with(changed -> changed.tags.put(key, value));
    }

    static void requireTag(String key, String value) {
        if (key.isBlank() || key.startsWith(RESERVED_TAGS) || key.startsWith("aws:")) {
            throw new IllegalArgumentException(
                    "Not a tag to choose: '" + key + "'. Expected a key that begins with neither viridian: nor aws:.");
        }
        if (key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
            throw new IllegalArgumentException("The tag '" + key + "' has a key of " + key.length()
                    + " characters and a value of " + value.length() + ". Expected " + LONGEST_KEY + " and "
                    + LONGEST_VALUE + " at most, which is what AWS takes.");
        }
        if (!TagText.isTaken(key) || !TagText.isTaken(value)) {
            throw new IllegalArgumentException(
                    "The tag '" + key + "' is '" + value
                            + "'. Expected letters, spaces, numbers and _ . : / = + - @, since target groups take nothing else in a tag.");
        }
    }

    /** Tells smoke tests this of the application: {@code candidate.property("db.url")}. */
    public AwsSetup property(String name, String value) {
        return with(changed -> changed.properties.put(name, value));
    }

    /** Asks machines at their public addresses, from outside of their network; at their private ones without it. */
    public AwsSetup reachedByPublicAddress() {
        return with(changed -> changed.publicAddress = true);
    }

    /** Takes artifacts from this store; from all that are installed without it. */
    public AwsSetup artifactsFrom(ArtifactStore store) {
        return with(changed -> changed.artifacts = Optional.of(store));
    }

    /** Asks machines by these; by network without it. For tests. */
    public AwsSetup asking(Probes probes) {
        return with(changed -> changed.probes = Optional.of(probes));
    }

    /** Lives in that time, and does things side by side that way; in the computer's own without it. For tests. */
    public AwsSetup living(Time time, Tasks tasks) {
        return with(changed -> {
            changed.time = time;
            changed.tasks = tasks;
        });
    }

    /**
     * Opens the platform. Nothing is called yet.
     *
     * @throws IllegalArgumentException when clients were given that are of another region than the load balancer
     */
    public AwsPlatform open() {
        region().ifPresent(region -> draft.clients.requireIn(region, "load balancer"));
        return new AwsPlatform(this);
    }

    @Override
    String application() {
        return draft.begun.application;
    }

    @Override
    Optional<String> region() {
        return draft.begun.entry.ownRegion();
    }

    UsersEntry entry() {
        return draft.begun.entry;
    }

    /** That of a platform which is opened, and finds the id of the hosted zone so that has the users' record. */
    AwsSetup findingZoneBy(Supplier<String> look) {
        return new AwsSetup(this, look);
    }

    /** What all that is made for this platform is marked with. */
    String mark() {
        return entry().mark(zone);
    }

    /** What ARNs begin with where this platform is: {@code aws} where nobody said the region. */
    String partition() {
        return clients().chosenRegion().map(Partition::of).orElse(Partition.STANDARD);
    }

    /** How the ARNs of that service begin where this platform is. */
    String accountOf(String service) {
        return entry().accountOf(service, partition());
    }

    PinnedTemplate launchTemplate() {
        return draft.begun.template;
    }

    /** Whether environments are instances without a group. */
    boolean isFixed() {
        return draft.begun.isFixed;
    }

    List<String> subnets() {
        return draft.begun.subnets;
    }

    int port() {
        return draft.port;
    }

    TargetChecks targetChecks() {
        return draft.targetChecks;
    }

    Duration comesUpWithin() {
        return draft.comesUpWithin;
    }

    Optional<Duration> reportsWithin() {
        return draft.reportsWithin;
    }

    boolean asksFailedMachines() {
        return draft.commands;
    }

    Optional<Keeping> keeping() {
        return draft.keeping;
    }

    int failingLaunches() {
        return draft.failingLaunches;
    }

    Duration drain() {
        return draft.drain;
    }

    Map<String, String> targetGroupAttributes() {
        return draft.targetGroupAttributes;
    }

    boolean isReachedByPublicAddress() {
        return draft.publicAddress;
    }

    private AwsSetup with(Consumer<Draft> change) {
        Draft changed = new Draft(draft);
        change.accept(changed);
        return new AwsSetup(changed);
    }

    /** What is being changed between one setup and the next; nobody else sees it. */
    private static final class Draft extends Said {
        private final Begun begun;
        private final int port;
        private TargetChecks targetChecks = TargetChecks.at("/");
        private Duration comesUpWithin = DEFAULT_COMES_UP_WITHIN;
        private Optional<Duration> reportsWithin = Optional.empty();
        private int failingLaunches = DEFAULT_FAILING_LAUNCHES;
        private Optional<Keeping> keeping = Optional.empty();
        private boolean commands;
        private Duration drain = DEFAULT_DRAIN;
        private final Map<String, String> targetGroupAttributes = new LinkedHashMap<>();
        private boolean publicAddress;

        private Draft(Begun begun, int port, StateStore state) {
            super(state, DEFAULT_GONE_WITHIN, DEFAULT_PACE);
            this.begun = begun;
            this.port = port;
        }

        private Draft(Draft other) {
            super(other);
            this.begun = other.begun;
            this.port = other.port;
            this.targetChecks = other.targetChecks;
            this.comesUpWithin = other.comesUpWithin;
            this.reportsWithin = other.reportsWithin;
            this.failingLaunches = other.failingLaunches;
            this.keeping = other.keeping;
            this.commands = other.commands;
            this.drain = other.drain;
            this.targetGroupAttributes.putAll(other.targetGroupAttributes);
            this.publicAddress = other.publicAddress;
        }
    }
}
