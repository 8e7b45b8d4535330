package dev.viridian.local.process;

import dev.viridian.spi.Controllers;
import java.io.UncheckedIOException;

/** Controllers that are processes of one host: of those that were started there by the same user it is known whether they live. */
public final class HostControllers implements Controllers {
    private final ProcessTable table = ProcessTable.ofThisMachine();

    /** Of this host. */
    public HostControllers() {}

    @Override
    public String present() {
        return ProcessMark.ofThisProcess(table).map(ProcessMark::toString).orElse("");
    }

    @Override
    public boolean isDead(String controller) {
        try {
            return ProcessMark.parse(controller)
                    .filter(process -> process.isDead(table))
                    .isPresent();
        } catch (UncheckedIOException unreadable) {
            // A process that cannot be looked at may live.
            return false;
        }
    }
}
