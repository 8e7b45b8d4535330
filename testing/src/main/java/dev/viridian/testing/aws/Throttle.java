package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Buckets of tokens that calls take from, as <a href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">EC2</a> has them. None without being told. */
final class Throttle {
    private final List<Bucket> buckets = new CopyOnWriteArrayList<>();

    void add(Service service, String beginning, int size, double perSecond, Instant now) {
        buckets.add(new Bucket(service, beginning, size, perSecond, now));
    }

    void end() {
        buckets.clear();
    }

    /** Whether such calls take from a bucket. */
    boolean isFor(Service service, String operation) {
        return buckets.stream().anyMatch(bucket -> bucket.isFor(service, operation));
    }

    boolean refuses(Service service, String operation, Instant now) {
        for (Bucket bucket : buckets) {
            if (bucket.isFor(service, operation) && !bucket.take(now)) {
                return true;
            }
        }
        return false;
    }

    private static final class Bucket {
        private final Service service;
        private final String beginning;
        private final int size;
        private final double perSecond;
        private double tokens;
        private Instant filled;

        Bucket(Service service, String beginning, int size, double perSecond, Instant now) {
            this.service = service;
            this.beginning = beginning;
            this.size = size;
            this.perSecond = perSecond;
            this.tokens = size;
            this.filled = now;
        }

        boolean isFor(Service called, String operation) {
            return called == service && operation.startsWith(beginning);
        }

        boolean take(Instant now) {
            double passed = Duration.between(filled, now).toNanos() / 1e9;
            tokens = Math.min(size, tokens + passed * perSecond);
            filled = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
