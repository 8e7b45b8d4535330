package dev.viridian.provision;

import java.util.Set;

/**
 * Where a machine learns who it is, besides files and web servers of its own network, which are read here. Sources are found by the scheme
 * of a location through {@link java.util.ServiceLoader}: a module on the class path that provides one is all it takes.
 */
public interface IdentitySource {
    /** The schemes that it serves, in lower case: {@code imds}. */
    Set<String> schemes();

    /**
     * Reads the identity document of this machine.
     *
     * @throws dev.viridian.spi.PlatformException when it cannot be read
     */
    MachineIdentity read(String location);
}
