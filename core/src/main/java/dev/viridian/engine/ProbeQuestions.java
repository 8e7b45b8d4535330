package dev.viridian.engine;

import dev.viridian.CompositeProbe;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.spi.Platform;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Asks probes, takes composite ones apart, and bounds all of them in time. */
final class ProbeQuestions {
    private final Controller controller;

    ProbeQuestions(Controller controller) {
        this.controller = controller;
    }

    /**
     * How long an answer is waited for.
     *
     * @param timeout by the platform
     * @param limit by the engine, which gives the platform the time to notice first
     */
    record Patience(Duration timeout, Duration limit) {
        private static final Duration GRACE = Duration.ofSeconds(1);

        static Patience of(Duration timeout) {
            return new Patience(timeout, timeout.plus(GRACE));
        }
    }

    Probes.Answer ask(Probe probe, Machine machine, Patience patience) {
        if (probe instanceof CompositeProbe composite) {
            return askEach(composite, machine, patience.timeout());
        }
        Question question = new Question(controller.platform(), probe, machine, patience.timeout());
        try {
            return controller.bounded(question, patience.limit(), question);
        } catch (PlatformException e) {
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            return Probes.Answer.sick(e.failure().message());
        }
    }

    /** To ask it, and how to name that. */
    private record Question(Platform platform, Probe probe, Machine machine, Duration timeout)
            implements Callable<Probes.Answer>, Supplier<String> {
        @Override
        public Probes.Answer call() {
            return platform.probes().ask(probe, machine, timeout);
        }

        @Override
        public String get() {
            return "ask " + machine.id() + " '" + probe.describe() + "'";
        }
    }

    <T> List<T> sideBySide(List<Callable<T>> questions) {
        if (questions.isEmpty()) {
            return List.of();
        }
        return controller.sideBySide(() -> "ask machines how they are", questions);
    }

    /** One after the other, all of them in the time that there is for one answer. */
    private Probes.Answer askEach(CompositeProbe composite, Machine machine, Duration timeout) {
        Instant end = controller.now().plus(timeout);
        int well = 0;
        List<String> sick = new ArrayList<>();
        for (Probe probe : composite.probes()) {
            Probes.Answer answer = askBefore(end, probe, machine);
            if (answer.well()) {
                well++;
            } else {
                sick.add(probe.describe() + ": " + answer.text());
            }
            if (well >= composite.wanted()) {
                return Probes.Answer.well(well + " of " + composite.probes().size() + " are well");
            }
        }
        return Probes.Answer.sick(well + " of " + composite.probes().size() + " are well, wanted " + composite.wanted()
                + ": " + String.join("; ", sick));
    }

    private Probes.Answer askBefore(Instant end, Probe probe, Machine machine) {
        Duration left = Duration.between(controller.now(), end);
        return left.isNegative() || left.isZero()
                ? Probes.Answer.sick("not asked, the others took all of the time")
                : ask(probe, machine, Patience.of(left));
    }
}
