package dev.viridian.provision;

import java.util.Objects;

/** A machine did not become ready. */
public final class ProvisioningFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ProvisioningResult result;

    ProvisioningFailedException(ProvisioningResult result) {
        super(result.toString());
        this.result = result;
    }

    /** What came of it. */
    public ProvisioningResult result() {
        return Objects.requireNonNull(result, "a deserialized ProvisioningFailedException has no result");
    }
}
