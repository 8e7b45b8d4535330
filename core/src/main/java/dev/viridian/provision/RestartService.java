package dev.viridian.provision;

import java.time.Duration;

/** Ends a service and starts it as it is defined now. */
record RestartService(String service) implements ProvisioningStep {
    private static final Duration START = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "restart service " + service;
    }

    @Override
    public Finding inspect(Host host) {
        return Finding.untold(name());
    }

    @Override
    public void perform(Host host) {
        host.services().restart(service);
        Service.awaitRunning(host, service, START);
    }
}
