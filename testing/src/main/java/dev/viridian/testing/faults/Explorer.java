package dev.viridian.testing.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Tries all there is to try, kind by kind. */
final class Explorer {
    private static final int BUNDLE = 64;

    private final Subject subject;
    private final Expectation expected;
    private final Run undisturbed;
    private final int machines;
    private final boolean withTwins;
    private final Optional<Scenario> first;
    private final Crew crew;
    private final Tally tally;
    private final List<String> notTried = new ArrayList<>();

    Explorer(
            Subject subject,
            Expectation expected,
            Run undisturbed,
            int machines,
            boolean withTwins,
            Optional<Scenario> first,
            Crew crew,
            Tally tally) {
        this.subject = subject;
        this.expected = expected;
        this.undisturbed = undisturbed;
        this.machines = machines;
        this.withTwins = withTwins;
        this.first = first;
        this.crew = crew;
        this.tally = tally;
    }

    Exploration explore(int pairs, int random, long seed) {
        long start = System.nanoTime();
        Repetition.requireAlike(undisturbed, Run.recorded(subject, Scenario.UNDISTURBED));
        Points points = Points.of(undisturbed.calls(1), 1);
        if (points.left() > 0) {
            notTried.add(points.left() + " calls that only repeat a question while nothing has changed since; each was"
                    + " tried the first two times and the last time.");
        }
        Twins twins = twins(undisturbed, 1, points);
        List<Scenario> singles = Candidates.singles(Scenario.UNDISTURBED, points.tried(), twins);
        List<Scenario> sick = Candidates.machines(machines);
        List<Scenario> incidents = Candidates.incidents(points.tried(), twins);
        List<Scenario> outages = Candidates.outages(points.occurrences());
        twinsLeftOut(points, singles.size() + incidents.size());
        first(List.of(List.of(Scenario.UNDISTURBED), singles, sick, incidents, outages));
        run("undisturbed", List.of(Scenario.UNDISTURBED));
        List<Scenario> telling = runSingles(singles);
        run("of a machine that is not well", sick);
        run("of something that happens meanwhile", incidents);
        run("of an outage", outages);
        pairs(telling, pairs);
        run("of random faults", storms(seed, random), List::of, run -> {});
        List<Finding> findings = tally.findings();
        return new Exploration(
                tally.scenarios(),
                tally.broken(),
                findings,
                notTried,
                Duration.ofNanos(System.nanoTime() - start),
                findings.isEmpty() ? "" : smallest(findings.get(0)).text());
    }

    private Twins twins(Run recorded, int controller, Points points) {
        return withTwins ? Twins.NONE : Twins.among(points.tried(), recorded.beforeLulls(controller));
    }

    private void twinsLeftOut(Points points, int without) {
        int all = Candidates.singles(Scenario.UNDISTURBED, points.tried(), Twins.NONE)
                        .size()
                + Candidates.incidents(points.tried(), Twins.NONE).size();
        if (all > without) {
            notTried.add((all - without)
                    + " deaths and things that happen meanwhile, each the same as one that was tried a call earlier"
                    + " or later, with nothing in between that it makes a difference to; withTwins() tries them, too.");
        }
    }

    /** What is to be tried before all else, where it is one of those that are tried. */
    private void first(List<List<Scenario>> tried) {
        first.filter(scenario -> tried.stream().anyMatch(kind -> kind.contains(scenario)))
                .ifPresent(scenario -> run("tried first", List.of(scenario)));
    }

    private void run(String kind, List<Scenario> scenarios) {
        run(kind, scenarios, run -> {});
    }

    private void run(String kind, List<Scenario> scenarios, Consumer<Run> also) {
        run(kind, bundles(scenarios), bundle -> bundle, also);
    }

    /** Each bundle on one thread; what scenarios of a bundle have in common is run once. */
    private <T> void run(String kind, Iterator<T> bundles, Function<T, List<Scenario>> scenarios, Consumer<Run> also) {
        tally.begin(kind);
        Branches branches = new Branches(subject, run -> {
            tally.add(kind, run.scenario(), Verdict.on(run, expected));
            also.accept(run);
        });
        crew.each(tally.untilDone(bundles), bundle -> branches.run(scenarios.apply(bundle)));
    }

