package dev.viridian.testing.contract;

import dev.viridian.Evidence;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import java.util.Optional;

/** Services with which something else is done; as it is, it alters nothing. */
class AlteredServices implements HostServices {
    final HostServices real;

    AlteredServices(HostServices real) {
        this.real = real;
    }

    @Override
    public ServiceState look(String name) {
        return real.look(name);
    }

    @Override
    public void define(ServiceDefinition definition) {
        real.define(definition);
    }

    @Override
    public Optional<ServiceDefinition> defined(String name) {
        return real.defined(name);
    }

    @Override
    public void start(String name) {
        real.start(name);
    }

    @Override
    public void restart(String name) {
        real.restart(name);
    }

    @Override
    public void stop(String name) {
        real.stop(name);
    }

    @Override
    public Evidence examine(String name) {
        return real.examine(name);
    }
}
