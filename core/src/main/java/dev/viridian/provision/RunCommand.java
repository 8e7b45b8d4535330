package dev.viridian.provision;

import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.util.Optional;

/** A command, with what tells that it need not be run again. */
public final class RunCommand implements ProvisioningStep {
    private final Command command;
    private final int exit;
    private final Optional<String> creates;
    private final Optional<Command> unless;

    private RunCommand(Command command, int exit, Optional<String> creates, Optional<Command> unless) {
        this.command = command;
        this.exit = exit;
        this.creates = creates;
        this.unless = unless;
    }

    static RunCommand of(Command command) {
        return new RunCommand(command, 0, Optional.empty(), Optional.empty());
    }

    /** It is done when there is something at this path. */
    public RunCommand creates(String path) {
        return new RunCommand(command, exit, Optional.of(HostPath.require(path)), unless);
    }

    /** It is done when this command, which must change nothing, exits with 0. */
    public RunCommand unless(String program, String... arguments) {
        return new RunCommand(command, exit, creates, Optional.of(Command.of(program, arguments)));
    }

    /** The exit code that says that it went well; 0 without this. */
    public RunCommand exits(int expected) {
        return new RunCommand(command, expected, creates, unless);
    }

    /** Runs it in this folder; in the host's home without this. */
    public RunCommand in(String folder) {
        return with(command.in(HostPath.require(folder)));
    }

    /** Sets a variable of its environment. */
    public RunCommand environment(String name, String value) {
        return with(command.environment(name, value));
    }

    /** Sets a variable of its environment to a value that may be a secret. */
    public RunCommand environment(String name, Value value) {
        return with(command.environment(name, value));
    }

    /** How long it may take before it is killed; 5 minutes without this. */
    @Override
    public RunCommand within(Duration time) {
        return with(command.within(time));
    }

    private RunCommand with(Command changed) {
        return new RunCommand(changed, exit, creates, unless);
    }

    @Override
    public String name() {
        return "run " + command;
    }

    /** A little more than the command's own, which is what tells how it ended. */
    @Override
    public Duration limit() {
        return command.limit()
                .plus(unless.map(Command::limit).orElse(Duration.ZERO).multipliedBy(2))
                .plusSeconds(30);
    }

    @Override
    public Finding inspect(Host host) {
        if (creates.isEmpty() && unless.isEmpty()) {
            return Finding.untold("run " + command);
        }
        boolean made = creates.map(path -> host.files().look(path).isPresent()).orElse(true);
        boolean told = made
                && unless.map(question -> host.commands().run(question).exit() == 0)
                        .orElse(true);
        return told ? Finding.satisfied() : Finding.differs("run " + command + why(made));
    }

    private String why(boolean made) {
        return made
                ? ", as " + unless.map(Command::toString).orElse("it") + " says no"
                : ", as there is no " + creates.orElse("result");
    }

    @Override
    public void perform(Host host) {
        CommandResult result = host.commands().run(command);
        if (result.exit() != exit) {
            throw PlatformException.passing(
                    "run " + command,
                    new CommandFailed("it exited with " + result.exit() + ", expected " + exit
                            + (result.output().isBlank()
                                    ? ", and wrote nothing"
                                    : ". It wrote last: " + end(result.output()))));
        }
    }

    private static String end(String output) {
        String text = output.strip();
        return text.length() <= 500 ? text : "…" + text.substring(text.length() - 500);
    }

    @Override
    public String toString() {
        return name();
    }
}
