package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetCidrBlockState;
import software.amazon.awssdk.services.ec2.model.SubnetCidrBlockStateCode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerStateEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;

/** A load balancer for each environment, of the name of its target group. Where a record leads to one, its name says which, and its tags whose it is. */
final class OwnFront implements Front {
    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html">What AWS recommends</a>; the default of the API is much older. */
    private static final String SECURITY_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

    /** What becomes of IPv6 CIDR blocks that a subnet has no more, or never had. */
    private static final Set<SubnetCidrBlockStateCode> GONE = Set.of(
            SubnetCidrBlockStateCode.DISASSOCIATED,
            SubnetCidrBlockStateCode.DISASSOCIATING,
            SubnetCidrBlockStateCode.FAILED,
            SubnetCidrBlockStateCode.FAILING);

    private final AwsSetup setup;
    private final DnsRecord record;
    private final Supplier<ElasticLoadBalancingV2Client> client;
    private final Supplier<Ec2Client> ec2;

    /** Whose a load balancer is never changes, and its name in DNS is never given twice. */
    private final Map<String, EnvironmentName> owners = new ConcurrentHashMap<>();

    private final Set<EnvironmentName> active = ConcurrentHashMap.newKeySet();

    private final Once<String> network = new Once<>(this::lookForNetwork);

    OwnFront(AwsSetup setup, DnsRecord record, Supplier<ElasticLoadBalancingV2Client> client, Supplier<Ec2Client> ec2) {
        this.setup = setup;
        this.record = record;
        this.client = client;
        this.ec2 = ec2;
    }

    @Override
    public String network() {
        return network.get();
    }

