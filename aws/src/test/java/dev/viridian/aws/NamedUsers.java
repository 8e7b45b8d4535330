package dev.viridian.aws;

import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.aws.SimulatedResolver;
import dev.viridian.testing.aws.Visit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Users who look a name up and keep where it leads for as long as it lives, or for nearly twice as long: not every resolver is punctual. They looked it up at different times, so that at any moment
 * one of them has just done so.
 */
final class NamedUsers {
    private static final Duration BETWEEN_USERS = Duration.ofSeconds(11);
    private static final Duration LATE = Duration.ofSeconds(5);
    private static final int USERS = 6;

    private final SimulatedAws aws;
    private final String name;
    private final Duration timeToLive;
    private final int port;
    private final boolean haveIpv6;
    private final List<User> users = new ArrayList<>();

    NamedUsers(SimulatedAws aws, DnsRecord record) {
        this(
                aws,
                record.name(),
                record.timeToLive(),
                record.balancer().port(),
                record.balancer().isDualStack());
    }

    NamedUsers(SimulatedAws aws, String name, Duration timeToLive) {
        this(aws, name, timeToLive, 80, false);
    }

    private NamedUsers(SimulatedAws aws, String name, Duration timeToLive, int port, boolean haveIpv6) {
        this.aws = aws;
        this.haveIpv6 = haveIpv6;
        this.name = name;
        this.timeToLive = timeToLive;
        this.port = port;
    }

    private static final class User {
        private Optional<String> target = Optional.empty();
        private Instant until = Instant.MIN;
    }

    /** What each of them gets now; of those who are not there yet nothing is known. */
    List<Optional<Visit>> visits() {
        Instant now = aws.time().now();
        boolean isTime = users.isEmpty()
                || !now.isBefore(
                        users.get(users.size() - 1).until.minus(timeToLive).plus(BETWEEN_USERS));
        if (users.size() < USERS && isTime) {
            users.add(new User());
        }
        List<Optional<Visit>> visits = new ArrayList<>();
        for (int number = 0; number < users.size(); number++) {
            visits.add(visit(users.get(number), number, now));
        }
        return visits;
    }

    /** Every second one is punctual; of three, where there is IPv6, one has nothing else. */
    private Optional<Visit> visit(User user, int number, Instant now) {
        if (user.target.isEmpty() || !now.isBefore(user.until)) {
            boolean isPunctual = number % 2 == 0;
            Duration kept = isPunctual ? timeToLive : timeToLive.multipliedBy(2).minus(LATE);
            user.target = resolver(haveIpv6 && number % 3 == 0).resolve(name);
            user.until = now.plus(kept);
        }
        return user.target.flatMap(target -> aws.ask(target, port, "/"));
    }

    private SimulatedResolver resolver(boolean overIpv6) {
        return overIpv6 ? aws.resolver().overIpv6() : aws.resolver();
    }
}
