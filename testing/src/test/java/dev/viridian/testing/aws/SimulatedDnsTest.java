package dev.viridian.testing.aws;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

@SuppressWarnings("unchecked") // The SDK takes any number of lambdas.
class SimulatedDnsTest {
    private final SimulatedAws aws = SimulatedAws.create();
    private final Route53Client dns = aws.route53();
    private final String zone = dns.createHostedZone(
                    request -> request.name("shop.example").callerReference("1"))
            .hostedZone()
            .id();

    private static ResourceRecordSet.Builder cname(String target, long ttl) {
        return ResourceRecordSet.builder()
                .name("www.shop.example")
                .type("CNAME")
                .ttl(ttl)
                .resourceRecords(ResourceRecord.builder().value(target).build());
    }

    private static Change change(ChangeAction action, ResourceRecordSet.Builder record) {
        return Change.builder().action(action).resourceRecordSet(record.build()).build();
    }

    private String write(Change... changes) {
        return dns.changeResourceRecordSets(
                        request -> request.hostedZoneId(zone).changeBatch(batch -> batch.changes(changes)))
                .changeInfo()
                .id();
    }

    private ChangeStatus status(String change) {
        return dns.getChange(request -> request.id(change)).changeInfo().status();
    }

    @Test
    void aChangeIsPendingUntilTheNameServersKnowIt() {
        String change = write(change(ChangeAction.UPSERT, cname("blue.example", 60)));
        assertThat(status(change)).isEqualTo(ChangeStatus.PENDING);
        assertThat(aws.resolver().resolve("www.shop.example")).isEmpty();

        aws.time().sleep(ofMinutes(1));
        assertThat(status(change)).isEqualTo(ChangeStatus.INSYNC);
        assertThat(aws.resolver().resolve("www.shop.example")).contains("blue.example");
    }

    @Test
    void aResolverKeepsWhatItWasAnsweredForTheTimeToLive() {
        SimulatedResolver resolver = aws.resolver();
        write(change(ChangeAction.UPSERT, cname("blue.example", 300)));
        aws.time().sleep(ofMinutes(1));
        assertThat(resolver.resolve("www.shop.example")).contains("blue.example");

        write(change(ChangeAction.UPSERT, cname("green.example", 300)));
        aws.time().sleep(ofMinutes(2));
        assertThat(resolver.resolve("www.shop.example"))
                .as("INSYNC is not moved")
                .contains("blue.example");
        assertThat(aws.resolver().resolve("www.shop.example")).contains("green.example");
        aws.time().sleep(ofMinutes(3));
        assertThat(resolver.resolve("www.shop.example")).contains("green.example");
    }

    private LoadBalancer balancer(String name, String addresses) {
        return aws.loadBalancing()
                .createLoadBalancer(request ->
                        request.name(name).subnets(aws.subnets().subList(0, 2)).ipAddressType(addresses))
                .loadBalancers()
                .get(0);
    }

    private static ResourceRecordSet.Builder alias(String type, LoadBalancer target) {
        return ResourceRecordSet.builder()
                .name("www.shop.example")
                .type(type)
                .aliasTarget(to -> to.dnsName(target.dnsName())
                        .hostedZoneId(target.canonicalHostedZoneId())
                        .evaluateTargetHealth(false));
    }

    private void giveIpv6(String subnet, String block) {
        aws.ec2().associateSubnetCidrBlock(request -> request.subnetId(subnet).ipv6CidrBlock(block));
    }

    @Test
    void overIpv6TheRecordOfItsAddressesIsAskedFor() {
        giveIpv6(aws.subnets().get(0), "2001:db8:0:1::/64");
        giveIpv6(aws.subnets().get(1), "2001:db8:0:2::/64");
        LoadBalancer both = balancer("both", "dualstack");
        LoadBalancer other = balancer("other", "dualstack");
        write(
                change(ChangeAction.CREATE, alias("A", other)),
                change(ChangeAction.CREATE, alias("AAAA", both)),
                change(ChangeAction.CREATE, cname(both.dnsName(), 60).name("named.shop.example")));
        aws.time().sleep(ofMinutes(1));

        assertThat(aws.resolver().resolve("www.shop.example")).contains(other.dnsName());
        assertThat(aws.resolver().overIpv6().resolve("www.shop.example")).contains(both.dnsName());
        assertThat(aws.resolver().overIpv6().resolve("named.shop.example")).contains(both.dnsName());
    }

