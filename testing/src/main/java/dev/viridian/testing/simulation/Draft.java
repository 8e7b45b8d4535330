package dev.viridian.testing.simulation;

import dev.viridian.engine.Deployer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What a simulation is made of, while it is being described. */
final class Draft {
    final String application;
    final Map<String, Map<Integer, Fate>> fatesByVersion = new TreeMap<>();
    final Map<String, Fate> fateOfVersion = new TreeMap<>();
    final Map<Integer, Fate> fatesByNumber = new TreeMap<>();
    final Map<String, String> properties = new TreeMap<>();
    final Map<String, String> refusedArtifacts = new TreeMap<>();
    final List<ProbeScript> scripts = new ArrayList<>();
    final List<Visit> visits = new ArrayList<>();
    final List<String> deployedBefore = new ArrayList<>();
    long seed = 1;
    boolean interleaved = true;
    boolean recording = true;
    boolean watching = true;
    boolean fencing = true;
    boolean seeingDeaths = true;
    Duration boot = Duration.ofSeconds(3);
    Duration pace = Duration.ofSeconds(1);
    Duration longestRequest = Duration.ofSeconds(2);
    Duration convergence = Duration.ZERO;
    Duration stragglers = Duration.ZERO;
    Optional<String> liveVersion = Optional.empty();
    int liveMachines;
    int mostCalls = 1_000_000;

    /** Somebody who comes after that time, from another process. */
    record Visit(Duration time, Consumer<Deployer> work) {}

    Draft(String application) {
        this.application = application;
    }

    /** What one world is made of, which changes nothing of it: itself, unless there are scripts, in which each world begins anew. */
    Draft ofOneWorld() {
        return scripts.isEmpty() ? this : copy();
    }

    /** The same for a copy of a world: its scripts go on from where they are. */
    Draft ofCopiedWorld() {
        return scripts.isEmpty() ? this : copy(ScriptedAnswers::asFarAsItHasCome);
    }

    Draft copy() {
        return copy(ScriptedAnswers::fromTheBeginning);
    }

    private Draft copy(UnaryOperator<ScriptedAnswers> script) {
        Draft copy = new Draft(application);
        fatesByVersion.forEach((version, fates) -> copy.fatesByVersion.put(version, new TreeMap<>(fates)));
        copy.fateOfVersion.putAll(fateOfVersion);
        copy.fatesByNumber.putAll(fatesByNumber);
        copy.properties.putAll(properties);
        copy.refusedArtifacts.putAll(refusedArtifacts);
        scripts.forEach(one -> copy.scripts.add(one instanceof ScriptedAnswers answers ? script.apply(answers) : one));
        copy.visits.addAll(visits);
        copy.deployedBefore.addAll(deployedBefore);
        copy.seed = seed;
        copy.interleaved = interleaved;
        copy.recording = recording;
        copy.watching = watching;
        copy.fencing = fencing;
        copy.seeingDeaths = seeingDeaths;
        copy.boot = boot;
        copy.pace = pace;
        copy.longestRequest = longestRequest;
        copy.convergence = convergence;
        copy.stragglers = stragglers;
        copy.liveVersion = liveVersion;
        copy.liveMachines = liveMachines;
        copy.mostCalls = mostCalls;
        return copy;
    }
}
