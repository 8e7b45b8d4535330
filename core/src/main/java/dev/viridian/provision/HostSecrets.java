package dev.viridian.provision;

import dev.viridian.spi.PlatformException;

/** Where the secrets of a host are found. */
public interface HostSecrets {
    /**
     * The secret, without the line break at its end that a file may have.
     *
     * @throws PlatformException when there is none, or it is empty, or nobody here knows the scheme; the message names the reference
     */
    String read(SecretReference reference);
}
