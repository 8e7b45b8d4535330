package dev.viridian.machine;

import dev.viridian.Failure;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.Host;
import dev.viridian.provision.HostCommands;
import dev.viridian.spi.PlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Commands, each in a session of its own, by which all that it starts is found and ended with it. They inherit nothing of the
 * environment of whoever provisions, in which secrets may be.
 */
record LinuxCommands(LinuxRoot root, LinuxFiles files, Programs programs, Host host) implements HostCommands {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int MOST_SHOWN = 2_000;
    private static final File NOTHING = new File("/dev/null");

    @Override
    public CommandResult run(Command command) {
        String doing = "run " + command;
        List<String> words =
                command.line().stream().map(value -> value.on(host)).toList();
        Map<String, String> environment = basics(root);
        command.environment().forEach((name, value) -> environment.put(name, value.on(host)));
        String folder = root.inside(command.folder().orElse(root.home()));
        if (command.folder().isEmpty()) {
            files.makeHome();
        }
        requireFolder(doing, folder);
        programs.require(doing, words.get(0), environment.getOrDefault("PATH", Programs.PATH), folder);
        RunningCommands running = new RunningCommands(root, host.time());
        Process process = start(doing, running.recording(), words, environment, folder);
        try {
            return ended(command, process);
        } finally {
            running.end(process.pid());
        }
    }

    /** What each program finds in its environment. */
    static Map<String, String> basics(LinuxRoot root) {
        Map<String, String> basics = new TreeMap<>();
        basics.put("PATH", Programs.PATH);
        basics.put("HOME", root.home());
        basics.put("LANG", "C.UTF-8");
        return basics;
    }

    private void requireFolder(String doing, String folder) {
        boolean there = FileTroubles.told(doing, root.folder(), () -> Files.isDirectory(root.followed(folder)));
        if (!there) {
            throw PlatformException.refused(
                    doing,
                    "there is no folder " + folder + " to run it in. Make it by a step before: directory(path).");
        }
    }

    private Process start(
            String doing, List<String> before, List<String> words, Map<String, String> environment, String folder) {
        List<String> line = new ArrayList<>(before);
        line.addAll(root.entering(folder));
        line.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectInput(NOTHING);
        if (root.isWhole()) {
            builder.directory(Path.of(folder).toFile());
        }
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw PlatformException.passing(doing, e);
        }
    }

    private CommandResult ended(Command command, Process process) {
        OutputTail output = new OutputTail(process.getInputStream());
        Instant end = host.time().now().plus(command.limit());
        try {
            while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                output.take();
                if (!host.time().now().isBefore(end)) {
                    throw tooLate(command, output);
                }
            }
            output.take();
            return new CommandResult(process.exitValue(), output.text());
        } catch (IOException e) {
            throw PlatformException.passing("read what " + command + " writes", e);
        } catch (InterruptedException e) {
            LinuxProcesses.kill(process.pid(), host.time());
            Thread.currentThread().interrupt();
            throw PlatformException.passing("run " + command, e);
        }
    }

    private static PlatformException tooLate(Command command, OutputTail output) {
        String text = output.text().strip();
        String shown = text.length() <= MOST_SHOWN ? text : "…" + text.substring(text.length() - MOST_SHOWN);
        return new PlatformException(new Failure.DeadlinePassed(
                command + " was killed with all that it had started; it "
                        + Optional.of(shown)
                                .filter(some -> !some.isEmpty())
                                .map(some -> "wrote last: " + some)
                                .orElse("wrote nothing"),
                command.limit()));
    }
}
