package dev.viridian.testing.simulation;

import dev.viridian.EnvironmentName;
import dev.viridian.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users of a world: where they were sent, and whether they were answered, at each moment. */
final class Users {
    private static final long REQUESTS_PER_SECOND = 100;

    private final Clock clock;
    private final Estate estate;
    private final SimulatedRouter router;
    private final long longestRequest;
    private final long stragglers;
    private final List<TrafficMoment> moments = new ArrayList<>();
    private final Map<EnvironmentName, Long> leftAt = new HashMap<>();

    Users(Clock clock, Estate estate, SimulatedRouter router, Duration longestRequest, Duration stragglers) {
        this.clock = clock;
        this.estate = estate;
        this.router = router;
        this.longestRequest = longestRequest.toNanos();
        this.stragglers = stragglers.toNanos();
    }

    /** The same in a copy of the world. */
    Users(Clock clock, Estate estate, SimulatedRouter router, Users other) {
        this.clock = clock;
        this.estate = estate;
        this.router = router;
        this.longestRequest = other.longestRequest;
        this.stragglers = other.stragglers;
        this.moments.addAll(other.moments);
        this.leftAt.putAll(other.leftAt);
    }

    /** Something has changed; looks what that means for users. */
    void look() {
        TrafficSplit routing = router.actual();
        int capacity = capacity(routing);
        double answered = answered(routing);
        if (moments.isEmpty() || isNews(moments.get(moments.size() - 1), routing, capacity, answered)) {
            moments.add(new TrafficMoment(clock.now(), routing, capacity, answered));
        }
    }

    private static boolean isNews(TrafficMoment last, TrafficSplit routing, int capacity, double answered) {
        return last.capacity() != capacity
                || last.answered() != answered
                || !last.routing().equals(routing);
    }

    /** The traffic was switched: those that get no more of it still have what is in flight. */
    void switched(TrafficSplit from, TrafficSplit to) {
        for (EnvironmentName name : from.environments()) {
            if (!to.reaches(name)) {
                leftAt.put(name, clock.nanos());
            }
        }
    }

    List<TrafficMoment> moments() {
        return List.copyOf(moments);
    }

    int capacity() {
        return capacity(router.actual());
    }

    /** Requests that are open to the environment. */
    long inFlight(EnvironmentName name) {
        if (serving(name) == 0) {
            return 0;
        }
        if (router.actual().reaches(name)) {
            return Math.max(1, REQUESTS_PER_SECOND * longestRequest / 1_000_000_000 / 2);
        }
        Long left = leftAt.get(name);
        return left != null && clock.nanos() - left < longestRequest ? 1 : 0;
    }

    /** Whether somebody may come to it who was sent there before. */
    boolean stragglersCome(EnvironmentName name) {
        Long left = leftAt.get(name);
        return left != null && !router.actual().reaches(name) && clock.nanos() - left < stragglers;
    }

    /** When the environment got its last traffic, as time since the world began; -1 where it never got any, or still does. */
    long leftAt(EnvironmentName name) {
        return router.actual().reaches(name) ? -1 : leftAt.getOrDefault(name, -1L);
    }

    /** How many requests it was sent since then. */
    long requests(EnvironmentName name, Instant since) {
        double requests = 0;
        for (int i = 0; i < moments.size(); i++) {
            Instant from = later(moments.get(i).from(), since);
            Instant to = i + 1 < moments.size() ? moments.get(i + 1).from() : clock.now();
            if (from.isBefore(to)) {
                double seconds = Duration.between(from, to).toNanos() / 1e9;
                requests += seconds * REQUESTS_PER_SECOND * share(moments.get(i).routing(), name);
            }
        }
        return Math.round(requests);
    }

    private int serving(EnvironmentName name) {
        Optional<SimulatedEnvironment> environment = estate.get(name);
        return environment.isPresent() ? environment.get().serving() : 0;
    }

    private int capacity(TrafficSplit routing) {
        double least = Integer.MAX_VALUE;
        for (EnvironmentName name : routing.environments()) {
            least = Math.min(least, serving(name) / share(routing, name));
        }
        return routing.environments().isEmpty() ? 0 : (int) Math.floor(least);
    }

    private double answered(TrafficSplit routing) {
        double answered = 0;
        for (EnvironmentName name : routing.environments()) {
            if (serving(name) > 0) {
                answered += share(routing, name);
            }
        }
        return answered;
    }

    private static double share(TrafficSplit routing, EnvironmentName name) {
        int weight = routing.weights().getOrDefault(name, 0);
        if (weight == 0 || routing.weights().size() == 1) {
            return weight == 0 ? 0 : 1;
        }
        return (double) weight
                / routing.weights().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
