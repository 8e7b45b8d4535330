package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.Remedy;
import dev.viridian.Response;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Thrown;
import dev.viridian.text.ThrownByWork;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Makes steps true: look, do, look again, and on failure the responses in the order written. */
record StepRun(
        Host host,
        ProvisioningLog log,
        PendingHandlers pending,
        List<Provisioning.Handler> handlers,
        List<Response> responses) {
    Optional<FailedStep> run(ProvisioningStep step) {
        List<Response> own = step.responses().isEmpty() ? responses : step.responses();
        StepLadder ladder = new StepLadder(own);
        for (int attempt = 1; ; attempt++) {
            Optional<Failure> failure = attempt(step, attempt);
            if (failure.isEmpty()) {
                return Optional.empty();
            }
            log.failed(step.name(), attempt, failure.get());
            if (!mayTryAgain(step, ladder, failure.get())) {
                return Optional.of(log.givenUp(step.name(), failure.get(), attempt));
            }
        }
    }

    private Optional<Failure> attempt(ProvisioningStep step, int attempt) {
        try {
            return within(step, attempt);
        } catch (Exception e) {
            return Optional.of(StepFailures.ofWaiting(step.name(), step.limit(), e));
        } catch (Error e) {
            return Optional.of(StepFailures.of(step.name(), StepFailures.ordinary(e)));
        }
    }

    private Optional<Failure> within(ProvisioningStep step, int attempt) throws Exception {
        Instant start = host.time().now();
        Finding before = bounded(step, () -> Inspection.of(step, host));
        if (before instanceof Finding.Satisfied) {
            found(step, attempt, start);
            return Optional.empty();
        }
        log.started(step.name(), attempt, changes(before));
        bounded(step, () -> {
            perform(step);
            return true;
        });
        Finding after = bounded(step, () -> Inspection.of(step, host));
        if (after instanceof Finding.Differs differs) {
            return Optional.of(new NotDone(step.name(), differs.changes()));
        }
        log.done(step.name(), start);
        return Optional.empty();
    }

    private <T> T bounded(ProvisioningStep step, Callable<T> work) throws Exception {
        return host.tasks().within(step.limit(), ThrownByWork.toldFromTheWait(work));
    }

    private void perform(ProvisioningStep step) throws Exception {
        List<String> spared = new Restarts(handlers, pending).spared(step, host);
        step.triggers().forEach(pending::due);
        step.perform(host);
        spared.forEach(pending::done);
    }

    /** An attempt that seemed to fail may have done it; of a handler that is not due nobody needs to hear. */
    private void found(ProvisioningStep step, int attempt, Instant start) {
        if (attempt > 1) {
            log.done(step.name(), start);
        } else if (!(step instanceof DueHandler)) {
            log.satisfied(step.name());
        }
    }

    static List<String> changes(Finding finding) {
        if (finding instanceof Finding.Differs differs) {
            return differs.changes();
        }
        return finding instanceof Finding.Untold untold ? List.of(untold.change()) : List.of();
    }

    private boolean mayTryAgain(ProvisioningStep step, StepLadder ladder, Failure failure) {
        Optional<StepLadder.Move> move = ladder.next(failure);
        move.ifPresent(next -> {
            if (next instanceof StepLadder.Retry retry) {
                log.retryDue(step.name(), retry.delay());
                host.time().sleep(retry.delay());
            } else if (next instanceof StepLadder.Apply apply) {
                apply(step, apply.remedy(), failure);
            }
        });
        return move.isPresent();
    }

    /** A remedy that fails is written down; that the step then fails again is what counts. */
    private void apply(ProvisioningStep step, Remedy remedy, Failure failure) {
        try {
            host.tasks().within(remedy.deadline(), ThrownByWork.toldFromTheWait(() -> {
                remedy.action().apply(failure);
                return true;
            }));
            log.remedied(step.name(), remedy, "done");
        } catch (PlatformException e) {
            log.remedied(step.name(), remedy, e.failure().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.remedied(step.name(), remedy, "it was interrupted, as whoever provisions was");
        } catch (ThrownByWork e) {
            log.remedied(step.name(), remedy, Thrown.text(e.thrown()));
        } catch (Exception e) {
            log.remedied(step.name(), remedy, Thrown.text(e, remedy.deadline()));
        } catch (Error e) {
            log.remedied(step.name(), remedy, Thrown.text(StepFailures.ordinary(e)));
        }
    }

    /** A step did not fail and did not do what it says, either. */
    record NotDone(String step, List<String> changes) implements Failure.Custom {
        @Override
        public String message() {
            return "Step '" + step + "' ran without an error, and still it is not done: " + String.join("; ", changes);
        }
    }
}
