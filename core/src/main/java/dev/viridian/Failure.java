package dev.viridian;

import dev.viridian.text.Durations;
import dev.viridian.text.Excerpt;
import java.time.Duration;
import java.util.Optional;

/**
 * What went wrong. A failure belongs to a step and, where it can be told, to a machine. {@link FailureResponse#when} picks failures by
 * their class; a platform adds kinds of its own by {@link Custom}.
 */
public sealed interface Failure {
    /** What was being done, to what, what was found and what was expected. */
    String message();

    /** The one machine that is sick, where it is one. */
    default Optional<MachineId> machine() {
        return Optional.empty();
    }

    /** Whether doing the same again may go well: {@code false} for a refusal that stays one, or where waiting was already tried. */
    default boolean worthRetrying() {
        return true;
    }

    /** Whether a new machine or a new candidate may do better: {@code false} for what is wrong outside of them. */
    default boolean worthRebuilding() {
        return true;
    }

    /** A kind of failure that a platform or a user adds. */
    non-sealed interface Custom extends Failure {}

    /**
     * A machine did not become healthy in time.
     *
     * @param environment its environment
     * @param sick the machine
     * @param check the health check
     * @param lastAnswer what it said last
     * @param waited how long it was waited for
     */
    record Unhealthy(EnvironmentName environment, MachineId sick, String check, String lastAnswer, Duration waited)
            implements Failure {
        @Override
        public String message() {
            return "Machine " + sick + " of " + environment + " did not become healthy within " + Durations.text(waited)
                    + ": health check '" + check + "' was answered last with: " + lastAnswer;
        }

        @Override
        public Optional<MachineId> machine() {
            return Optional.of(sick);
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }

    /**
     * A machine that was well is not any more.
     *
     * @param environment its environment
     * @param sick the machine
     * @param check the health check
     * @param lastAnswer what it said last
     * @param answers how many bad answers it gave in a row
     */
    record BecameSick(EnvironmentName environment, MachineId sick, String check, String lastAnswer, int answers)
            implements Failure {
        @Override
        public String message() {
            return "Machine " + sick + " of " + environment + " was well and is not any more: health check '" + check
                    + "' had " + answers + " bad answers in a row, the last: " + lastAnswer;
        }

        @Override
        public Optional<MachineId> machine() {
            return Optional.of(sick);
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }

    /**
     * An environment that was well is not any more: it is not one machine that is sick.
     *
     * @param environment the environment
     * @param sick how many of its machines answered badly last
     * @param machines how many it has
     * @param check the health check that one of them failed
     * @param lastAnswer what that one said last
     */
    record EnvironmentBecameSick(EnvironmentName environment, int sick, int machines, String check, String lastAnswer)
            implements Failure {
        @Override
        public String message() {
            return sick + " of " + machines + " machines of " + environment
                    + " were well and are not any more, so it is not one of them that is sick: health check '" + check
                    + "' was answered last with: " + lastAnswer;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }

    /**
     * Something that has to be well while a new environment is baked was not, or said nothing at the end.
     *
     * @param environment the environment
     * @param condition what was looked at
     * @param silent whether it said nothing
     * @param detail what was found
     */
    record BakeConditionFailed(EnvironmentName environment, String condition, boolean silent, String detail)
            implements Failure {
        @Override
        public String message() {
            return "While " + environment + " was baked, " + condition
                    + (silent ? " said nothing at the end, which is not taken for well: " : " was not well: ") + detail;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }

    /**
     * A machine ended, or never came up.
     *
     * @param environment its environment
     * @param sick the machine
     * @param detail what the platform says of it
     */
    record MachineFailed(EnvironmentName environment, MachineId sick, String detail) implements Failure {
        @Override
        public String message() {
            return "Machine " + sick + " of " + environment + " failed: " + detail;
        }

        @Override
        public Optional<MachineId> machine() {
            return Optional.of(sick);
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }
    }

    /**
     * An environment has too few machines.
     *
     * @param environment the environment
     * @param found how many it has
     * @param wanted how many it should have
     * @param waited how long they were waited for
     */
    record TooFewMachines(EnvironmentName environment, int found, int wanted, Duration waited) implements Failure {
        @Override
        public String message() {
            return environment + " has " + found + " machines after " + Durations.text(waited) + ", expected " + wanted
                    + ".";
        }
    }

    /**
     * A smoke test did not pass.
     *
     * @param test its name
     * @param where the machine or environment that it looked at
     * @param cause what it found
     */
    record SmokeTestFailed(String test, String where, String cause) implements Failure {
        @Override
        public String message() {
            return "Smoke test '" + test + "' failed on " + where + ": " + cause;
        }
    }

    /**
     * The artifact is missing, unreadable, damaged or not what was asked for.
     *
     * @param location where it should be
     * @param problem what was found, what was expected and what to do
     */
    record ArtifactRefused(String location, String problem) implements Failure {
        @Override
        public String message() {
            return "Artifact " + location + " cannot be deployed: " + problem;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * There is no space left.
     *
     * @param where the file system or folder
     * @param doing what was being done
     */
    record DiskFull(String where, String doing) implements Failure {
        @Override
        public String message() {
            return "No space left in " + where + " while " + doing + ". Free some space there and deploy again.";
        }
    }

    /**
     * A call of the platform failed, perhaps after its effect.
     *
     * @param call what was asked
     * @param cause what came of it
     * @param passing whether it may go well another time
     */
    record CallFailed(String call, String cause, boolean passing) implements Failure {
        /** Takes the beginning of a cause of more than 8,000 characters. */
        public CallFailed {
            cause = Excerpt.ofMessage(cause);
        }

        @Override
        public String message() {
            return "While trying to " + call + ": " + cause;
        }

        @Override
        public boolean worthRetrying() {
            return passing;
        }

        @Override
        public boolean worthRebuilding() {
            return passing;
        }
    }

    /**
     * The router was told to switch and does not show it.
     *
     * @param wanted the routing that was asked for
     * @param observed what the router says
     * @param waited how long it was waited for
     */
    record RoutingNotObserved(String wanted, String observed, Duration waited) implements Failure {
        @Override
        public String message() {
            return "The router was told to send traffic to " + wanted + " but after " + Durations.text(waited)
                    + " it still says: " + observed;
        }
    }

    /**
     * The users' entry is answered by something other than the new revision.
     *
     * @param entry the address that users use
     * @param expected the version that should answer
     * @param answered what did
     */
    record WrongRevision(String entry, String expected, String answered) implements Failure {
        @Override
        public String message() {
            return "After cutover " + entry + " should be answered by revision " + expected + ", it was answered: "
                    + answered;
        }
    }

    /**
     * Something took too long.
     *
     * @param what what was being done
     * @param limit how long it might take
     */
    record DeadlinePassed(String what, Duration limit) implements Failure {
        @Override
        public String message() {
            return "Gave up after " + Durations.text(limit) + ": " + what;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * A person was waited for, who did not come.
     *
     * @param what what the person should have done
     * @param waited how long
     */
    record NotResumed(String what, Duration waited) implements Failure {
        @Override
        public String message() {
            return "Nobody called resume() " + what + "; it was waited for " + Durations.text(waited) + ".";
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * One of the rules that always hold was found broken.
     *
     * @param rule its number in {@code docs/architecture.md}
     * @param detail what was found
     */
    record InvariantBroken(int rule, String detail) implements Failure {
        @Override
        public String message() {
            return "Rule " + rule + " does not hold: " + detail;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * Another controller has taken over, or this one was asked to stop.
     *
     * @param detail who, and since when
     */
    record FencedOff(String detail) implements Failure {
        @Override
        public String message() {
            return "This controller must not go on: " + detail;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * The controller ended, or was paused, before the deployment did, and another specification, or none, was at hand to go on with.
     *
     * @param detail who it was, and when it wrote last
     */
    record CutShort(String detail) implements Failure {
        @Override
        public String message() {
            return "The deployment was cut short: " + detail;
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * Somebody wanted the deployment aborted.
     *
     * @param by who
     * @param since when
     */
    record Aborted(String by, String since) implements Failure {
        @Override
        public String message() {
            return "The deployment was aborted: " + by + " asked for that at " + since + ".";
        }

        @Override
        public boolean worthRetrying() {
            return false;
        }

        @Override
        public boolean worthRebuilding() {
            return false;
        }
    }

    /**
     * Something that nobody foresaw, such as an error thrown by a check.
     *
     * @param doing what was being done
     * @param cause the class and message of what was thrown
     */
    record Unexpected(String doing, String cause) implements Failure {
        @Override
        public String message() {
            return "While " + doing + ": " + cause;
        }
    }
}
