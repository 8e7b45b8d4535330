package dev.viridian.machine;

import dev.viridian.provision.HostPackages;
import dev.viridian.provision.PackageName;
import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.Optional;

/** A machine whose distribution nobody here knows. */
record NoPackages() implements HostPackages {
    @Override
    public Optional<String> installed(String name) {
        throw refused("look for package " + name);
    }

    @Override
    public void install(List<PackageName> packages) {
        throw refused("install " + packages);
    }

    @Override
    public void remove(List<String> names) {
        throw refused("remove packages " + names);
    }

    private static PlatformException refused(String doing) {
        return PlatformException.refused(
                doing,
                "this machine has neither apt-get nor dnf, and no others are known here. Expected a machine of Debian's or Red"
                        + " Hat's family; elsewhere use command(…).unless(…).");
    }
}
