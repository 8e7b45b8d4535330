package dev.viridian.testing.host;

import dev.viridian.Evidence;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.testing.host.HostCall.Kind;
import java.util.Optional;

/** The services, through the gate. */
record ServicesPort(HostWorld world, HostGate gate) implements HostServices {
    @Override
    public ServiceState look(String name) {
        return gate.call(
                Kind.READ, "look at service " + name, () -> world.service(name).state());
    }

    @Override
    public void define(ServiceDefinition definition) {
        gate.change(
                Kind.WRITE,
                "define service " + definition.name(),
                () -> world.service(definition.name()).define(definition));
    }

    @Override
    public Optional<ServiceDefinition> defined(String name) {
        return gate.call(
                Kind.READ,
                "look what service " + name + " runs",
                () -> world.service(name).defined());
    }

    @Override
    public void start(String name) {
        gate.change(
                Kind.CHANGE, "start service " + name, () -> world.service(name).start());
    }

    @Override
    public void restart(String name) {
        gate.change(
                Kind.CHANGE,
                "restart service " + name,
                () -> world.service(name).restart());
    }

    @Override
    public void stop(String name) {
        gate.change(
                Kind.CHANGE, "stop service " + name, () -> world.service(name).stop());
    }

    @Override
    public Evidence examine(String name) {
        return gate.call(
                Kind.READ,
                "examine service " + name,
                () -> Evidence.of("service " + name, world.service(name).state().detail()));
    }
}
