package dev.viridian.testing.host;

import dev.viridian.spi.ControllerStop;

/** The death of a process that provisions, as it is seen from within: nothing can be done about it. */
final class ProvisioningKilled extends Error implements ControllerStop {
    private static final long serialVersionUID = 1;

    ProvisioningKilled(HostCall call) {
        super("The provisioning was killed at " + call + ".", null, false, false);
    }
}
