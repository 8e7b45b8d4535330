package dev.viridian.probe;

import dev.viridian.CommandProbe;
import dev.viridian.Machine;
import dev.viridian.spi.Probes.Answer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A command of this machine, judged by its exit code. */
final class CommandQuestion {
    /** Its output goes to a file: a pipe would be kept open by a child that the command leaves running, and reading it would hang. */
    Answer ask(CommandProbe probe, Machine machine, Duration timeout) throws IOException, InterruptedException {
        Path output = Files.createTempFile("viridian-command", ".out");
        try {
            return ask(probe, start(probe, machine, output), new CommandOutput(output), Deadline.in(timeout));
        } catch (CannotStart e) {
            return Answer.sick(Excerpt.head("the command cannot be started: " + e.getMessage()
                    + ". Name a program that is on this machine's PATH, or one by its whole path"));
        } finally {
            Files.delete(output);
        }
    }

    private static Process start(CommandProbe probe, Machine machine, Path output) throws CannotStart {
        ProcessBuilder command =
                new ProcessBuilder(probe.line()).redirectErrorStream(true).redirectOutput(output.toFile());
        command.environment().put("VIRIDIAN_HOST", machine.host());
        command.environment().put("VIRIDIAN_PORT", String.valueOf(machine.port()));
        try {
            return command.redirectInput(nothing()).start();
        } catch (IOException e) {
            throw new CannotStart(e);
        }
    }

    private static File nothing() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    private static Answer ask(CommandProbe probe, Process process, CommandOutput output, Deadline deadline)
            throws IOException, InterruptedException {
        RunningCommand command = new RunningCommand(process);
        try {
            return command.waitFor(deadline, output)
                    .map(why -> Answer.sick("killed " + why + output.tail()))
                    .orElseGet(() -> exited(probe, process.exitValue(), output));
        } finally {
            command.kill();
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
