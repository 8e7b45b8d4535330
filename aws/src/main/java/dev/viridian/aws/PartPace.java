package dev.viridian.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;

/**
 * How many parts of an object are fetched at once, and when: where S3 asks for less of one of them, half as many go on, and all wait. Each part that arrives makes it one more.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html">Reduce the request rate when 503 Slow Down is answered</a>
 */
final class PartPace {
    /** Parts that are ahead of whoever reads, at the most. */
    static final int MOST = 6;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Time time;
    private int width = MOST;
    private Duration pause = FIRST_PAUSE;
    private Instant notBefore = Instant.MIN;

    PartPace(Time time) {
        this.time = time;
    }

    /** How many may be under way. */
    synchronized int width() {
        return width;
    }

    /** Waits until the next one may be asked for. */
    void await() {
        Instant now = time.now();
        Instant from = notBefore();
        if (from.isAfter(now)) {
            time.sleep(Duration.between(now, from));
        }
    }

    private synchronized Instant notBefore() {
        return notBefore;
    }

    /** S3 asked for less. */
    void slowDown() {
        slowDown(time.now());
    }

    private synchronized void slowDown(Instant now) {
        if (now.isBefore(notBefore)) {
            return; // of several that were under way the first says it for all
        }
        width = Math.max(1, width / 2);
        notBefore = now.plus(pause);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }

    /** A part has come. */
    synchronized void arrived() {
        width = Math.min(MOST, width + 1);
        pause = FIRST_PAUSE;
    }
}
