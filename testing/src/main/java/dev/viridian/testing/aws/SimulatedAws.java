package dev.viridian.testing.aws;

import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ServiceClientConfiguration;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkServiceClientConfiguration;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2ServiceClientConfiguration;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.Route53ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsServiceClientConfiguration;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.SsmServiceClientConfiguration;

/**
 * A strict AWS in memory and in virtual time, behind the interfaces of the SDK's own clients: instances take time to boot, lifecycle hooks wait and time out, targets
 * become healthy only when somebody answers, names that are taken are refused.
 *
 * <pre>{@code
 * SimulatedAws aws = SimulatedAws.create();
 * aws.machines(instance -> Behaviour.well().booting(ofSeconds(40)).answering("1.4.2"));
 *
 * new MyDeployment(aws.ec2(), aws.autoScaling(), aws.loadBalancing()).run();   // your own code
 * aws.time().sleep(ofMinutes(5));
 *
 * assertThat(aws.ask(dnsName, "/").orElseThrow().reply().body()).isEqualTo("1.4.2");
 * }</pre>
 *
 * <p>It holds itself to what AWS documents, and refuses by name what it does not model: an operation, a parameter, a filter. Nothing happens by itself in another thread:
 * with each call, all that was due before it is played first. The same calls at the same times are always answered the same. Its clients may be used by several
 * threads.
 *
 * <p>It has one account, {@code 123456789012}, in {@code eu-central-1}, with one VPC, a subnet in each of three zones, a security group and an image.
 */
public final class SimulatedAws {
    private static final String REGION = "eu-central-1";

    private final Time time;
    private final Desk desk;
    private final Ids ids = new Ids();
    private final Tokens tokens = new Tokens();
    private final Quotas quotas = new Quotas();
    private final Network network = new Network(REGION, ids);
    private final Instances instances;
    private final Templates templates;
    private final Balancing balancing;
    private final Scaling scaling;
    private final AutoScaling autoScaling;
    private final Entry entry;
    private final Dns dns;
    private final Beanstalk beanstalk;
    private final Storage storage;
    private final Tables tables;
    private final Topics topics;
    private final Systems systems;
    private final Metrics metrics;
    private final Map<Service, Object> clients = new EnumMap<>(Service.class);

    private SimulatedAws(Time time) {
        this.time = time;
        this.desk = new Desk(time);
        Agenda agenda = desk.agenda();
        this.instances = new Instances(agenda, network, ids);
        this.templates = new Templates(agenda, ids, tokens);
        this.balancing = new Balancing(agenda, instances);
        this.scaling = new Scaling(agenda, instances, network, templates, balancing, ids);
        this.autoScaling = new AutoScaling(scaling, network, templates, balancing, ids, quotas);
        this.entry = new Entry(balancing);
        this.dns = new Dns(agenda, ids);
        this.storage = new Storage(agenda, ids);
        this.beanstalk = new Beanstalk(agenda, network, instances, storage, ids, quotas, REGION);
        this.tables = new Tables(agenda);
        this.topics = new Topics(network, ids);
        this.systems = new Systems(agenda, instances, ids);
        this.metrics = new Metrics(agenda, network, balancing, beanstalk);
    }

    /** An AWS with a clock of its own, which moves only when somebody {@linkplain Time#sleep sleeps}. */
    public static SimulatedAws create() {
        return at(new VirtualTime());
    }

    /** An AWS that lives by that clock, for instance that of a simulated platform. */
    public static SimulatedAws at(Time time) {
        return new SimulatedAws(time);
    }

    /** The clock. */
    public Time time() {
        return time;
    }

    /** The region of all that there is. */
    public String region() {
        return REGION;
    }

    private <C> C client(
            Service service, Class<C> type, Supplier<Operations> operations, Supplier<Object> configuration) {
        synchronized (clients) {
            Object there = clients.get(service);
            if (there == null) {
                desk.open(service, operations.get(), configuration.get());
                there = MadeClients.of(type, service, desk);
                clients.put(service, there);
            }
            return type.cast(there);
        }
    }

