package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An instance, through <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html">its life</a>: pending, running, shutting-down,
 * terminated.
 */
final class Ec2Instance {
    /** Where an instance is in its life; by the numbers that AWS has for it. */
    enum State {
        PENDING(0),
        RUNNING(16),
        SHUTTING_DOWN(32),
        TERMINATED(48);

        final int code;

        State(int code) {
            this.code = code;
        }
    }

    final Launched launched;
    final LaunchOrder order;
    final Network.Subnet subnet;
    final String address;
    final Instant launchTime;
    final Map<String, String> tags;
    final Behaviour behaviour;
    final List<Runnable> watchers = new ArrayList<>();
    State state = State.PENDING;
    boolean isProtected;
    String reason = "";
    Optional<Instant> ran = Optional.empty();
    Optional<Instant> booted = Optional.empty();
    Optional<Instant> ended = Optional.empty();

    Ec2Instance(Launched launched, LaunchOrder order, Network.Subnet subnet, Instant launchTime, Behaviour behaviour) {
        this.launched = launched;
        this.order = order;
        this.subnet = subnet;
        this.address = subnet.nextAddress();
        this.launchTime = launchTime;
        this.tags = new LinkedHashMap<>(launched.tags());
        this.behaviour = behaviour;
        this.isProtected = order.isProtected();
    }

    String id() {
        return launched.id();
    }

    boolean isAlive() {
        return state == State.PENDING || state == State.RUNNING;
    }

    /** What its application answers; empty where nobody listens. */
    Optional<Reply> reply(String path, Instant now) {
        boolean answers =
                state == State.RUNNING && booted.isPresent() && !booted.get().isAfter(now);
        return answers ? Optional.of(behaviour.reply(path, Duration.between(booted.get(), now))) : Optional.empty();
    }

    /** When it will next answer otherwise than now, by itself. */
    Optional<Instant> nextTurn(Instant now) {
        return booted.flatMap(boot -> Stream.concat(
                        Stream.of(boot),
                        behaviour.spells().stream()
                                .flatMap(spell -> Stream.of(boot.plus(spell.from()), boot.plus(spell.to()))))
                .filter(turn -> turn.isAfter(now))
                .min(Instant::compareTo));
    }

    /** Tells all who watch it that it is in another state. */
    void tellWatchers() {
        List.copyOf(watchers).forEach(Runnable::run);
    }
}
