package dev.viridian.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DiceTest {
    private static final int THROWS = 1_000;

    @Test
    void theyThrowWhatTheGeneratorOfTheJdkThrows() {
        for (long seed : List.of(0L, 1L, -1L, 42L, Long.MIN_VALUE)) {
            Dice dice = new Dice(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int sides = 1; sides <= THROWS; sides++) {
                assertThat(dice.nextInt(sides)).isEqualTo(random.nextInt(sides));
                assertThat(dice.nextBoolean()).isEqualTo(random.nextBoolean());
            }
            int many = Integer.MAX_VALUE / 2 + 2; // So many that the last round is half empty.
            for (int i = 0; i < THROWS; i++) {
                assertThat(dice.nextInt(many)).isEqualTo(random.nextInt(many));
            }
        }
    }

    @Test
    void aCopyThrowsTheSameFromThenOnAndLeavesTheOthersAlone() {
        Dice dice = new Dice(7);
        dice.nextInt(100);
        Dice copy = dice.copy();
        List<Integer> byCopy = thrownBy(copy);

        assertThat(thrownBy(dice)).isEqualTo(byCopy);
    }

    private static List<Integer> thrownBy(Dice dice) {
        List<Integer> thrown = new ArrayList<>();
        for (int i = 0; i < THROWS; i++) {
            thrown.add(dice.nextInt(100));
        }
        return thrown;
    }
}
