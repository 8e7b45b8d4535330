package dev.viridian.testing.host;

import dev.viridian.provision.HostPackages;
import dev.viridian.provision.PackageName;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;
import java.util.List;
import java.util.Optional;

/** The packages, through the gate. */
record PackagesPort(HostWorld world, HostGate gate) implements HostPackages {
    @Override
    public Optional<String> installed(String name) {
        return gate.call(Kind.READ, "look for package " + name, () -> Optional.ofNullable(world.packages.get(name)));
    }

    @Override
    public void install(List<PackageName> packages) {
        gate.change(Kind.WRITE, "install " + packages, () -> {
            world.clock.pass(world.draft.pace);
            packages.forEach(this::requireAvailable);
            packages.forEach(wanted -> world.packages.put(wanted.name(), world.draft.available.get(wanted.name())));
        });
    }

    private void requireAvailable(PackageName wanted) {
        String version = world.draft.available.get(wanted.name());
        if (version == null || !wanted.version().orElse(version).equals(version)) {
            throw PlatformException.refused(
                    "install " + wanted,
                    "the simulated machine can install only " + world.draft.available
                            + ". Teach it by HostSimulation.packageAvailable(name, version).");
        }
    }

    @Override
    public void remove(List<String> names) {
        gate.change(Kind.CHANGE, "remove packages " + names, () -> names.forEach(world.packages::remove));
    }
}