    /** Neighbours go together: they have most in common. */
    private static Iterator<List<Scenario>> bundles(List<Scenario> scenarios) {
        return IntStream.range(0, (scenarios.size() + BUNDLE - 1) / BUNDLE)
                .mapToObj(
                        bundle -> scenarios.subList(bundle * BUNDLE, Math.min((bundle + 1) * BUNDLE, scenarios.size())))
                .iterator();
    }

    /** Of one fault each. Those after which a run goes another way than an undisturbed one are worth a second fault. */
    private List<Scenario> runSingles(List<Scenario> singles) {
        ConcurrentLinkedQueue<Scenario> telling = new ConcurrentLinkedQueue<>();
        run("of one fault at one call", singles, run -> {
            if (run.differsFrom(undisturbed)) {
                telling.add(run.scenario());
            }
        });
        List<Scenario> sorted = new ArrayList<>(telling);
        sorted.sort((one, other) -> one.text().compareTo(other.text()));
        notTried.add((singles.size() - sorted.size())
                + " faults as the first of a pair, because with them alone all goes as" + " without any.");
        return sorted;
    }

    private void pairs(List<Scenario> firsts, int budget) {
        if (budget == 0 || firsts.isEmpty()) {
            notTried.add("pairs of faults.");
            return;
        }
        int each = (budget + firsts.size() - 1) / firsts.size();
        List<Scenario> chosen = new ArrayList<>(firsts);
        Collections.shuffle(chosen, new Random(budget));
        List<Scenario> begun = chosen.subList(0, Math.min(chosen.size(), budget));
        run("of a fault and another one after it", begun.iterator(), first -> seconds(first, each), run -> {});
        notTried.add("all but " + budget + " of the pairs; pairs(n) tries more.");
    }

    /** Some of the faults that can come after the first one, in what the first one led to. */
    private List<Scenario> seconds(Scenario first, int most) {
        Mishap.At at = (Mishap.At) first.mishaps().get(0);
        Run recorded = Run.recorded(subject, first);
        List<Scenario> all = new ArrayList<>(seconds(first, recorded, 1, at.call() + 1));
        if (recorded.controllers() > 1) {
            all.addAll(seconds(first, recorded, 2, 1));
        }
        Collections.shuffle(all, new Random(first.text().hashCode()));
        return all.subList(0, Math.min(most, all.size()));
    }

    private List<Scenario> seconds(Scenario first, Run recorded, int controller, int from) {
        Points points = Points.of(recorded.calls(controller), from);
        return Candidates.singles(first, points.tried(), twins(recorded, controller, points));
    }

    private static Iterator<Scenario> storms(long seed, int runs) {
        return IntStream.range(0, runs)
                .mapToObj(run -> Scenario.of(new Mishap.Storm(seed + run)))
                .iterator();
    }

    private Story smallest(Finding finding) {
        Story story = story(new Shrinking(subject, expected).shrunk(finding).scenario());
        return story.violations().isEmpty() ? story.thatWasNotRepeated(finding) : story;
    }

    private Story story(Scenario scenario) {
        return story(Run.recorded(subject, scenario));
    }

    private Story story(Run run) {
        return Story.of(run, Verdict.on(run, expected), undisturbed.world().calls());
    }

    Story replay(Scenario scenario) {
        Run run = Run.recorded(subject, scenario);
        List<String> missing = Missing.of(run);
        if (!missing.isEmpty() && missing.size() == scenario.mishaps().size()) {
            throw new IllegalArgumentException("Replay '" + scenario.text() + "'? Nothing of it happens: "
                    + String.join("; ", missing)
                    + ". It is the line of another deployment, another world, or another version of one of them. Explore again, and"
                    + " replay a line of now.");
        }
        return story(run);
    }
}
