package dev.viridian.provision;

import java.util.Set;

/**
 * Where secrets are kept, besides the environment and files, which every host knows. Stores are found by the scheme of a reference
 * through {@link java.util.ServiceLoader}: a module on the class path that provides one is all it takes.
 */
public interface SecretStore {
    /** The schemes that it serves, in lower case: {@code ssm}. */
    Set<String> schemes();

    /**
     * The secret.
     *
     * @throws dev.viridian.spi.PlatformException when there is none, or it cannot be read; the message names the reference, never the
     *     secret
     */
    String read(SecretReference reference);
}
