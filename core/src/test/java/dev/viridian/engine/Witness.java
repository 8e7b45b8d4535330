package dev.viridian.engine;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.spi.Probes.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Watches a world whoever acts in it: users never reach an environment that was not proven, and the last proven one stays, at its
 * full size, until its successor is live, proven and was watched for its time.
 */
final class Witness {
    private static final int IN_A_ROW = 3;

    final List<String> broken = new ArrayList<>();
    private final InMemoryPlatform world;
    private final Duration watched;
    private final Function<Machine, Answer> health;
    private final Map<MachineId, Integer> goodAnswers = new HashMap<>();
    private EnvironmentName lastProven;
    private Instant routedSince;

    private Witness(InMemoryPlatform world, Duration watched) {
        this.world = world;
        this.watched = watched;
        this.health = world.health;
        this.lastProven = world.routing.sole().orElse(new EnvironmentName("nothing"));
        this.routedSince = world.clock();
    }

    /** Watches from now on; the health of machines is what it is now. */
    static Witness of(InMemoryPlatform world, Duration watched) {
        Witness witness = new Witness(world, watched);
        world.health = witness::ask;
        world.failing = witness::called;
        return witness;
    }

    private Answer ask(Machine machine) {
        Answer answer = health.apply(machine);
        goodAnswers.compute(machine.id(), (id, count) -> answer.well() ? (count == null ? 1 : count + 1) : 0);
        return answer;
    }

    private boolean called(String call) {
        String[] words = call.split(" ", -1);
        if (words[0].equals("route") && !words[1].equals("nowhere")) {
            route(new EnvironmentName(words[1]));
        } else if (words[0].equals("destroy")) {
            destroy(new EnvironmentName(words[1]));
        }
        return false;
    }

    private void route(EnvironmentName to) {
        Environment environment = world.worlds.get(to);
        if (environment == null || environment.machines().size() < environment.size()) {
            broken.add("traffic is sent to " + environment + ", which is not whole");
        } else if (!to.equals(lastProven) && !isProven(environment)) {
            broken.add("traffic is sent to " + to + ", which is not proven");
        }
        if (!world.routing.reaches(to)) {
            routedSince = world.clock();
        }
    }

    private void destroy(EnvironmentName name) {
        if (world.routing.reaches(name)) {
            broken.add(name + " is removed and gets traffic");
        }
        if (name.equals(lastProven)) {
            Environment successor = world.routing.sole().map(world.worlds::get).orElse(null);
            if (successor == null || !isProven(successor)) {
                broken.add(name + " is removed and " + successor + " is not proven");
            } else if (world.clock().isBefore(routedSince.plus(watched))) {
                broken.add(name + " is removed and " + successor.name() + " was not watched for " + watched);
            } else {
                lastProven = successor.name();
            }
        }
    }

    private boolean isProven(Environment environment) {
        return environment.machines().stream()
                .allMatch(machine -> goodAnswers.getOrDefault(machine.id(), 0) >= IN_A_ROW);
    }
}
