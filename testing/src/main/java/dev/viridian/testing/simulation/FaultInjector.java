package dev.viridian.testing.simulation;

/**
 * Decides which call goes wrong, and how. Called before each call, on the thread that makes it; equal questions must get equal answers
 * in each run.
 */
@FunctionalInterface
public interface FaultInjector {
    /** Nothing goes wrong. */
    FaultInjector NONE = (call, operation, subject) -> Fault.NONE;

    /**
     * What happens to this call.
     *
     * @param call its number among the calls of its controller, from 1
     * @param operation what is called
     * @param subject what it is about, such as the name of an environment; its text names it
     */
    Fault at(int call, Operation operation, Object subject);

    /**
     * That call was made, nothing went wrong with it, and it is about to be answered.
     *
     * @param call its number
     */
    default void made(int call) {}
}
