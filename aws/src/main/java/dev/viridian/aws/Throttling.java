package dev.viridian.aws;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How often a platform calls each service. AWS counts <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">all calls of an account in a region</a>, so where one is refused
 * because there were too many, after all that the SDK has tried by itself, all calls of that service are made less often from then on: each waits for its turn. The more go well, the shorter that is.
 */
final class Throttling {
    private static final Duration FIRST_GAP = Duration.ofMillis(500);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);
    private static final Duration SHORTEST_GAP = Duration.ofMillis(50);

    /** How long one call is tried again: with what the SDK takes for its last tries that is less than the engine waits for an answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Time time;
    private final Map<String, Turn> services = new ConcurrentHashMap<>();

    Throttling(Time time) {
        this.time = time;
    }

    /** One of the platform's. */
    Call call(String action, String resource) {
        return new Call(action, resource, Optional.of(this));
    }

    /**
     * Calls when it is time to, and again where the service is throttled.
     *
     * @param service as its actions begin: {@code route53}
     * @throws AwsServiceException what it is answered that is no answer; that it is throttled only when nothing else was answered for too long
     */
    <T> T of(String service, Supplier<T> call) {
        Turn turn = services.computeIfAbsent(service, any -> new Turn());
        Optional<Instant> end = Optional.empty();
        while (true) {
            int slowed = turn.await();
            try {
                T answer = call.get();
                turn.hurry();
                return answer;
            } catch (AwsServiceException e) {
                if (!e.isThrottlingException()) {
                    throw e;
                }
                turn.slowDown(slowed);
                Instant now = time.now();
                end = end.or(() -> Optional.of(now.plus(PATIENCE)));
                if (now.isAfter(end.get())) {
                    throw e;
                }
            }
        }
    }

    /** When a service is called next. */
    private final class Turn {
        private Duration gap = Duration.ZERO;
        private Instant next = Instant.MIN;
        private int slowed;

        /** How often it has been slowed down until then. */
        private int await() {
            Duration wait = untilNext();
            if (!wait.isZero()) {
                time.sleep(wait);
            }
            return slowed();
        }

        private synchronized Duration untilNext() {
            if (gap.isZero()) {
                return Duration.ZERO;
            }
            Instant now = time.now();
            Instant at = next.isAfter(now) ? next : now;
            next = at.plus(gap);
            return Duration.between(now, at);
        }

        private synchronized int slowed() {
            return slowed;
        }

        /** Of several that were refused at once the first says it for all. */
        private synchronized void slowDown(int before) {
            if (slowed > before) {
                return;
            }
            slowed++;
            Duration longer = gap.multipliedBy(2);
            gap = longer.compareTo(FIRST_GAP) < 0 ? FIRST_GAP : longer;
            gap = gap.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : gap;
            next = time.now().plus(gap);
        }

        private synchronized void hurry() {
            Duration shorter = Duration.ofMillis(gap.toMillis() * 7 / 8);
            gap = shorter.compareTo(SHORTEST_GAP) < 0 ? Duration.ZERO : shorter;
        }
    }
}
