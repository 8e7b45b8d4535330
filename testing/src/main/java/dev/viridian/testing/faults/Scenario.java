package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One run of a deployment: what goes wrong in it, and what comes after the first controller where it dies. Its {@link #text()} does it
 * again.
 *
 * @param mishaps what goes wrong; nothing at all in the run that shows how it should be
 * @param successor what the next controller does
 */
public record Scenario(List<Mishap> mishaps, Successor successor) {
    /** Nothing goes wrong. */
    public static final Scenario UNDISTURBED = new Scenario(List.of(), Successor.RECOVERS);

    /** Copies the list. */
    public Scenario {
        mishaps = List.copyOf(mishaps);
    }

    static Scenario of(Mishap mishap) {
        return new Scenario(List.of(mishap), Successor.RECOVERS);
    }

    Scenario and(Mishap another) {
        List<Mishap> more = new ArrayList<>(mishaps);
        more.add(another);
        return new Scenario(more, successor);
    }

    Scenario followedBy(Successor next) {
        return new Scenario(mishaps, next);
    }

    Scenario with(List<Mishap> others) {
        return new Scenario(others, successor);
    }

    /** A line that does this again: {@code Faults.of(orders).replay(line)}. */
    public String text() {
        return ScenarioText.of(this);
    }

    /**
     * The scenario that a line stands for.
     *
     * @throws IllegalArgumentException when it is not such a line, or one of another version of the test kit
     */
    public static Scenario parse(String line) {
        return ScenarioText.parse(line);
    }

    /** Without a stream: the judge asks it of each scenario, several times. */
    boolean endsTheController() {
        for (Mishap mishap : mishaps) {
            if (mishap instanceof Mishap.Storm
                    || (mishap instanceof Mishap.At at && at.fault().endsController())) {
                return true;
            }
        }
        return false;
    }

    /**
     * The one death of that controller. Empty where it does not die at a call, and where it cannot be told what is to come after its death: another
     * one takes over from it before, and more goes wrong with the next.
     */
    Optional<Mishap.At> deathOf(int controller) {
        List<Mishap.At> deaths = new ArrayList<>();
        boolean overtaken = false;
        boolean goesOn = false;
        for (Mishap mishap : mishaps) {
            if (!(mishap instanceof Mishap.At at)) {
                return Optional.empty();
            } else if (at.controller() > controller) {
                goesOn = true;
            } else if (at.controller() == controller && at.fault().isDeath()) {
                deaths.add(at);
            } else if (at.controller() == controller) {
                overtaken |= at.fault() == Fault.TAKEN_OVER;
            }
        }
        boolean told = deaths.size() == 1 && !(overtaken && goesOn);
        return told ? Optional.of(deaths.get(0)) : Optional.empty();
    }

    /** Whether controllers die, and nothing else goes wrong. */
    boolean isOnlyOfDeaths() {
        return !mishaps.isEmpty()
                && mishaps.stream()
                        .allMatch(mishap ->
                                mishap instanceof Mishap.At at && at.fault().isDeath());
    }

    /** What goes wrong, for people. */
    @Override
    public String toString() {
        String all = mishaps.stream().map(Mishap::toString).collect(Collectors.joining("; "));
        return (all.isEmpty() ? "nothing goes wrong" : all) + (endsTheController() ? "; " + successor : "");
    }
}
