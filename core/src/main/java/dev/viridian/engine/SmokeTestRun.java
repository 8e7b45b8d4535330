package dev.viridian.engine;

import dev.viridian.Candidate;
import dev.viridian.Environment;
import dev.viridian.Failure;
import dev.viridian.NamedSmokeTest;
import dev.viridian.Probe;
import dev.viridian.SmokeTest;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Probes;
import dev.viridian.text.Thrown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** One smoke test against one candidate. */
final class SmokeTestRun {
    private final Controller controller;
    private final Environment environment;
    private final NamedSmokeTest smokeTest;

    SmokeTestRun(Controller controller, Environment environment, NamedSmokeTest smokeTest) {
        this.controller = controller;
        this.environment = environment;
        this.smokeTest = smokeTest;
    }

    void run() {
        controller.checkpoint();
        SmokeTest.Body body = smokeTest.test().body();
        if (body instanceof SmokeTest.Asking asking) {
            ask(asking.question());
        } else if (body instanceof SmokeTest.Running running) {
            run(running.code());
        } else {
            throw new AssertionError("No way to run " + body);
        }
    }

    /** Asks all machines side by side, so that the deadline is one for the whole test, however many there are. */
    private void ask(SmokeTest.Question question) {
        Instant end = controller.now().plus(smokeTest.test().deadline());
        Probe probe = attempt(() -> question.of(Candidate.of(environment)));
        Duration left = Duration.between(controller.now(), end);
        if (left.isNegative() || left.isZero()) {
            throw failed(environment.name().value(), "making its probe took all of its time");
        }
        ProbeQuestions questions = new ProbeQuestions(controller);
        ProbeQuestions.Patience patience = ProbeQuestions.Patience.of(left);
        List<Callable<Probes.Answer>> asking = new ArrayList<>();
        environment.machines().forEach(machine -> asking.add(() -> questions.ask(probe, machine, patience)));
        List<Probes.Answer> answers = questions.sideBySide(asking);
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).well()) {
                throw failed(
                        environment.machines().get(i).toString(),
                        probe.describe() + ": " + answers.get(i).text());
            }
        }
    }

    private void run(SmokeTest.Code code) {
        attempt(() -> {
            code.test(Candidate.of(environment));
            return true;
        });
    }

    private <T> T attempt(Callable<T> work) {
        try {
            return controller.bounded(
                    () -> "run smoke test '" + smokeTest.name() + "'",
                    smokeTest.test().deadline(),
                    work);
        } catch (PlatformException e) {
            if (e.failure() instanceof Failure.FencedOff) {
                throw e;
            }
            throw failed(environment.name().value(), why(e));
        }
    }

    private String why(PlatformException e) {
        if (e.getCause() == null) {
            return e.failure().message();
        }
        return e.failure() instanceof Failure.CallFailed
                ? Thrown.text(e.getCause(), smokeTest.test().deadline())
                : Thrown.text(e.getCause());
    }

    private PlatformException failed(String where, String cause) {
        return new PlatformException(new Failure.SmokeTestFailed(smokeTest.name(), where, cause));
    }
}
