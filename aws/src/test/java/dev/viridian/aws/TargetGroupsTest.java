package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.viridian.EnvironmentName;
import dev.viridian.Outcome;
import dev.viridian.TrafficSplit;
import dev.viridian.engine.Deployer;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.EnvironmentSpec;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

class TargetGroupsTest {
    private static String nameOf(String environment) {
        return TargetGroups.nameOf(new EnvironmentName(environment));
    }

    @Test
    void aShortNameIsThatOfTheEnvironment() {
        assertThat(nameOf("orders-12-1")).isEqualTo("orders-12-1");
        assertThat(nameOf("a".repeat(32))).isEqualTo("a".repeat(32));
    }

    @Test
    void aLongOneIsItsBeginningAndADigestThatTellsItFromOthers() {
        String one = nameOf("the-orders-of-all-our-customers-in-europe-12-1");
        String other = nameOf("the-orders-of-all-our-customers-in-europe-12-2");

        assertThat(one)
                .startsWith("the-orders-of-all-")
                .hasSizeLessThanOrEqualTo(32)
                .isNotEqualTo(other);
        assertThat(nameOf("the-orders-of-all-our-customers-in-europe-12-1")).isEqualTo(one);
    }

    @Test
    void whatAwsDoesNotTakeIsNotMade() {
        assertThat(nameOf("internal-a-1-1")).doesNotStartWith("internal-").hasSizeLessThanOrEqualTo(32);
        assertThat(nameOf("abcdefghijklmnopqr--------------------z"))
                .doesNotContain("--")
                .hasSizeLessThanOrEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "internal",
                "internal-orders",
                "orders-of-customers",
                "the-orders-of-customers",
                "the-orders-of-all-our-customers-in-europe",
                "internal-orders-of-all-our-customers",
                "abcdefghijklmnopqr-------z"
            })
    void theirNamesAreWhatThePolicyAllows(String application) {
        List<Pattern> allowed = TargetGroups.patternsOf(application).stream()
                .map(pattern -> Pattern.compile(pattern.replace("*", ".*")))
                .toList();

        for (String environment : List.of("-1-1", "-12-3", "-123456-1", "-123456789-12")) {
            assertThat(allowed)
                    .anyMatch(pattern ->
                            pattern.matcher(nameOf(application + environment)).matches());
        }
    }

    @Test
    void eachHasTheAttributesThatWereAskedFor() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open(setup -> setup.targetGroupAttribute("stickiness.enabled", "true")
                .targetGroupAttribute("load_balancing.algorithm.type", "least_outstanding_requests")
                .draining(Duration.ofSeconds(7)));

        Deployer.on(platform).deploy(RecordTrafficTest.version("1.0")).orElseThrow();

        ElasticLoadBalancingV2Client client = fixture.aws().loadBalancing();
        String group = client.describeTargetGroups(request -> request.names("orders-1-1"))
                .targetGroups()
                .get(0)
                .targetGroupArn();
        assertThat(client.describeTargetGroupAttributes(request -> request.targetGroupArn(group))
                        .attributes())
                .extracting(TargetGroupAttribute::key, TargetGroupAttribute::value)
                .contains(
                        tuple("stickiness.enabled", "true"),
                        tuple("load_balancing.algorithm.type", "least_outstanding_requests"),
                        tuple("deregistration_delay.timeout_seconds", "7"));
    }

    @Test
    void oneThatAwsDoesNotTakeFailsTheDeployment() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open(setup -> setup.targetGroupAttribute("stickiness.enabled", "yes"));

        DeploymentResult result = Deployer.on(platform).deploy(RecordTrafficTest.version("1.0"));

        assertThat(result.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(result.failure().orElseThrow().message()).contains("stickiness.enabled", "'yes'");
        assertThat(fixture.leftovers()).isZero();
    }

    @Test
    void machinesAreNotStickyWhereUsersAreSharedOutUnlessTheListenerIsToo() {
        StrictFixture fixture = new StrictFixture();
        AwsPlatform platform = fixture.open(setup -> setup.targetGroupAttribute("stickiness.enabled", "true"));
        Map<EnvironmentName, Integer> weights =
                Map.of(new EnvironmentName("orders-1-1"), 9, new EnvironmentName("orders-2-1"), 1);
        weights.keySet()
                .forEach(name -> platform.environments()
                        .create(
                                new EnvironmentSpec(name, fixture.artifacts().pin(StrictFixture.version("1.0")), 1),
                                new Fence(1, name.value())));

        assertThatThrownBy(() -> platform.traffic().route(TrafficSplit.of(weights), new Fence(9, "orders#9/route")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("You must enable group stickiness");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stickiness enabled", "deregistration_delay.timeout_seconds"})
    void aKeyThatIsNoneToChooseIsRefused(String key) {
        StrictFixture fixture = new StrictFixture();

        assertThatThrownBy(() -> fixture.open(setup -> setup.targetGroupAttribute(key, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "'")
                .hasMessageContaining("Expected");
    }

    @Test
    void thePolicyAllowsThoseOfThisApplicationAlone() {
        assertThat(TargetGroups.patternsOf("orders")).containsExactly("orders-*");
        assertThat(TargetGroups.patternsOf("the-orders-of-customers"))
                .containsExactly("the-orders-of-customers-*", "the-orders-of-custo-*");
    }
}
