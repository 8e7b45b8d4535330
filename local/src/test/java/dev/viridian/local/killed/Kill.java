package dev.viridian.local.killed;

import java.time.Duration;
import java.util.Locale;

/** When a controller is killed. */
sealed interface Kill {
    /** Where it stops for it. */
    Incident stop();

    /** Kills it; false where it came to its end before. */
    boolean kill(ControllerProcess controller);

    /**
     * At a certain change of its store.
     *
     * @param stop which one
     */
    record AtWrite(Incident stop) implements Kill {
        @Override
        public boolean kill(ControllerProcess controller) {
            return controller.killWhereItStops();
        }

        @Override
        public String toString() {
            return stop.toString();
        }
    }

    /**
     * At any moment, whatever it is doing.
     *
     * @param after how long after it began
     */
    record AtMoment(Duration after) implements Kill {
        @Override
        public Incident stop() {
            return Incident.NONE;
        }

        @Override
        public boolean kill(ControllerProcess controller) {
            return controller.killAfter(after);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f ms after it began", after.toNanos() / 1e6);
        }
    }
}
