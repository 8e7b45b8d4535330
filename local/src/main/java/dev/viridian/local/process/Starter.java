package dev.viridian.local.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Starts a process: checks, intent, process, identification, in this order, so that a controller may die anywhere.
 *
 * <p>The program {@code setsid} executes the command in its own place, as the leader of a new session: no terminal, so no
 * Ctrl-C and no hang-up, and a number that all its children keep.
 */
final class Starter {
    private static final File NOTHING = new File("/dev/null");

    private final ProcessTable table;
    private final Optional<Path> setsid;

    Starter(ProcessTable table, Optional<Path> setsid) {
        this.table = table;
        this.setsid = setsid;
    }

    /** {@code setsid} of this machine, if it has one. */
    static Optional<Path> setsidOfThisMachine() {
        return List.of("/usr/bin/setsid", "/bin/setsid").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    ManagedProcess start(Launch launch, Path record) {
        refuseASecondOne(launch, record);
        Readiness.check(launch, record);
        Path program = Executable.of(launch);
        ProcessRecord intent = ProcessRecord.intended(launch, setsid.isPresent());
        write(intent, record, launch);
        Process process = spawn(launch, program, intent, record);

        Identity identity = identify(process);
        Instant started = process.info().startInstant().orElseGet(Instant::now);
        ProcessRecord known = intent.startedAs(identity, started);
        ManagedProcess managed = new ManagedProcess(table, identity, new OwnChild(process), known);
        try {
            write(known, record, launch);
        } catch (CannotStartException e) {
            // Nobody could find it later.
            managed.stop(Duration.ZERO);
            throw e;
        }
        return managed;
    }

    private void refuseASecondOne(Launch launch, Path record) {
        new Finder(table).find(record).ifPresent(running -> {
            throw new CannotStartException(
                    launch,
                    "process " + running.pid() + " or one of its children, started at " + running.startedAt()
                            + ", still runs according to " + record,
                    "Stop it first, or carry on with it");
        });
    }

    private static void write(ProcessRecord content, Path record, Launch launch) {
        try {
            content.write(record);
        } catch (IOException e) {
            CannotStartException refused = new CannotStartException(
                    launch,
                    "the identification file " + record + " cannot be written: " + e,
                    "Check that there is space on its disk, and its permissions",
                    e);
            removeAfter(refused, record);
            throw refused;
        }
    }

    private Process spawn(Launch launch, Path program, ProcessRecord intent, Path record) {
        ProcessBuilder builder = new ProcessBuilder(commandLine(launch, program))
                .directory(launch.folder().toFile())
                .redirectInput(NOTHING)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output().toFile()));
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        intent.mark()
                .map(variable -> variable.split("=", 2))
                .ifPresent(variable -> builder.environment().put(variable[0], variable[1]));
        try {
            return builder.start();
        } catch (IOException e) {
            CannotStartException refused = new CannotStartException(
                    launch,
                    "the system refuses it: " + e.getMessage(),
                    "Check the program " + program + ", and this user's limits for processes and open files",
                    e);
            removeAfter(refused, record);
            throw refused;
        }
    }

    private List<String> commandLine(Launch launch, Path program) {
        List<String> line = new ArrayList<>();
        setsid.ifPresent(path -> line.add(path.toString()));
        line.add(program.toString());
        line.addAll(launch.command().subList(1, launch.command().size()));
        return line;
    }

    /** A process that ended at once may be gone already, and its number be another's: the parent tells. */
    private Identity identify(Process process) {
        long self = ProcessHandle.current().pid();
        OptionalLong birth = table.find(process.pid()).stream()
                .filter(found -> found.parent() == self)
                .mapToLong(ProcessEntry::birth)
                .findFirst();
        return new Identity(process.pid(), table.era(), birth, setsid.isPresent());
    }

    private static void removeAfter(CannotStartException refused, Path record) {
        try {
            ProcessRecord.delete(record);
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
    }
}