    private String lookForNetwork() {
        String subnet = record.balancer().subnets().get(0);
        return setup.call("ec2:DescribeSubnets", "*")
                .of(() -> ec2
                        .get()
                        .describeSubnets(request -> request.filters(Filter.builder()
                                        .name("subnet-id")
                                        .values(subnet)
                                        .build())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .subnets()
                        .stream()
                        .findFirst()
                        .map(Subnet::vpcId)
                        .orElseThrow(() -> PlatformException.refused(
                                "find the network of the load balancers", "There is no subnet " + subnet + ".")));
    }

    @Override
    public List<String> subnets() {
        return record.balancer().subnets();
    }

    @Override
    public List<String> against(List<Subnet> found) {
        List<String> against = new ArrayList<>(againstZones(found));
        against.addAll(againstIpv6(found));
        return against;
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html">"You can specify only one subnet per Availability Zone."</a> */
    private List<String> againstZones(List<Subnet> found) {
        List<String> zones = subnets().stream()
                .flatMap(id -> found.stream().filter(subnet -> id.equals(subnet.subnetId())))
                .map(Subnet::availabilityZone)
                .toList();
        Set<String> different = new TreeSet<>(zones);
        return different.size() == zones.size()
                ? List.of()
                : List.of(
                        "A load balancer takes one subnet of each zone, of two zones at least, and these are in the zone"
                                + (different.size() == 1 ? " " : "s ") + String.join(", ", different) + ": "
                                + String.join(", ", subnets()) + ". Name one of each.");
    }

    private List<String> againstIpv6(List<Subnet> found) {
        List<String> without = found.stream()
                .filter(subnet -> record.balancer().isDualStack() && subnets().contains(subnet.subnetId()))
                .filter(subnet -> !hasIpv6(subnet))
                .map(Subnet::subnetId)
                .toList();
        return without.isEmpty()
                ? List.of()
                : List.of(
                        "Load balancers of environments are to be reached over IPv6, too, and these of their subnets have no IPv6 CIDR block: "
                                + String.join(", ", without) + ". Associate one with each, or leave dualStack() out.");
    }

    private static boolean hasIpv6(Subnet subnet) {
        return subnet.ipv6CidrBlockAssociationSet().stream()
                .anyMatch(block -> Optional.ofNullable(block.ipv6CidrBlockState())
                        .map(SubnetCidrBlockState::state)
                        .filter(GONE::contains)
                        .isEmpty());
    }

    /** Equal settings find the one that was made before, whoever made it; what matters is whose it is. */
    @Override
    public void attach(EnvironmentSpec spec, String targetGroup, Caller caller) {
        List<Tag> tags = tags(spec);
        LoadBalancer balancer = ensure(spec.name(), tags, caller);
        if (!isOf(spec.name(), balancer)) {
            throw PlatformException.refused(
                    "make load balancer " + balancer.loadBalancerName(),
                    "there is one of that name, and it is not that of " + spec.name()
                            + ". Look whose it is, and remove it if it is nobody's: " + balancer.loadBalancerArn());
        }
        setAttributes(spec.name(), balancer, caller);
        listen(spec.name(), balancer, targetGroup, tags, caller);
    }

    private void setAttributes(EnvironmentName environment, LoadBalancer balancer, Caller caller) {
        List<LoadBalancerAttribute> attributes = record.balancer().attributes().entrySet().stream()
                .map(each -> LoadBalancerAttribute.builder()
                        .key(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
        if (!attributes.isEmpty()) {
            call("ModifyLoadBalancerAttributes", environment)
                    .of(() -> client.get()
                            .modifyLoadBalancerAttributes(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                                    .attributes(attributes)
                                    .overrideConfiguration(caller.inUserAgent())));
        }
    }

    private List<Tag> tags(EnvironmentSpec spec) {
        Map<String, String> all = new HashMap<>(setup.tags());
        all.putAll(EnvironmentTags.of(setup, spec).asMap());
        List<Tag> tags = new ArrayList<>();
        all.forEach((key, value) -> tags.add(Tag.builder().key(key).value(value).build()));
        return tags;
    }

    private LoadBalancer ensure(EnvironmentName environment, List<Tag> tags, Caller caller) {
        EnvironmentBalancer wanted = record.balancer();
        CreateLoadBalancerRequest request = CreateLoadBalancerRequest.builder()
                .name(TargetGroups.nameOf(environment))
                .type(LoadBalancerTypeEnum.APPLICATION)
                .ipAddressType(wanted.isDualStack() ? IpAddressType.DUALSTACK : IpAddressType.IPV4)
                .scheme(wanted.isInternal() ? LoadBalancerSchemeEnum.INTERNAL : LoadBalancerSchemeEnum.INTERNET_FACING)
                .subnets(wanted.subnets())
                .securityGroups(wanted.securityGroups())
                .tags(tags)
                .overrideConfiguration(caller.inUserAgent())
                .build();
        return call("CreateLoadBalancer", environment).of(() -> {
            try {
                return client.get().createLoadBalancer(request).loadBalancers().get(0);
            } catch (DuplicateLoadBalancerNameException e) {
                return named(TargetGroups.nameOf(environment)).orElseThrow(() -> e);
            }
        });
    }

    /** <a href="https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html">"If you attempt to create multiple listeners with the same settings, each call succeeds."</a> */
    private void listen(
            EnvironmentName environment, LoadBalancer balancer, String targetGroup, List<Tag> tags, Caller caller) {
        CreateListenerRequest.Builder request = CreateListenerRequest.builder()
                .loadBalancerArn(balancer.loadBalancerArn())
                .port(record.balancer().port())
                .protocol(ProtocolEnum.HTTP)
                .defaultActions(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .targetGroupArn(targetGroup)
                        .build())
                .tags(tags)
                .overrideConfiguration(caller.inUserAgent());
        record.balancer()
                .certificate()
                .ifPresent(certificate -> request.protocol(ProtocolEnum.HTTPS)
                        .sslPolicy(SECURITY_POLICY)
                        .certificates(Certificate.builder()
                                .certificateArn(certificate)
                                .build()));
        call("CreateListener", environment).of(() -> client.get().createListener(request.build()));
    }

    /** One that was active is asked no more. */
    @Override
    public Optional<String> awaited(EnvironmentName environment) {
        if (active.contains(environment)) {
            return Optional.empty();
        }
        Optional<LoadBalancer> balancer = find(environment);
        boolean isActive = balancer.map(found -> found.state().code())
                .filter(OwnFront::servesUsers)
                .isPresent();
        if (isActive) {
            active.add(environment);
            return Optional.empty();
        }
        return Optional.of("load balancer: "
                + balancer.map(found -> found.state().codeAsString()).orElse("not there yet"));
    }

    private static boolean servesUsers(LoadBalancerStateEnum state) {
        return state == LoadBalancerStateEnum.ACTIVE || state == LoadBalancerStateEnum.ACTIVE_IMPAIRED;
    }

    @Override
    public Optional<String> metricName(EnvironmentName environment) {
        return find(environment)
                .map(LoadBalancer::loadBalancerArn)
                .map(arn -> arn.replaceFirst("^.*:loadbalancer/", ""));
    }

    /** Its listener goes with it. */
    @Override
    public void detach(EnvironmentName environment, String targetGroup, Caller caller) {
        find(environment)
                .ifPresent(balancer -> call("DeleteLoadBalancer", environment)
                        .of(() -> client.get()
                                .deleteLoadBalancer(request -> request.loadBalancerArn(balancer.loadBalancerArn())
                                        .overrideConfiguration(caller.inUserAgent()))));
    }

    /** The load balancer of an environment, as it is now. */
    Optional<LoadBalancer> find(EnvironmentName environment) {
        return named(TargetGroups.nameOf(environment)).filter(balancer -> isOf(environment, balancer));
    }

    private Optional<LoadBalancer> named(String name) {
        return setup.call("elasticloadbalancing:DescribeLoadBalancers", "*").of(() -> {
            try {
                return client
                        .get()
                        .describeLoadBalancers(request -> request.names(name)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .loadBalancers()
                        .stream()
                        .findFirst();
            } catch (LoadBalancerNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    private boolean isOf(EnvironmentName environment, LoadBalancer balancer) {
        return owner(balancer).equals(Optional.of(environment));
    }

    /** The environment to whose load balancer that name leads, if it is one of this application. */
    Optional<EnvironmentName> owner(String dnsName) {
        String name = bare(dnsName);
        Optional<EnvironmentName> known = Optional.ofNullable(owners.get(name));
        return known.isPresent()
                ? known
                : nameIn(name)
                        .flatMap(this::named)
                        .filter(balancer -> bare(balancer.dnsName()).equals(name))
                        .flatMap(this::owner);
    }

    private Optional<EnvironmentName> owner(LoadBalancer balancer) {
        String name = bare(balancer.dnsName());
        if (!owners.containsKey(name)) {
            Map<String, String> tags = new HashMap<>();
            setup.call("elasticloadbalancing:DescribeTags", "*")
                    .of(() -> client.get()
                            .describeTags(request -> request.resourceArns(balancer.loadBalancerArn())
                                    .overrideConfiguration(setup.caller().inUserAgent()))
                            .tagDescriptions())
                    .forEach(described -> described.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
            EnvironmentTags.in(tags)
                    .filter(found -> found.belongsTo(setup))
                    .ifPresent(found -> owners.put(name, found.environment()));
        }
        return Optional.ofNullable(owners.get(name));
    }

    /** The console writes {@code dualstack.} before it. */
    static String bare(String dnsName) {
        return dnsName.toLowerCase(Locale.ROOT)
                .replaceFirst("^dualstack\\.", "")
                .replaceFirst("\\.$", "");
    }

    /** The load balancer's own name stands in its name in DNS, before a number: {@code internal-orders-7-1-123456789.eu-central-1.elb.amazonaws.com}. */
    private static Optional<String> nameIn(String dnsName) {
        String first = dnsName.replaceFirst("\\..*", "").replaceFirst("^internal-", "");
        int number = first.lastIndexOf('-');
        return number > 0 ? Optional.of(first.substring(0, number)) : Optional.empty();
    }

    private Call call(String operation, EnvironmentName environment) {
        return setup.call("elasticloadbalancing:" + operation, "loadbalancer/app/" + TargetGroups.nameOf(environment));
    }
}
