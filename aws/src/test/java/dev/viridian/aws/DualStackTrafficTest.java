package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Load balancers that are reached over IPv6, too: by a record of each type of address. */
class DualStackTrafficTest {
    private static final String NAME = "orders.shop.example";
    private static final EnvironmentName FIRST = new EnvironmentName("orders-1-1");
    private static final EnvironmentName SECOND = new EnvironmentName("orders-2-1");

    /** What a platform's load balancers are like can be said otherwise from one to the next. */
    private EnvironmentBalancer balancer = EnvironmentBalancer.in("subnet-none", "subnet-none");

    private String zone = "";
    private UnaryOperator<DnsRecord> kind = record -> record;
    private final StrictFixture fixture =
            StrictFixture.byRecord(Simulation.of("orders").bare(), (id, between) -> {
                zone = id;
                balancer = between;
                return DnsRecord.alias(NAME).inZone(id).leadingTo(between);
            });

    private AwsPlatform platform(EnvironmentBalancer like) {
        return fixture.openBehind(kind.apply(DnsRecord.alias(NAME).inZone(zone).leadingTo(like)));
    }

    private void deploy(String version, EnvironmentBalancer like) {
        Deployer.on(platform(like)).deploy(RecordTrafficTest.version(version)).orElseThrow();
    }

    private void create(EnvironmentName name, EnvironmentBalancer like) {
        platform(like)
                .environments()
                .create(
                        new EnvironmentSpec(name, fixture.artifacts().pin(StrictFixture.version("1.0")), 1),
                        new Fence(1, name.value()));
    }

    private void route(TrafficSplit desired) {
        platform(balancer).traffic().route(desired, new Fence(9, "orders#9/route"));
        fixture.aws().time().sleep(Duration.ofSeconds(61));
        assertThat(platform(balancer).traffic().observed().sameSharesAs(desired))
                .isTrue();
    }

    private List<ResourceRecordSet> records() {
        return fixture.aws()
                .route53()
                .listResourceRecordSets(request -> request.hostedZoneId(zone).startRecordName(NAME))
                .resourceRecordSets();
    }

    /** Each record: its type, and the environment that it leads to. */
    private List<String> leading() {
        return records().stream()
                .map(record -> record.typeAsString() + " "
                        + record.aliasTarget().dnsName().replaceFirst("-\\d+\\..*", ""))
                .toList();
    }

    private long batches() {
        return fixture.aws().calls().stream()
                .filter(made -> made.call().operation().equals("ChangeResourceRecordSets"))
                .count();
    }

    private void write(ChangeAction action, RRType type, String target) {
        ResourceRecordSet.Builder record =
                ResourceRecordSet.builder().name(NAME).type(type);
        ResourceRecordSet written = target.contains(":")
                ? record.ttl(60L)
                        .resourceRecords(ResourceRecord.builder().value(target).build())
                        .build()
                : record.aliasTarget(records().get(0).aliasTarget().toBuilder()
                                .dnsName(target)
                                .build())
                        .build();
        fixture.aws()
                .route53()
                .changeResourceRecordSets(request -> request.hostedZoneId(zone)
                        .changeBatch(batch -> batch.changes(Change.builder()
                                .action(action)
                                .resourceRecordSet(written)
                                .build())));
    }

    @Test
    void bothRecordsAreChangedByOneBatch() {
        deploy("1.0", balancer.dualStack());
        assertThat(leading()).containsExactly("A orders-1-1", "AAAA orders-1-1");
        long before = batches();

        deploy("1.1", balancer.dualStack());

        assertThat(leading()).containsExactly("A orders-2-1", "AAAA orders-2-1");
        assertThat(batches()).isEqualTo(before + 1);
    }

    @Test
    void withoutIpv6ThereIsOneRecord() {
        deploy("1.0", balancer);
        deploy("1.1", balancer);

        assertThat(leading()).containsExactly("A orders-2-1");
    }

    @Test
    void bothGoBackTogether() {
        create(FIRST, balancer.dualStack());
        create(SECOND, balancer.dualStack());
        route(TrafficSplit.allTo(FIRST));

        route(TrafficSplit.allTo(SECOND));
        route(TrafficSplit.allTo(FIRST));
        assertThat(leading()).containsExactly("A orders-1-1", "AAAA orders-1-1");

        route(TrafficSplit.nowhere());
        assertThat(records()).noneMatch(record -> record.name().startsWith(NAME));
    }