    @Test
    void whatHasNoAddressOfIpv6IsNotFoundOverIt() {
        LoadBalancer one = balancer("one", "ipv4");
        write(
                change(ChangeAction.CREATE, alias("AAAA", one)),
                change(ChangeAction.CREATE, cname(one.dnsName(), 60).name("named.shop.example")));
        aws.time().sleep(ofMinutes(1));

        assertThat(aws.resolver().overIpv6().resolve("www.shop.example")).isEmpty();
        assertThat(aws.resolver().overIpv6().resolve("named.shop.example")).isEmpty();
    }

    @Test
    void aDualStackLoadBalancerNeedsSubnetsWithIpv6() {
        giveIpv6(aws.subnets().get(0), "2001:db8:0:1::/64");

        assertThatThrownBy(() -> balancer("both", "dualstack"))
                .hasMessageContaining("You must specify subnets with an associated IPv6 CIDR block.");
        assertThatThrownBy(() -> giveIpv6(aws.subnets().get(0), "2001:db8:0:2::/64"))
                .hasMessageContaining("already associated with an IPv6 CIDR block");
    }

    @Test
    void ofABatchEitherAllIsDoneOrNothing() {
        write(change(ChangeAction.CREATE, cname("blue.example", 60)));
        ResourceRecordSet.Builder other = cname("x.example", 60).name("other.shop.example");

        assertThatThrownBy(() -> write(
                        change(ChangeAction.CREATE, other), change(ChangeAction.CREATE, cname("green.example", 60))))
                .isInstanceOfSatisfying(
                        InvalidChangeBatchException.class,
                        e -> assertThat(e.messages())
                                .containsExactly(
                                        "Tried to create resource record set [name='www.shop.example.', type='CNAME'] but it already exists"));
        assertThat(dns.listResourceRecordSets(request -> request.hostedZoneId(zone))
                        .resourceRecordSets())
                .extracting(record -> record.name() + " " + record.typeAsString())
                .containsExactly("shop.example. NS", "shop.example. SOA", "www.shop.example. CNAME");
    }

    @Test
    void weightsAreAnsweredInTheirProportion() {
        write(
                change(
                        ChangeAction.UPSERT,
                        cname("blue.example", 60).setIdentifier("blue").weight(3L)),
                change(
                        ChangeAction.UPSERT,
                        cname("green.example", 60).setIdentifier("green").weight(1L)));
        aws.time().sleep(ofMinutes(1));
        var answered = new TreeMap<String, Integer>();
        for (int i = 0; i < 40; i++) {
            answered.merge(aws.resolver().resolve("www.shop.example").orElseThrow(), 1, Integer::sum);
        }
        assertThat(answered).containsEntry("blue.example", 30).containsEntry("green.example", 10);
    }

    @Test
    void anAliasLeadsToALoadBalancerAndUsersToo() {
        AwsScene scene = new AwsScene();
        scene.balancer(AwsScene.weight(scene.targetGroup("blue"), 1));
        Route53Client itsDns = scene.aws.route53();
        String itsZone = itsDns.createHostedZone(
                        request -> request.name("shop.example").callerReference("1"))
                .hostedZone()
                .id();
        itsDns.changeResourceRecordSets(request -> request.hostedZoneId(itsZone)
                .changeBatch(batch -> batch.changes(change(
                        ChangeAction.CREATE,
                        ResourceRecordSet.builder()
                                .name("shop.example")
                                .type("A")
                                .aliasTarget(target -> target.dnsName(scene.dns + ".")
                                        .hostedZoneId("Z215JYRZR1TBD5")
                                        .evaluateTargetHealth(false))))));
        scene.sleep(ofSeconds(60));

        assertThat(scene.aws.resolver().resolve("shop.example")).contains(scene.dns);
        assertThat(scene.aws.ask("shop.example", "/").orElseThrow().reply().status())
                .isEqualTo(503);
    }

