package dev.viridian.provision;

import dev.viridian.Cadence;
import dev.viridian.Failure;
import dev.viridian.HealthCheck;
import dev.viridian.Machine;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import dev.viridian.spi.Probes;
import dev.viridian.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks a machine that is provisioned whether it is well. */
record Verifying(Host host, int port, ProvisioningLog log) {
    /** One check after the other; the first that does not pass is the failure. */
    Optional<FailedStep> all(List<HealthCheck> checks) {
        Optional<FailedStep> failure = Optional.empty();
        for (HealthCheck check : checks) {
            failure = failure.or(() -> one(check));
        }
        return failure;
    }

    private Optional<FailedStep> one(HealthCheck check) {
        String step = "verify that " + check.probe().describe();
        Instant start = host.time().now();
        log.started(step, 1, List.of(check.cadence().toString()));
        Optional<Failure> failure = ask(check, start.plus(check.cadence().within()));
        if (failure.isEmpty()) {
            log.passed(step, start);
            return Optional.empty();
        }
        log.failed(step, 1, failure.get());
        return Optional.of(log.givenUp(step, failure.get(), 1));
    }

    /** Good answers in a row; any other starts the count again. */
    private Optional<Failure> ask(HealthCheck check, Instant end) {
        Machine machine = HostAddress.here(port).machine();
        Cadence cadence = check.cadence();
        int inRow = 0;
        while (true) {
            Instant asked = host.time().now();
            Probes.Answer answer = Asking.on(host).ask(check.probe(), machine, cadence.timeout());
            inRow = answer.well() ? inRow + 1 : 0;
            if (inRow >= cadence.consecutively()) {
                return Optional.empty();
            }
            Instant next = asked.plus(cadence.interval());
            if (next.isAfter(end)) {
                return Optional.of(new NotWell(check.probe().describe(), answer.text(), cadence.within()));
            }
            Duration wait = Duration.between(host.time().now(), next);
            if (!wait.isNegative()) {
                host.time().sleep(wait);
            }
        }
    }

    /** The machine was provisioned and does not answer well. */
    record NotWell(String check, String lastAnswer, Duration waited) implements Failure.Custom {
        @Override
        public String message() {
            return "The machine is provisioned and did not become well within " + Durations.text(waited) + ": '" + check
                    + "' was answered last with: " + lastAnswer;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }
}
