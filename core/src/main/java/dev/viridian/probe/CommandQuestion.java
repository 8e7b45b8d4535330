package dev.viridian.probe;

import dev.viridian.CommandProbe;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.io.File;
import java.io.IOException;
import java.time.Duration;

/** A command of this machine, judged by its exit code. */
final class CommandQuestion {
    Answer ask(CommandProbe probe, Machine machine, Duration timeout) throws IOException, InterruptedException {
        ProcessBuilder command = command(probe, machine);
        CommandOutput output = CommandOutput.of(command);
        try {
            return ask(probe, start(command, output), output, Deadline.in(timeout));
        } catch (CannotStart e) {
            return Answer.sick(Excerpt.head("the command cannot be started: " + e.getMessage()
                    + ". Name a program that is on this machine's PATH, or one by its whole path"));
        } finally {
            output.delete();
        }
    }

    private static ProcessBuilder command(CommandProbe probe, Machine machine) {
        ProcessBuilder command = new ProcessBuilder(probe.line()).redirectInput(nothing());
        command.environment().put("VIRIDIAN_HOST", machine.host());
        command.environment().put("VIRIDIAN_PORT", String.valueOf(machine.port()));
        return command;
    }

    private static RunningCommand start(ProcessBuilder command, CommandOutput output)
            throws CannotStart, InterruptedException {
        try {
            return RunningCommand.start(command, output);
        } catch (IOException e) {
            throw new CannotStart(e);
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static Answer ask(CommandProbe probe, RunningCommand command, CommandOutput output, Deadline deadline)
            throws IOException, InterruptedException {
        try {
            return command.waitFor(deadline)
                    .map(why -> Answer.sick("killed " + why + output.tail()))
                    .orElseGet(() -> exited(probe, command.exitValue(), output));
        } finally {
            command.end();
        }
    }

    private static Answer exited(CommandProbe probe, int exit, CommandOutput output) {
        return exit == probe.exit()
                ? Answer.well("exit " + exit)
                : Answer.sick("exit " + exit + ", expected " + probe.exit() + output.tail());
    }

    /** There is no such program, or it may not be run. */
    private static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1;

        CannotStart(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
