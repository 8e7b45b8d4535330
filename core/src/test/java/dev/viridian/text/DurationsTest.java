package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.000000001S, 1 ns",
        "PT0.0000005S, 500 ns",
        "PT0.00025S, 250 µs",
        "PT0.25S, 250 ms",
        "PT1S, 1 s",
        "PT1.5S, 1 s 500 ms",
        "PT59.999S, 59 s 999 ms",
        "PT1M, 1 min",
        "PT1M0.5S, 1 min",
        "PT5M30S, 5 min 30 s",
        "PT1H30M, 1 h 30 min",
        "PT1H0M5S, 1 h 5 s",
        "PT1H0.001S, 1 h",
        "P2DT3H, 51 h",
        "PT-0.25S, -250 ms",
        "PT-1H-30M, -1 h 30 min"
    })
    void areWrittenForPeople(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }

    @Test
    void areMultipliedAsTheJavaLibraryDoesIt() {
        List<Duration> durations = List.of(
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofNanos(999_999_999),
                Duration.ofMillis(1_500),
                Duration.ofDays(36_500).plusNanos(7),
                Duration.ofSeconds(Long.MAX_VALUE / 2_000));
        for (Duration duration : durations) {
            for (int factor : new int[] {0, 1, 2, 7, 800, 1_200}) {
                assertThat(Durations.times(duration, factor)).isEqualTo(duration.multipliedBy(factor));
                assertThat(Durations.times(duration.negated(), factor))
                        .isEqualTo(duration.negated().multipliedBy(factor));
                assertThat(Durations.share(duration, factor, 1_000))
                        .isEqualTo(duration.multipliedBy(factor).dividedBy(1_000));
            }
        }
        assertThatThrownBy(() -> Durations.times(Duration.ofSeconds(Long.MAX_VALUE), 2))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void ofZeroAreRefusedWhereTheyMustBePositive() {
        assertThat(Durations.requirePositive("interval", Duration.ofNanos(1))).isEqualTo(Duration.ofNanos(1));
        assertThatThrownBy(() -> Durations.requirePositive("interval", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The interval is 0 s. Expected more than zero.");
        assertThatThrownBy(() -> Durations.requirePositive("interval", Duration.ofSeconds(-1)))
                .hasMessage("The interval is -1 s. Expected more than zero.");
    }

    @Test
    void belowZeroAreRefusedWhereZeroIsAllowed() {
        assertThat(Durations.requireNotNegative("drain", Duration.ZERO)).isEqualTo(Duration.ZERO);
        assertThatThrownBy(() -> Durations.requireNotNegative("drain", Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The drain is -1 ms. Expected zero or more.");
    }

    @Test
    void ofTwoOneIsTheShorterAndOneTheLonger() {
        Duration second = Duration.ofSeconds(1);
        Duration aLittleMore = Duration.ofSeconds(1, 1);
        assertThat(Durations.shorter(second, aLittleMore)).isEqualTo(second);
        assertThat(Durations.shorter(aLittleMore, second)).isEqualTo(second);
        assertThat(Durations.longer(second, aLittleMore)).isEqualTo(aLittleMore);
        assertThat(Durations.longer(aLittleMore, second)).isEqualTo(aLittleMore);
    }

    @Test
    void ofMoreThanAHundredYearsAreRefused() {
        Duration hundredYears = Duration.ofDays(36_500);
        assertThat(Durations.requirePositive("time to bake", hundredYears)).isEqualTo(hundredYears);
        for (Duration longer : List.of(hundredYears.plusNanos(1), ChronoUnit.FOREVER.getDuration())) {
            assertThatThrownBy(() -> Durations.requirePositive("time to bake", longer))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("The time to bake is ")
                    .hasMessageEndingWith(". Expected at most 876000 h, which is a hundred years.");
            assertThatThrownBy(() -> Durations.requireNotNegative("time to bake", longer))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
