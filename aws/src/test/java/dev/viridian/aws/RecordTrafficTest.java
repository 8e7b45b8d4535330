package dev.viridian.aws;

import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What Route 53 has besides, or has become meanwhile. */
class RecordTrafficTest {
    private static final String NAME = "orders.shop.example";

    private StrictFixture fixture = byCname();

    private static StrictFixture byCname() {
        return by((zone, balancer) -> DnsRecord.cname(NAME).inZone(zone).leadingTo(balancer));
    }

    private static StrictFixture by(BiFunction<String, EnvironmentBalancer, DnsRecord> record) {
        return StrictFixture.byRecord(Simulation.of("orders").bare(), record);
    }

    static Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact(StrictFixture.version(version))
                .healthCheck(http("/health").consecutively(1))
                .keepWarm(Duration.ZERO)
                .machines(1)
                .notifying(notification -> {});
    }

    private DeploymentResult deploy(String version) {
        return Deployer.on(fixture.open()).deploy(version(version));
    }

    private String zone() {
        return ((DnsRecord) fixture.entry()).zone().text();
    }

    private void write(ChangeAction action, RRType type, long ttl, String value) {
        ResourceRecordSet record = ResourceRecordSet.builder()
                .name(NAME)
                .type(type)
                .ttl(ttl)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
        write(action, record);
    }

    private void write(ChangeAction action, ResourceRecordSet record) {
        fixture.aws()
                .route53()
                .changeResourceRecordSets(request -> request.hostedZoneId(zone())
                        .changeBatch(batch -> batch.changes(Change.builder()
                                .action(action)
                                .resourceRecordSet(record)
                                .build())));
    }

    private List<ResourceRecordSet> records() {
        return fixture.aws()
                .route53()
                .listResourceRecordSets(request -> request.hostedZoneId(zone()).startRecordName(NAME))
                .resourceRecordSets();
    }

    private void refused(String why) {
        DeploymentResult result = deploy("1.0");

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.failure().orElseThrow().message()).contains(why);
        assertThat(fixture.aws().autoScaling().describeAutoScalingGroups().autoScalingGroups())
                .isEmpty();
    }

    @Test
    void aWildcardLeadsToAnEnvironmentToo() {
        fixture = by((zone, balancer) ->
                DnsRecord.alias("*.orders.shop.example").inZone(zone).leadingTo(balancer));

        assertThat(deploy("1.0").outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(fixture.visit("/")).isPresent();
    }

    private static StrictFixture weighted() {
        return by((zone, balancer) ->
                DnsRecord.cname(NAME).inZone(zone).leadingTo(balancer).weighted());
    }

    /** As many as there are share the users where none has a weight. */
    @Test
    void recordsOfWhichNoneHasAWeightSendUsersAllTheSame() {
        fixture = weighted();
        deploy("1.0").orElseThrow();
        write(ChangeAction.UPSERT, record().toBuilder().weight(0L).build());
        AwsPlatform platform = fixture.open();
        EnvironmentName live = new EnvironmentName("orders-1-1");

        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(live));
        assertThatThrownBy(() -> platform.environments().destroy(live, new Fence(1, "orders#1/destroy")))
                .hasMessageContaining("it gets traffic");

        assertThat(deploy("1.1").outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(record().setIdentifier()).isEqualTo("orders-2-1");
    }

    /** It would be the only one, and then gets all users whatever its weight is. */
    @Test
    void usersAreNotSentAwayToARecordOfSomebodyElsesWithoutWeight() {
        fixture = weighted();
        deploy("1.0").orElseThrow();
        write(
                ChangeAction.CREATE,
                record().toBuilder()
                        .setIdentifier("old")
                        .weight(0L)
                        .resourceRecords(ResourceRecord.builder()
                                .value("old.shop.example")
                                .build())
                        .build());
        AwsPlatform platform = fixture.open();

        assertThatThrownBy(() -> platform.traffic().route(TrafficSplit.nowhere(), new Fence(1, "orders#1/route")))
                .hasMessageContaining("would get all users then: old");

        assertThat(platform.traffic().observed()).isEqualTo(TrafficSplit.allTo(new EnvironmentName("orders-1-1")));
    }

    /** The first of that name. */
    private ResourceRecordSet record() {
        return records().get(0);
    }

    @Test
    void aRecordThatLeadsElsewhereIsLeftAsItIs() {
        write(ChangeAction.CREATE, RRType.CNAME, 60, "old.shop.example");

        refused("it leads to old.shop.example, which no deployment of orders has made");

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.resourceRecords())
                        .extracting(ResourceRecord::value)
                        .containsExactly("old.shop.example"));
    }

    @Test
    void aRecordOfAnotherKindIsLeftAsItIs() {
        write(ChangeAction.CREATE, RRType.A, 60, "192.0.2.7");

        refused("there is a record of the type A");
    }

    @Test
    void aZoneThatIsNotThereIsTold() {
        fixture = by((zone, balancer) -> DnsRecord.cname(NAME).inZone("Z000").leadingTo(balancer));

        refused("there is no such hosted zone in this account");
    }

    @Test
    void theZonesOwnNameTakesAnAlias() {
        fixture = by(
                (zone, balancer) -> DnsRecord.cname("shop.example").inZone(zone).leadingTo(balancer));

        refused("its own name can have no CNAME record. Use DnsRecord.alias.");
    }

    @Test
    void aLoadBalancerOfOneZoneIsRefusedBeforeAnythingIsTouched() {
        fixture = by((zone, balancer) -> {
            String subnet = balancer.subnets().get(0);
            return DnsRecord.cname(NAME).inZone(zone).leadingTo(EnvironmentBalancer.in(subnet, subnet));
        });

        refused("takes one subnet of each zone, of two zones at least, and these are in the zone");
    }

    @Test
    void ofSeveralZonesOfANameOneIsToBeNamed() {
        fixture = by((zone, balancer) ->
                DnsRecord.cname(NAME).inZoneNamed("shop.example").leadingTo(balancer));
        fixture.aws()
                .route53()
                .createHostedZone(request -> request.name("shop.example")
                        .callerReference("inside")
                        .hostedZoneConfig(config -> config.privateZone(true))
                        .vpc(network -> network.vpcId(fixture.aws().vpc())));

        refused("there are 2 of that name");
    }

    /** As they are told to when a second one of that name is made. */
    @Test
    void theRecordIsTheSameWhetherItsZoneIsSaidByNameOrById() {
        List<EnvironmentBalancer> balancers = new ArrayList<>();
        List<String> zones = new ArrayList<>();
        fixture = by((zone, balancer) -> {
            zones.add(zone);
            balancers.add(balancer);
            return DnsRecord.cname(NAME).inZoneNamed("shop.example").leadingTo(balancer);
        });
        deploy("1.0").orElseThrow();
        AwsPlatform byId =
                fixture.openBehind(DnsRecord.cname(NAME).inZone(zones.get(0)).leadingTo(balancers.get(0)));

        assertThat(Deployer.on(byId).deploy(version("1.1")).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(byId.environments().list())
                .extracting(found -> found.revision().version())
                .containsExactly("1.1");
        assertThat(deploy("1.2").outcome()).isEqualTo(Outcome.DEPLOYED);
    }

    @Test
    void aLongerTimeToLiveIsToldBeforeItIsRelied() {
        deploy("1.0").orElseThrow();
        String target = records().get(0).resourceRecords().get(0).value();
        write(ChangeAction.UPSERT, RRType.CNAME, 3600, target);

        assertThatThrownBy(() -> Deployer.on(fixture.open()).plan(version("1.1")))
                .hasMessageContaining("is kept by resolvers for 3600 s")
                .hasMessageContaining("Set its time to live to 60 s");
    }

    @Test
    void aRecordThatSomebodyChangesMeanwhileIsNotOverwritten() {
        deploy("1.0").orElseThrow();
        AwsPlatform platform = fixture.open();
        String target = records().get(0).resourceRecords().get(0).value();
        boolean[] isChanged = {false};
        fixture.aws().faults(call -> {
            if (call.operation().equals("ChangeResourceRecordSets") && !isChanged[0]) {
                isChanged[0] = true;
                write(ChangeAction.UPSERT, RRType.CNAME, 30, target);
            }
            return Optional.empty();
        });

        assertThatThrownBy(() -> platform.traffic().route(TrafficSplit.nowhere(), new Fence(9, "orders#2/route")))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isTrue())
                .hasMessageContaining("somebody else has changed it meanwhile");

        assertThat(records())
                .singleElement()
                .satisfies(record -> assertThat(record.ttl()).isEqualTo(30));
    }

    @Test
    void aRecordAloneTakesNoShares() {
        assertThatThrownBy(() -> fixture.open()
                        .traffic()
                        .route(
                                TrafficSplit.of(Map.of(
                                        new EnvironmentName("orders-1-1"), 1, new EnvironmentName("orders-2-1"), 3)),
                                new Fence(9, "orders#2/route")))
                .hasMessageContaining("leads to one environment alone")
                .hasMessageContaining("weighted()");
    }

    /** Who carries on after a death does not know which change it was, and asks for the same again. */
    @Test
    void aChangeShowsWhenAllNameServersKnowItAlsoToWhoCarriesOn() {
        fixture = by((zone, balancer) ->
                DnsRecord.cname(NAME).inZone(zone).leadingTo(balancer).weighted());
        deploy("1.0").orElseThrow();
        AwsPlatform dead = fixture.open();
        AwsPlatform next = fixture.open();
        TrafficSplit live = TrafficSplit.allTo(new EnvironmentName("orders-1-1"));

        dead.traffic().route(TrafficSplit.nowhere(), new Fence(9, "orders#2/route"));
        assertThat(dead.traffic().observed()).isEqualTo(live);
        dead.traffic().route(live, new Fence(9, "orders#2/route"));
        next.traffic().route(live, new Fence(10, "orders#2/route"));
        int asked = changesAskedFor();
        assertThat(next.traffic().observed()).isEqualTo(live);
        next.traffic().route(live, new Fence(10, "orders#2/route"));

        assertThat(changesAskedFor()).as("once it knows of its own").isEqualTo(asked);
        fixture.aws().time().sleep(Duration.ofSeconds(61));
        next.traffic().route(TrafficSplit.nowhere(), new Fence(10, "orders#2/route"));
        assertThat(next.traffic().observed()).isEqualTo(live);
        fixture.aws().time().sleep(Duration.ofSeconds(61));
        assertThat(next.traffic().observed()).isEqualTo(TrafficSplit.nowhere());
    }

    /** Who carries on finds it written, and name servers may answer otherwise for a minute: so long users may come to either. */
    @Test
    void whatADeadControllerWroteShowsWhenAllNameServersKnowIt() {
        deploy("1.0").orElseThrow();
        EnvironmentName second = new EnvironmentName("orders-2-1");
        AwsPlatform dead = fixture.open();
        AwsPlatform next = fixture.open();
        dead.environments()
                .create(
                        new EnvironmentSpec(second, fixture.artifacts().pin(StrictFixture.version("1.1")), 1),
                        new Fence(9, "orders#2/create"));

        dead.traffic().route(TrafficSplit.allTo(second), new Fence(9, "orders#2/route"));
        next.traffic().route(TrafficSplit.allTo(second), new Fence(10, "orders#2/route"));

        assertThat(next.traffic().observed().environments()).containsExactly(new EnvironmentName("orders-1-1"), second);
        fixture.aws().time().sleep(Duration.ofSeconds(61));
        assertThat(next.traffic().observed()).isEqualTo(TrafficSplit.allTo(second));
    }

    /** Who carries on finds no record. Nothing can be written again, so what name servers take as a rule is waited for, twice. */
    @Test
    void thatADeadControllerSentUsersNowhereShowsWhenNameServersHaveHadTheTimeToLearnIt() {
        deploy("1.0").orElseThrow();
        AwsPlatform dead = fixture.open();
        AwsPlatform next = fixture.open();
        TrafficSplit live = TrafficSplit.allTo(new EnvironmentName("orders-1-1"));

        dead.traffic().route(TrafficSplit.nowhere(), new Fence(9, "orders#2/route"));
        int asked = changesAskedFor();
        next.traffic().route(TrafficSplit.nowhere(), new Fence(10, "orders#2/route"));

        assertThat(fixture.visit()).as("name servers do not know it yet").isPresent();
        assertThat(next.traffic().observed()).isEqualTo(live);
        fixture.aws().time().sleep(Duration.ofSeconds(119));
        next.traffic().route(TrafficSplit.nowhere(), new Fence(10, "orders#2/route"));
        assertThat(next.traffic().observed())
                .as("the same is asked for again, and its time goes on")
                .isEqualTo(live);
        fixture.aws().time().sleep(Duration.ofSeconds(1));
        assertThat(next.traffic().observed()).isEqualTo(TrafficSplit.nowhere());
        assertThat(changesAskedFor()).isEqualTo(asked);
    }

    private int changesAskedFor() {
        return (int) fixture.aws().calls().stream()
                .filter(made -> made.call().operation().equals("ChangeResourceRecordSets"))
                .count();
    }
}