    /** EC2: instances, launch templates, the network, images. */
    public Ec2Client ec2() {
        return client(
                Service.EC2,
                Ec2Client.class,
                () -> new Ec2(desk.agenda(), network, instances, templates, ids, tokens).operations(),
                () -> Ec2ServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** Auto Scaling groups. */
    public AutoScalingClient autoScaling() {
        return client(
                Service.AUTO_SCALING,
                AutoScalingClient.class,
                autoScaling::operations,
                () -> AutoScalingServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** Application Load Balancers. */
    public ElasticLoadBalancingV2Client loadBalancing() {
        return client(
                Service.LOAD_BALANCING,
                ElasticLoadBalancingV2Client.class,
                () -> new Elb(balancing, network, instances, ids, quotas).operations(),
                () -> ElasticLoadBalancingV2ServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** Route 53: hosted zones and their records. */
    public Route53Client route53() {
        return client(
                Service.ROUTE53,
                Route53Client.class,
                dns::operations,
                () -> Route53ServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** Elastic Beanstalk: load-balanced web servers, and the swap of their CNAMEs. */
    public ElasticBeanstalkClient elasticBeanstalk() {
        return client(
                Service.BEANSTALK,
                ElasticBeanstalkClient.class,
                beanstalk::operations,
                () -> ElasticBeanstalkServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** S3: buckets and objects. */
    public S3Client s3() {
        return client(
                Service.S3,
                S3Client.class,
                storage::operations,
                () -> S3ServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** DynamoDB: tables whose keys are strings. */
    public DynamoDbClient dynamoDb() {
        return client(
                Service.DYNAMO_DB,
                DynamoDbClient.class,
                tables::operations,
                () -> DynamoDbServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** SNS: topics. */
    public SnsClient sns() {
        return client(
                Service.SNS,
                SnsClient.class,
                topics::operations,
                () -> SnsServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** Systems Manager: parameters, and commands on instances. */
    public SsmClient ssm() {
        return client(
                Service.SSM,
                SsmClient.class,
                systems::operations,
                () -> SsmServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** CloudWatch: metrics, and alarms that are in the state that somebody sets. */
    public CloudWatchClient cloudWatch() {
        return client(
                Service.CLOUD_WATCH,
                CloudWatchClient.class,
                metrics::operations,
                () -> CloudWatchServiceClientConfiguration.builder()
                        .region(Region.of(REGION))
                        .build());
    }

    /** What instances do that are launched from now on. */
    public void machines(Function<Launched, Behaviour> behaviour) {
        desk.inTurn(() -> instances.machines = behaviour);
    }

    /** The id of the VPC. */
    public String vpc() {
        return network.vpc;
    }

    /** The ids of its subnets, one in each zone. */
    public List<String> subnets() {
        return List.copyOf(network.subnets.keySet());
    }

    /** The id of an image. */
    public String image() {
        return network.images.keySet().iterator().next();
    }

    /** Makes another image; its id. */
    public String image(String name) {
        return desk.inTurn(() -> network.addImage(name).id());
    }

    /** Makes a launch template of that name for {@code t3.micro} instances of the image; its id. */
    public String launchTemplate(String name) {
        CreateLaunchTemplateRequest request = CreateLaunchTemplateRequest.builder()
                .launchTemplateName(name)
                .launchTemplateData(data -> data.imageId(image()).instanceType("t3.micro"))
                .build();
        return ec2().createLaunchTemplate(request).launchTemplate().launchTemplateId();
    }

    /** Ends an instance behind everybody's back, as a failing host does. */
    public void end(String instance) {
        desk.inTurn(() -> {
            instances.terminate(instances.require(instance), "Server.InternalError: Internal error");
            return instance;
        });
    }

    /**
     * Has the triggers of an environment of Elastic Beanstalk bring its group to so many instances, or as near as its {@code MinSize} and {@code MaxSize} let it.
     *
     * @return how many it is to have now
     * @throws IllegalArgumentException when there is no environment of that name
     */
    public int scaleByLoad(String environment, int instances) {
        return desk.inTurn(() -> beanstalk.scale(environment, instances));
    }

    /** What a user gets who asks for that path by HTTP, at the name of a load balancer, or one of Route 53 or Elastic Beanstalk that leads there, on port 80; empty where nobody answers. */
    public Optional<Visit> ask(String name, String path) {
        return ask(name, 80, path);
    }

    /** The same on another port. */
    public Optional<Visit> ask(String name, int port, String path) {
        return desk.inTurn(() -> {
            String target = resolved(name).map(Dns.Resolved::target).orElse(name);
            return entry.ask(target, port, name, path).or(() -> beanstalk.ask(target, port, path));
        });
    }

    /** A resolver of the names of Route 53, with a memory of its own that is empty at first. */
    public SimulatedResolver resolver() {
        return new SimulatedResolver(this);
    }

    Optional<Dns.Resolved> nameServersAnswer(String name) {
        return desk.inTurn(() -> resolved(name));
    }

    /** Of what there is load balancers alone have addresses of IPv6. */
    Optional<Dns.Resolved> nameServersAnswerOverIpv6(String name) {
        return desk.inTurn(() -> dns.answer(name, true).filter(found -> balancing.hasIpv6(found.target())));
    }

    /** A name of a hosted zone may lead to one of Elastic Beanstalk. */
    private Optional<Dns.Resolved> resolved(String name) {
        Optional<Dns.Resolved> written = dns.answer(name, false);
        return written.flatMap(found -> beanstalk.answer(found.target()))
                .or(() -> written)
                .or(() -> beanstalk.answer(name));
    }

    /** What was published to a topic, in order. */
    public List<PublishRequest> published(String topicArn) {
        return desk.inTurn(() -> List.copyOf(topics.published.getOrDefault(topicArn, List.of())));
    }

    /** What comes of commands on instances: of the instance's id and the lines of the script. They go well and print nothing without this. */
    public void commands(BiFunction<String, String, CommandResult> results) {
        desk.inTurn(() -> systems.commands = results);
    }

    /** Does tasks one after the other, so that a run in virtual time is always the same. */
    public Tasks tasks() {
        return new InTurn(time);
    }

    boolean isInstance(String address) {
        return desk.inTurn(() -> instances.at(address).isPresent());
    }

    Optional<Reply> askInstance(String address, String path) {
        return desk.inTurn(() -> instances
                .at(address)
                .flatMap(instance -> instance.reply(path, desk.agenda().now())));
    }

    /** Asks instances at their private addresses, and load balancers by their names, over HTTP and TCP. */
    public Probes probes() {
        return new AwsProbes(this);
    }

    /** All calls that were answered, in order. */
    public List<AnsweredCall> calls() {
        return desk.calls();
    }

    /** Decides from now on which calls go wrong; one that hangs is given up after 20 s. */
    public void faults(FaultScript script) {
        faults(script, Duration.ofSeconds(20));
    }

    /**
     * Decides from now on which calls go wrong.
     *
     * @param patience after how long a call that hangs is given up
     */
    public void faults(FaultScript script, Duration patience) {
        desk.faults(script, patience);
    }

    /** No instance can be launched in that zone until then: {@code InsufficientInstanceCapacity}. */
    public void zoneIsFull(String zone, Instant until) {
        desk.inTurn(() -> instances.fullZones.put(zone, until));
    }

    /** No instance of that type can be launched until then: {@code InsufficientInstanceCapacity}. */
    public void typeIsFull(String type, Instant until) {
        desk.inTurn(() -> instances.fullTypes.put(type, until));
    }

    /** The account has that quota from now on. */
    public void quota(AwsQuota quota, int most) {
        desk.inTurn(() -> {
            quotas.set(quota, most);
            instances.quota = quotas.of(AwsQuota.INSTANCES);
            return quota;
        });
    }

    /**
     * Calls take from a bucket of tokens from now on, and are throttled while it is empty. A call may take from several. Its clients try again what is throttled, as the SDK's do in their
     * <a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/retry-strategy.html">standard mode</a>: three times in all, with pauses in this AWS's time; each try is a call of its own. What a
     * {@linkplain #faults script} throttles is what a client is left with after that.
     *
     * @param service as its actions begin in policies: {@code ec2}, {@code autoscaling}, {@code elasticloadbalancing}, …
     * @param operations how the names of the operations begin that take from it: {@code Describe}; all of them where it is empty
     * @param size how many tokens it has at first and at most
     * @param perSecond how many come back in a second
     */
    public void throttling(String service, String operations, int size, double perSecond) {
        Service throttled = List.of(Service.values()).stream()
                .filter(known -> known.prefix().equals(service))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("SimulatedAws knows no service " + service
                        + ". Expected one as its actions begin in policies, such as elasticloadbalancing."));
        desk.inTurn(() -> {
            desk.throttle()
                    .add(throttled, operations, size, perSecond, desk.agenda().now());
            return throttled;
        });
    }

    /** No call takes from a bucket any more. */
    public void notThrottling() {
        desk.inTurn(() -> {
            desk.throttle().end();
            return desk;
        });
    }

    /** What is made is found by a description only that much later; at once without this. */
    public void findingWhatIsNewAfter(Duration delay) {
        desk.inTurn(() -> {
            instances.seenAfter = delay;
            autoScaling.seenAfter = delay;
            return delay;
        });
    }

    /**
     * All that there is and costs or confuses, each with its kind: instances that are not terminated, groups, target groups, load balancers, launch templates,
     * security groups but the first, environments, application versions and saved configurations of Elastic Beanstalk, records of Route 53. Not what is kept on purpose: objects, items, parameters.
     */
    public List<String> leftovers() {
        return desk.inTurn(() -> {
            List<String> left = new ArrayList<>();
            instances.all.values().stream()
                    .filter(Ec2Instance::isAlive)
                    .forEach(instance -> left.add("instance " + instance.id()));
            scaling.groups.keySet().forEach(name -> left.add("Auto Scaling group " + name));
            balancing.groups.values().forEach(group -> left.add("target group " + group.settings.targetGroupName()));
            balancing
                    .balancers
                    .values()
                    .forEach(balancer -> left.add("load balancer " + balancer.settings.loadBalancerName()));
            templates.all.values().forEach(template -> left.add("launch template " + template.name));
            left.addAll(beanstalk.leftovers());
            dns.records().forEach(record -> left.add("record " + record));
            network.securityGroups.values().stream().skip(1).forEach(group -> left.add("security group " + group.name));
            return List.copyOf(left);
        });
    }

    @Override
    public String toString() {
        return "simulated AWS at " + time.now();
    }
}