    @Test
    void recordsAreListedInPages() {
        for (String name : List.of("a", "b", "c")) {
            write(change(ChangeAction.CREATE, cname("x.example", 60).name(name + ".shop.example")));
        }
        assertThat(dns
                        .listResourceRecordSetsPaginator(
                                request -> request.hostedZoneId(zone).maxItems("2"))
                        .resourceRecordSets()
                        .stream()
                        .map(ResourceRecordSet::name))
                .containsExactly(
                        "shop.example.", "shop.example.", "a.shop.example.", "b.shop.example.", "c.shop.example.");
    }

    @Test
    void recordsAreInTheOrderOfTheirNamesFromTheLastLabelToTheFirst() {
        write(
                change(ChangeAction.CREATE, cname("x.example", 60).name("a.z.shop.example")),
                change(ChangeAction.CREATE, cname("x.example", 60).name("b.shop.example")),
                change(ChangeAction.CREATE, cname("x.example", 60).name("*.b.shop.example")));

        assertThat(dns.listResourceRecordSets(
                                request -> request.hostedZoneId(zone).startRecordName("b.shop.example"))
                        .resourceRecordSets())
                .extracting(ResourceRecordSet::name)
                .containsExactly("b.shop.example.", "\\052.b.shop.example.", "a.z.shop.example.");
    }

    @Test
    void aNameThatIsAnotherIsNeitherTheZonesOwnNorBesideOtherRecords() {
        assertThatThrownBy(() -> write(
                        change(ChangeAction.CREATE, cname("blue.example", 60).name("shop.example"))))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("is not permitted at apex in zone shop.example.");
        write(change(
                ChangeAction.CREATE,
                cname("blue.example", 60).type("TXT").resourceRecords(text -> text.value("\"x\""))));
        assertThatThrownBy(() -> write(change(ChangeAction.CREATE, cname("blue.example", 60))))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("conflicts with other records with the same DNS name");
    }

    @Test
    void whatIsRemovedMustBeAsItIs() {
        write(change(ChangeAction.CREATE, cname("blue.example", 60)));

        assertThatThrownBy(() -> write(
                        change(ChangeAction.DELETE, cname("blue.example", 30)),
                        change(ChangeAction.UPSERT, cname("green.example", 60))))
                .isInstanceOf(InvalidChangeBatchException.class);
        write(
                change(ChangeAction.DELETE, cname("blue.example", 60)),
                change(ChangeAction.UPSERT, cname("green.example", 60)));
        aws.time().sleep(ofMinutes(1));
        assertThat(aws.resolver().resolve("www.shop.example")).contains("green.example");
    }

    @Test
    void zonesAreFoundByTheirNamesAndPrivateOnesAnswerFirst() {
        String inside = dns.createHostedZone(request -> request.name("shop.example")
                        .callerReference("2")
                        .hostedZoneConfig(config -> config.privateZone(true))
                        .vpc(network -> network.vpcId(aws.vpc())))
                .hostedZone()
                .id();
        assertThat(dns.listHostedZonesByName(request -> request.dnsName("shop.example"))
                        .hostedZones())
                .extracting(found -> found.id() + " " + found.config().privateZone())
                .containsExactlyInAnyOrder(zone + " false", inside + " true");
        assertThat(dns.listHostedZonesByName(request -> request.dnsName("z.example"))
                        .hostedZones())
                .isEmpty();

        write(change(ChangeAction.CREATE, cname("outside.example", 60)));
        dns.changeResourceRecordSets(request -> request.hostedZoneId(inside)
                .changeBatch(batch -> batch.changes(change(ChangeAction.CREATE, cname("inside.example", 60)))));
        aws.time().sleep(ofMinutes(1));
        assertThat(aws.resolver().resolve("www.shop.example")).contains("inside.example");
    }

    @Test
    void anAliasOfALoadBalancerNamesTheZoneOfLoadBalancers() {
        assertThatThrownBy(() -> write(change(
                        ChangeAction.CREATE,
                        ResourceRecordSet.builder()
                                .name("www.shop.example")
                                .type("A")
                                .aliasTarget(target -> target.dnsName("orders-1.eu-central-1.elb.amazonaws.com")
                                        .hostedZoneId("Z000000000000")
                                        .evaluateTargetHealth(false)))))
                .isInstanceOf(InvalidChangeBatchException.class)
                .hasMessageContaining("does not lie within the target zone");
    }
}