    @Test
    void whatHadNoIpv6HasNoneWhenUsersComeBackToIt() {
        create(FIRST, balancer);
        create(SECOND, balancer.dualStack());
        route(TrafficSplit.allTo(FIRST));

        route(TrafficSplit.allTo(SECOND));
        assertThat(leading()).containsExactly("A orders-2-1", "AAAA orders-2-1");
        route(TrafficSplit.allTo(FIRST));

        assertThat(leading()).containsExactly("A orders-1-1");
    }

    /** Else all who prefer it would come to the one that has IPv6. */
    @Test
    void usersAreSharedOverIpv4WhileOneOfThemHasNoOther() {
        kind = DnsRecord::weighted;
        create(FIRST, balancer);
        create(SECOND, balancer.dualStack());

        route(TrafficSplit.of(Map.of(FIRST, 9, SECOND, 1)));

        assertThat(leading()).containsExactly("A orders-1-1", "A orders-2-1");
    }

    @Test
    void sharesAreTheSameOverBoth() {
        kind = DnsRecord::weighted;
        create(FIRST, balancer.dualStack());
        create(SECOND, balancer.dualStack());

        route(TrafficSplit.of(Map.of(FIRST, 9, SECOND, 1)));

        assertThat(leading()).containsExactly("A orders-1-1", "A orders-2-1", "AAAA orders-1-1", "AAAA orders-2-1");
        assertThat(records()).extracting(ResourceRecordSet::weight).containsExactly(9L, 1L, 9L, 1L);
    }

    @Test
    void whereTheyLeadApartUsersComeToBoth() {
        create(FIRST, balancer.dualStack());
        create(SECOND, balancer.dualStack());
        route(TrafficSplit.allTo(SECOND));
        String second = records().get(0).aliasTarget().dnsName();
        route(TrafficSplit.allTo(FIRST));

        write(ChangeAction.UPSERT, RRType.AAAA, second);

        assertThat(platform(balancer).traffic().observed()).isEqualTo(TrafficSplit.of(Map.of(FIRST, 1, SECOND, 1)));
        route(TrafficSplit.allTo(FIRST));
        assertThat(leading()).containsExactly("A orders-1-1", "AAAA orders-1-1");
    }

    /** It leads to the live environment, which would have no successor that has IPv6. */
    @Test
    void whatUsersOverIpv6WouldLoseIsToldBefore() {
        deploy("1.0", balancer.dualStack());

        assertThatThrownBy(() -> Deployer.on(platform(balancer)).plan(RecordTrafficTest.version("1.1")))
                .hasMessageContaining("orders.shop.example has an AAAA record, too")
                .hasMessageContaining("Say EnvironmentBalancer….dualStack(), or remove that record");

        assertThat(leading()).containsExactly("A orders-1-1", "AAAA orders-1-1");
    }

    @Test
    void anAddressThatSomebodyWroteIsLeftAsItIs() {
        deploy("1.0", balancer);
        write(ChangeAction.CREATE, RRType.AAAA, "2001:db8::7");

        assertThatThrownBy(() -> Deployer.on(platform(balancer.dualStack())).plan(RecordTrafficTest.version("1.1")))
                .hasMessageContaining("it leads to 2001:db8::7, which no deployment of orders has made");
    }

    @Test
    void anAddressThatSomebodyWritesMeanwhileIsNotOverwritten() {
        create(FIRST, balancer);
        create(SECOND, balancer.dualStack());
        route(TrafficSplit.allTo(FIRST));
        AwsPlatform platform = platform(balancer.dualStack());
        fixture.aws().faults(call -> {
            if (call.operation().equals("ChangeResourceRecordSets")) {
                fixture.aws().faults(other -> Optional.empty());
                write(ChangeAction.CREATE, RRType.AAAA, "2001:db8::7");
            }
            return Optional.empty();
        });

        assertThatThrownBy(() -> platform.traffic().route(TrafficSplit.allTo(SECOND), new Fence(9, "orders#9/route")))
                .hasMessageContaining("somebody else has changed it meanwhile");

        assertThat(records()).extracting(ResourceRecordSet::typeAsString).containsExactly("A", "AAAA");
    }

    @Test
    void subnetsWithoutIpv6AreToldBeforeAnythingIsTouched() {
        String without = fixture.aws().subnets().get(2);
        EnvironmentBalancer like =
                EnvironmentBalancer.in(fixture.aws().subnets().get(0), without);

        assertThatThrownBy(() -> Deployer.on(platform(like.dualStack())).plan(RecordTrafficTest.version("1.0")))
                .hasMessageContaining("these of their subnets have no IPv6 CIDR block: " + without)
                .hasMessageContaining("or leave dualStack() out");
        deploy("1.0", like);
    }
}
