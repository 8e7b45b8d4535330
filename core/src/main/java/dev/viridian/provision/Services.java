package dev.viridian.provision;

import java.util.List;

/** The services that a provisioning runs. */
final class Services {
    private Services() {}

    static List<String> of(Provisioning provisioning) {
        return provisioning.stages().stream()
                .flatMap(List::stream)
                .map(step -> step instanceof AdjustedStep adjusted ? adjusted.step() : step)
                .filter(Service.class::isInstance)
                .map(step -> ((Service) step).service())
                .toList();
    }
}
