package dev.viridian.engine;

import dev.viridian.spi.Controllers;
import dev.viridian.spi.PlatformException;
import java.util.function.Supplier;

/** What can be told of other controllers, in the time that an answer may take. */
final class BoundedControllers implements Controllers {
    private static final EngineLog LOG = EngineLog.of(BoundedControllers.class);

    private final Supplier<Controllers> controllers;
    private final Calls calls;
    private final Once<String> present;

    BoundedControllers(Supplier<Controllers> controllers, Calls calls) {
        this.controllers = controllers;
        this.calls = calls;
        this.present = new Once<>(() -> calls.answer(
                () -> "ask the platform which process this is",
                () -> controllers.get().present()));
    }

    @Override
    public String present() {
        return present.get();
    }

    /** Without an answer it is not known to be dead, and its lease has to run out. */
    @Override
    public boolean isDead(String controller) {
        try {
            return calls.answer(
                    () -> "ask the platform whether process '" + controller + "' is dead",
                    () -> controllers.get().isDead(controller));
        } catch (PlatformException e) {
            LOG.warn("{} Its lease has to run out.", e.failure().message());
            return false;
        }
    }
}
