package dev.viridian.provision;

import java.util.Set;

/** A service that does not run. */
record ServiceStopped(String service) implements ProvisioningStep {
    private static final Set<ServiceState.Condition> AT_REST =
            Set.of(ServiceState.Condition.UNKNOWN, ServiceState.Condition.STOPPED, ServiceState.Condition.FAILED);

    @Override
    public String name() {
        return "stop service " + service;
    }

    @Override
    public Finding inspect(Host host) {
        ServiceState state = host.services().look(service);
        return AT_REST.contains(state.condition())
                ? Finding.satisfied()
                : Finding.differs("service " + service + ": " + state.detail() + " → stopped");
    }

    @Override
    public void perform(Host host) {
        host.services().stop(service);
    }
}
