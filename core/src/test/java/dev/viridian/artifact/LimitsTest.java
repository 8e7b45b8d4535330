package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LimitsTest {
    @Test
    void theStandardOnesAreThoseThatAreDocumented() {
        assertThat(Limits.standard()).isEqualTo(new Limits(200_000, 10L * 1024 * 1024 * 1024, 200));
    }

    @Test
    void eachCanBeChangedByItself() {
        assertThat(Limits.standard().atMostEntries(1).atMostBytes(2).atMostRatio(3))
                .isEqualTo(new Limits(1, 2, 3));
    }

    @Test
    void refusesLimitsThatLetNothingThrough() {
        assertThatThrownBy(() -> Limits.standard().atMostRatio(0))
                .hasMessage("The limit of the ratio of an archive is 0. Expected one or more.");
    }

    @Test
    void looksAtTheRatioOnlyWhenItMatters() throws Exception {
        Limits.standard().requireRatio(1, Limits.RATIO_FROM);

        assertThatThrownBy(() -> Limits.standard().requireRatio(1000, Limits.RATIO_FROM + 1))
                .hasMessage(
                        "it is a bomb: its first 1000 bytes unpack to 10.0 MiB, which is more than 200 times as much."
                                + " If that is meant, raise the ratio in Limits.");
    }
}
