package dev.viridian;

/**
 * Code of the user's that looks at a machine.
 *
 * @param name what it checks, for messages
 * @param code well when it returns without throwing
 */
public record CodeProbe(String name, Check code) implements Probe {
    /** Looks at a machine and throws when it is not well. */
    @FunctionalInterface
    public interface Check {
        /** Looks at the machine; the message of what is thrown says what is wrong. */
        void check(Machine machine) throws Exception;
    }

    @Override
    public String describe() {
        return name;
    }

    @Override
    public String toString() {
        return describe();
    }
}
