package dev.viridian.aws;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsRecordTest {
    private static final String ZONE = "Z0123456789ABCDEFGHIJ";
    private static final EnvironmentBalancer BALANCER = EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd");

    /** As docs/aws.md has it. */
    @Test
    void isDescribedByItsNameItsZoneAndWhatItLeadsTo() {
        DnsRecord record = DnsRecord.alias("orders.shop.example")
                .inZone("Z0123456789ABCDEFGHIJ")
                .leadingTo(EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd")
                        .securityGroups("sg-0123456789abcdef0")
                        .https("arn:aws:acm:eu-central-1:123456789012:certificate/7f0e"));

        assertThat(record).hasToString("alias orders.shop.example in zone Z0123456789ABCDEFGHIJ");
        assertThat(record.balancer().port()).isEqualTo(443);
    }

    @Test
    void anEnvironmentServesForTwiceTheTimeToLiveAfterUsersAreSentAway() {
        DnsRecord alias = DnsRecord.alias("orders.shop.example").inZone(ZONE).leadingTo(BALANCER);
        DnsRecord cname = DnsRecord.cname("orders.shop.example", ofSeconds(20))
                .inZoneNamed("shop.example")
                .leadingTo(BALANCER);

        assertThat(alias.stragglersComeFor()).isEqualTo(Duration.ofMinutes(2));
        assertThat(cname.stragglersComeFor()).isEqualTo(ofSeconds(40));
    }

    @Test
    void namesAreComparedAsRoute53TellsThem() {
        DnsRecord all = DnsRecord.cname("*.Orders.shop.example.").inZone(ZONE).leadingTo(BALANCER);

        assertThat(all.name()).isEqualTo("*.orders.shop.example");
        assertThat(all.keptName()).isEqualTo("\\052.orders.shop.example.");
    }

    /** A target group takes no asterisk in a tag, and EC2 takes one in a filter for any text. */
    @Test
    void whatIsMadeIsMarkedWithoutAnAsterisk() {
        assertThat(DnsRecord.alias("*.orders.shop.example")
                        .inZone(ZONE)
                        .leadingTo(BALANCER)
                        .mark(() -> "no other one"))
                .isEqualTo("dns:" + ZONE + "/=2A.orders.shop.example");
        assertThat(DnsRecord.alias("orders_2.shop.example")
                        .inZone(ZONE)
                        .leadingTo(BALANCER)
                        .mark(() -> "no other one"))
                .isEqualTo("dns:" + ZONE + "/orders_2.shop.example");
    }

    @Test
    void aNameIsNeverTooLongForATag() {
        String zone = "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".example";

        assertThat(DnsRecord.alias("*.orders." + zone)
                        .inZoneNamed(zone)
                        .leadingTo(BALANCER)
                        .mark(() -> "Z".repeat(32)))
                .hasSizeLessThan(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "orders..example", "-orders.example", "käse.example", "orders.*.example"})
    void whatIsNoNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.alias(name))
                .withMessageContaining("Not the name of a record: '" + name + "'");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.alias("orders.shop.example").inZone("shop.example"))
                .withMessageContaining("Not the id of a hosted zone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.alias("orders.shop.example").inZoneNamed("op.example"))
                .withMessageContaining("Expected a name that ends with it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DnsRecord.cname("orders.shop.example", Duration.ofHours(2)))
                .withMessageContaining("Expected 1 second to 1 hour");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BALANCER.https("certificate"))
                .withMessageContaining("Expected arn:aws:acm:REGION:ACCOUNT:certificate/");
    }
}
