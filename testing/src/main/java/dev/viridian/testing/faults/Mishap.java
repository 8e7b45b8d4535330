package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fault;
import dev.viridian.testing.simulation.Operation;
import java.time.Duration;

/** One thing that goes wrong in a scenario. */
public sealed interface Mishap {
    /**
     * A fault at one call.
     *
     * @param controller 1 for the controller that begins the deployment, 2 for the one that is started after it
     * @param call the number of the call among those of its controller, from 1
     * @param fault what goes wrong
     */
    record At(int controller, int call, Fault fault) implements Mishap {
        @Override
        public String toString() {
            return "call " + call + (controller == 1 ? "" : " of controller " + controller) + " " + fault;
        }
    }

    /**
     * All calls of one kind fail for a while.
     *
     * @param operation the kind
     * @param from the first one that fails, counted among those of its kind from 1
     * @param lasting for how long
     * @param fault how they fail
     */
    record Outage(Operation operation, int from, Duration lasting, Fault fault) implements Mishap {
        @Override
        public String toString() {
            return "from the " + from + ". '" + operation + "' on each " + fault + " for " + lasting.toMinutes()
                    + " min";
        }
    }

    /**
     * A machine of the candidate is not well.
     *
     * @param machine the first, second, … that is made
     * @param fault what becomes of it
     */
    record OfMachine(int machine, MachineFault fault) implements Mishap {
        @Override
        public String toString() {
            return "machine " + machine + " " + fault;
        }
    }

    /**
     * Something happens in the world right before a call.
     *
     * @param call the number of the call of the first controller
     * @param incident what happens
     */
    record Meanwhile(int call, Incident incident) implements Mishap {
        @Override
        public String toString() {
            return "before call " + call + " " + incident;
        }
    }

    /**
     * Calls fail at random.
     *
     * @param seed which of them, and how
     */
    record Storm(long seed) implements Mishap {
        @Override
        public String toString() {
            return "random faults of seed " + seed;
        }
    }
}
