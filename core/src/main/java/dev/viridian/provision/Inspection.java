package dev.viridian.provision;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import org.jspecify.annotations.Nullable;

/**
 * What a step finds when it looks. A step of the user's, whose compiler does not hold what may be null, or a mock, may find null: that
 * says nothing, and must not pass for done.
 */
final class Inspection {
    private Inspection() {}

    static Finding of(ProvisioningStep step, Host host) throws Exception {
        return required(step, step.inspect(host));
    }

    private static Finding required(ProvisioningStep step, @Nullable Finding found) {
        if (found == null) {
            throw new PlatformException(
                    new Failure.Unexpected(
                            "trying to look whether '" + step.name() + "' is done",
                            "null was returned, which is no finding: that all is as it should be is said by Finding.satisfied()"));
        }
        return found;
    }
}
