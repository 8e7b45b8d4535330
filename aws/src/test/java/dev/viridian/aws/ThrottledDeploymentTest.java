package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.engine.Deployer;
import dev.viridian.testing.aws.AnsweredCall;
import dev.viridian.testing.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Deployments to an AWS that takes five requests of each service in a second, as
 * <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html">Route 53 does of an account</a>, or one, because others call it as well.
 */
class ThrottledDeploymentTest {
    private static final String NAME = "orders.shop.example";

    /** How users are moved, and what environments are. */
    enum Way {
        LISTENER(StrictFixture::new),
        LISTENER_WITHOUT_GROUPS(() -> new StrictFixture().withoutGroup()),
        ALIAS(() -> byRecord(DnsRecord.alias(NAME), false)),
        WEIGHTED_ALIAS(() -> byRecord(DnsRecord.alias(NAME), true)),
        CNAME(() -> byRecord(DnsRecord.cname(NAME), false)),
        CNAME_WITHOUT_GROUPS(() -> byRecord(DnsRecord.cname(NAME), false).withoutGroup()),
        ELASTIC_BEANSTALK(BeanstalkFixture::new);

        private final Supplier<ExploredAws> fixture;

        Way(Supplier<ExploredAws> fixture) {
            this.fixture = fixture;
        }

        private static StrictFixture byRecord(DnsRecord.NeedsZone begun, boolean weighted) {
            return StrictFixture.byRecord(Simulation.of("orders").bare(), (zone, balancer) -> {
                DnsRecord record = begun.inZone(zone).leadingTo(balancer);
                return weighted ? record.weighted() : record;
            });
        }
    }

    /** One with a release that is live. */
    private static ExploredAws live(Way way) {
        ExploredAws fixture = way.fixture.get();
        Deployer.on(fixture.open())
                .deploy(AwsExplorationTest.version(fixture.artifact("1.0")))
                .orElseThrow();
        return fixture;
    }

    private static ExploredAws throttled(Way way, int perSecond) {
        ExploredAws fixture = live(way);
        fixture.throttle(perSecond);
        return fixture;
    }

    /** How long a second deployment takes. */
    private static Duration deployed(ExploredAws fixture) {
        Instant begun = fixture.aws().time().now();
        Deployer.on(fixture.open())
                .deploy(AwsExplorationTest.version(fixture.artifact("1.1")))
                .orElseThrow();
        Duration taken = Duration.between(begun, fixture.aws().time().now());
        assertThat(fixture.leftovers()).isZero();
        return taken;
    }

    private static long throttledCalls(ExploredAws fixture) {
        return fixture.aws().calls().stream()
                .map(AnsweredCall::answer)
                .filter(answer -> answer.equals("Throttling") || answer.equals("RequestLimitExceeded"))
                .count();
    }

    @ParameterizedTest
    @EnumSource
    void theFewerRequestsAreTakenTheLaterItEndsAndItEndsWell(Way way) {
        Duration unlimited = deployed(live(way));
        ExploredAws five = throttled(way, 5);
        Duration withFive = deployed(five);
        ExploredAws one = throttled(way, 1);
        Duration withOne = deployed(one);

        assertThat(withFive).isGreaterThanOrEqualTo(unlimited);
        assertThat(withOne).isGreaterThan(withFive).isLessThan(unlimited.multipliedBy(3));
        assertThat(throttledCalls(one)).isGreaterThan(throttledCalls(five));
    }
}
