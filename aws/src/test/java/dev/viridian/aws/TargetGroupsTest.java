package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.EnvironmentName;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void thePolicyAllowsThoseOfThisApplicationAlone() {
        assertThat(TargetGroups.patternsOf("orders")).containsExactly("orders-*");
        assertThat(TargetGroups.patternsOf("the-orders-of-customers"))
                .containsExactly("the-orders-of-customers-*", "the-orders-of-custo-*");
    }
}
