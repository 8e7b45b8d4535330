package dev.viridian.provision;

import dev.viridian.Response;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.List;

/** A handler as a step of its own: what it wants is that it is not due any more. */
record DueHandler(Provisioning.Handler handler, PendingHandlers pending) implements ProvisioningStep {
    @Override
    public String name() {
        return handler.name() + ": " + handler.step().name();
    }

    @Override
    public Duration limit() {
        return handler.step().limit();
    }

    @Override
    public List<Response> responses() {
        return handler.step().responses();
    }

    @Override
    public Finding inspect(Host host) {
        return pending.isDue(handler.name())
                ? Finding.differs(handler.step().name() + ", as something that it depends on has changed")
                : Finding.satisfied();
    }

    /** It stays due until it is done and was seen to be. */
    @Override
    public void perform(Host host) throws Exception {
        handler.step().perform(host);
        if (Inspection.of(handler.step(), host) instanceof Finding.Differs differs) {
            throw new PlatformException(new StepRun.NotDone(handler.step().name(), differs.changes()));
        }
        pending.done(handler.name());
    }
}
