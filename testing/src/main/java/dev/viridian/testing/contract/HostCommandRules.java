package dev.viridian.testing.contract;

import dev.viridian.Failure;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Commands. */
interface HostCommandRules extends HostRules {
    /** Whether that is a failure is for the step to say. */
    @Test
    default void anExitCodeIsAResult() {
        HostDemand demand = new HostDemand("a command's exit code and both of its outputs are its result");
        CommandResult result = underTest().host().commands().run(underTest().failingCommand());

        demand.same("the exit code", 3, result.exit());
        demand.holds(
                result.output().contains("out") && result.output().contains("trouble"),
                "its output is: " + result.output());
    }

    /** A shell's 127 could be the program's own. */
    @Test
    default void anUnknownProgramIsRefused() {
        HostDemand demand = new HostDemand("a program that is not there is refused by its name");
        Failure failure = demand.refused(
                "run it", () -> underTest().host().commands().run(Command.of("viridian-no-such-program", "x")));

        demand.holds(failure.message().contains("viridian-no-such-program"), "the message is: " + failure.message());
        demand.holds(!failure.worthRetrying(), "it is said to be worth another try");
    }

    /** Nothing waits without a limit. */
    @Test
    default void aCommandEndsWithItsLimit() {
        HostDemand demand = new HostDemand("a command that takes too long is killed, and what it wrote is told");
        Instant start = underTest().host().time().now();
        Duration limit = Duration.ofSeconds(1);
        Failure failure = demand.refused(
                "run it",
                () -> underTest()
                        .host()
                        .commands()
                        .run(underTest().endlessCommand().within(limit)));

        demand.holds(failure instanceof Failure.DeadlinePassed, "the failure is " + failure);
        demand.holds(failure.message().contains("begun"), "the message is: " + failure.message());
        Duration took = Duration.between(start, underTest().host().time().now());
        demand.holds(took.compareTo(underTest().patience()) < 0, "it took " + took);
    }
}
