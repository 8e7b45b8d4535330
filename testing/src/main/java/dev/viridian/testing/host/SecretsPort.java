package dev.viridian.testing.host;

import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.SecretReference;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;

/** The secrets, through the gate. */
record SecretsPort(HostWorld world, HostGate gate) implements HostSecrets {
    @Override
    public String read(SecretReference reference) {
        return gate.call(Kind.READ, "read secret " + reference, () -> {
            String secret = world.draft.secrets.get(reference.toString());
            if (secret == null) {
                throw PlatformException.refused(
                        "read secret " + reference,
                        "the simulated machine has none, only "
                                + world.draft.secrets.keySet()
                                + ". Teach it by HostSimulation.secret(reference, value).");
            }
            return secret;
        });
    }
}
