package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Evidence;
import dev.viridian.Notification;
import org.junit.jupiter.api.Test;

class FittedTextTest {
    private static final Evidence TWO =
            Evidence.of("its output", "a".repeat(500) + "THE END").and("its answer", "503 Service Unavailable");

    @Test
    void whatFitsIsWhole() {
        Notification notification = Notifications.rolledBack(TWO);
        String whole = FittedText.of(notification, 10_000);

        assertThat(whole).contains("aTHE END", "503 Service").doesNotContain("left out");
        assertThat(FittedText.of(notification, FittedText.bytes(whole))).isEqualTo(whole);
    }

    @Test
    void onlyTheLongerEvidenceIsCut() {
        int whole = FittedText.bytes(FittedText.of(Notifications.rolledBack(TWO), 10_000));

        String text = FittedText.of(Notifications.rolledBack(TWO), whole - 1);

        assertThat(text).contains("left out", "aTHE END", "503 Service Unavailable");
        assertThat(FittedText.bytes(text)).isBetween(whole - 10, whole - 1);
    }

    @Test
    void noCharacterIsTorn() {
        Evidence evidence = Evidence.of("its output", "\uD83D\uDE80ü€".repeat(200));

        for (int most = 1200; most > 0; most--) {
            String text = FittedText.of(Notifications.rolledBack(evidence), most);
            assertThat(text).doesNotContain("\uFFFD");
            assertThat(FittedText.bytes(text)).isLessThanOrEqualTo(Math.max(most, 100));
        }
    }

    @Test
    void whereTheCauseItselfIsTooLongItsBeginningStays() {
        Notification notification = Notifications.rolledBack("It failed because of " + "x ".repeat(2000), TWO);

        assertThat(FittedText.of(notification, 1000))
                .startsWith("It failed because of x x")
                .endsWith("history() has it whole.)\n")
                .satisfies(text -> assertThat(FittedText.bytes(text)).isLessThanOrEqualTo(1000));
    }
}
