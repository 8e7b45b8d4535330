package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import org.junit.jupiter.api.Test;

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
}
