package dev.viridian.provision;

import java.util.List;
import java.util.Optional;

/**
 * Handlers that restart a service, and the step that starts it: a service that the step has just started knows everything that was changed
 * before, and is not restarted for it.
 */
record Restarts(List<Provisioning.Handler> handlers, PendingHandlers pending) {
    /** The handlers that are due and no longer needed once this step has been performed. */
    List<String> spared(ProvisioningStep step, Host host) {
        return startedBy(step, host)
                .map(service -> handlers.stream()
                        .filter(handler -> restarts(handler, service))
                        .map(Provisioning.Handler::name)
                        .filter(pending::isDue)
                        .toList())
                .orElse(List.of());
    }

    /** Whether this provisioning, all of it, will start the service anew after the last change for which the handler would restart it. */
    static boolean isSpared(Provisioning.Handler handler, Provisioning provisioning, Host host) {
        boolean spared = false;
        for (List<ProvisioningStep> stage : provisioning.stages()) {
            if (stage.stream().anyMatch(step -> step.triggers().contains(handler.name()))) {
                spared = false;
            } else if (stage.size() == 1) {
                spared |= startedBy(stage.get(0), host)
                        .filter(service -> restarts(handler, service))
                        .isPresent();
            }
        }
        return spared;
    }

    private static Optional<String> startedBy(ProvisioningStep step, Host host) {
        return AdjustedStep.of(step).step() instanceof Service service && service.startsAnew(host)
                ? Optional.of(service.service())
                : Optional.empty();
    }

    private static boolean restarts(Provisioning.Handler handler, String service) {
        return AdjustedStep.of(handler.step()).step() instanceof RestartService restart
                && restart.service().equals(service);
    }
}
