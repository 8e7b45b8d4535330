package dev.viridian.provision;

import java.util.List;
import java.util.Optional;

/** The packages of the host's distribution (apt or dnf). */
public interface HostPackages {
    /** The version in which a package is installed; empty where it is not, or only its configuration is left. */
    Optional<String> installed(String name);

    /** Installs these packages in one transaction, without asking anybody. */
    void install(List<PackageName> packages);

    /** Removes these packages; their configuration stays. */
    void remove(List<String> names);
}
