package dev.viridian.machine;

import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.provision.ServiceState.Condition;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Processes that are supervised without systemd: each by a small shell script in a session of its own, described by files in the host's
 * home. Nothing starts them when the machine boots but provisioning it again.
 */
record SupervisedServices(LinuxRoot root, HostFiles files, Time time) implements HostServices {
    private static final String FOLDER = ".viridian/services/";
    private static final FileAccess PRIVATE = FileAccess.FILE.mode("0600");
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration BEGINNING = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** One that ends within this time has never run. */
    private static final Duration PROVEN = Duration.ofSeconds(1);

    private static final int MANY_ENDS = 3;
    private static final int TAIL = 16 * 1024;
    private static final int TAIL_LINES = 40;

    @Override
    public Optional<ServiceDefinition> defined(String name) {
        return text(name, "definition.json").flatMap(DefinitionJson::read);
    }

    @Override
    public void define(ServiceDefinition definition) {
        String name = definition.name();
        write(name, "run", SupervisorScript.run(definition, root));
        write(name, "supervise", SupervisorScript.supervise(root.inside(FOLDER + name), name));
        write(name, "mark", DefinitionJson.mark(definition));
        write(name, "definition.json", DefinitionJson.write(definition));
    }

    private void write(String name, String file, String text) {
        files.write(FOLDER + name + "/" + file, text.getBytes(StandardCharsets.UTF_8), PRIVATE);
    }

    @Override
    public ServiceState look(String name) {
        Optional<ServiceDefinition> definition = defined(name);
        if (definition.isEmpty()) {
            return new ServiceState(Condition.UNKNOWN, "there is no service " + name);
        }
        return FileTroubles.told("look at service " + name, root.folder(), () -> {
            Optional<LinuxProcesses.Entry> supervisor = supervisor(name);
            return supervisor.isPresent()
                    ? supervised(name, DefinitionJson.mark(definition.get()))
                    : unsupervised(name);
        });
    }

    private ServiceState unsupervised(String name) throws IOException {
        Set<Long> left = left(name);
        return left.isEmpty()
                ? new ServiceState(Condition.STOPPED, "stopped")
                : new ServiceState(
                        Condition.FAILED,
                        "what keeps it running was killed, and " + left.size() + " processes of it are left");
    }

    private ServiceState supervised(String name, String wanted) throws IOException {
        String[] state = text(name, "state").orElse("").split(" ", -1);
        int ends = state.length > 1 ? Integer.parseInt(state[1]) : 0;
        Optional<LinuxProcesses.Entry> child = child(name);
        String before = ends == 0
                ? ""
                : ", after it had ended " + ends + " times in a row, the last with exit code "
                        + (state.length > 2 ? state[2] : "unknown");
        if (child.isEmpty()) {
            Condition condition = ends >= MANY_ENDS ? Condition.FAILED : Condition.STARTING;
            return new ServiceState(condition, "waits to be started" + before);
        }
        String detail = "process " + child.get().pid() + before;
        if (child.get().age().compareTo(PROVEN) < 0) {
            return new ServiceState(Condition.STARTING, detail + ", started a moment ago");
        }
        return new ServiceState(state[0].equals(wanted) ? Condition.RUNNING : Condition.OUTDATED, detail);
    }

    private Optional<LinuxProcesses.Entry> child(String name) throws IOException {
        Optional<String> written = text(name, "child").filter(text -> text.matches("\\d+"));
        return written.isEmpty()
                ? Optional.empty()
                : LinuxProcesses.find(Long.parseLong(written.get())).filter(LinuxProcesses.Entry::lives);
    }

    /** What supervises it, told from a later process of the same number by its birth. */
    private Optional<LinuxProcesses.Entry> supervisor(String name) throws IOException {
        Optional<String[]> known = known(name);
        return known.isEmpty()
                ? Optional.empty()
                : LinuxProcesses.find(Long.parseLong(known.get()[0]))
                        .filter(LinuxProcesses.Entry::lives)
                        .filter(entry -> isBornAt(known.get()[1], entry));
    }

    /** Number and birth of the last supervisor since the machine was booted. */
    private Optional<String[]> known(String name) throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        return text(name, "supervisor")
                .map(text -> text.split(" ", -1))
                .filter(words -> words.length == 3 && words[2].equals(boot));
    }

    /**
     * What runs on in the session of a supervisor that is dead. While there is any, its number is not given to another process; nor is it while
     * nobody asked how the supervisor has ended.
     */
    private Set<Long> left(String name) throws IOException {
        Optional<String[]> known = known(name);
        if (known.isEmpty()) {
            return Set.of();
        }
        long number = Long.parseLong(known.get()[0]);
        Optional<LinuxProcesses.Entry> found = LinuxProcesses.find(number);
        boolean another = found.isPresent() && !isBornAt(known.get()[1], found.get());
        return another ? Set.of() : LinuxProcesses.family(number);
    }

    private static boolean isBornAt(String birth, LinuxProcesses.Entry process) {
        return Long.toString(process.birth()).equals(birth);
    }

    @Override
    public void start(String name) {
        String doing = "start service " + name;
        if (defined(name).isEmpty()) {
            throw PlatformException.refused(doing, "there is none of this name. Expected it to be defined before.");
        }
        FileTroubles.told(doing, root.folder(), () -> {
            if (supervisor(name).isEmpty()) {
                LinuxProcesses.signal("KILL", left(name));
                begin(name);
                await(name, BEGINNING);
            }
            return true;
        });
    }

    private void begin(String name) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid"));
        line.addAll(root.entering("/"));
        line.addAll(List.of("/bin/sh", root.inside(FOLDER + name + "/supervise")));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.of(FOLDER + name + "/supervisor.log").toFile()));
        builder.environment().clear();
        builder.environment().putAll(LinuxCommands.basics(root));
        builder.start();
    }

    private void await(String name, Duration limit) throws IOException {
        Instant end = time.now().plus(limit);
        while (supervisor(name).isEmpty()) {
            if (!time.now().isBefore(end)) {
                throw notUp(name, limit);
            }
            time.sleep(LOOK_EVERY);
        }
    }

    /** It writes who it is before anything else, which it cannot on a full disk. */
    private IOException notUp(String name, Duration limit) {
        if (files.freeBytes(FOLDER + name) == 0) {
            throw new PlatformException(new Failure.DiskFull(FOLDER + name, "trying to start service " + name));
        }
        return new IOException("what should keep it running did not come up within " + limit.toSeconds()
                + " s. It wrote: " + tail(name, "supervisor.log"));
    }

    @Override
    public void restart(String name) {
        stop(name);
        start(name);
    }

    @Override
    public void stop(String name) {
        FileTroubles.told("stop service " + name, root.folder(), () -> {
            Optional<LinuxProcesses.Entry> supervisor = supervisor(name);
            if (supervisor.isPresent()) {
                end(supervisor.get().pid());
            } else {
                LinuxProcesses.signal("KILL", left(name));
            }
            return true;
        });
    }

    /** All of them are asked to end, and after the grace killed. */
    private void end(long supervisor) throws IOException {
        Set<Long> family = new LinkedHashSet<>(LinuxProcesses.family(supervisor));
        LinuxProcesses.signal("TERM", Set.of(supervisor));
        family.remove(supervisor);
        LinuxProcesses.signal("TERM", family);
        Instant end = time.now().plus(GRACE);
        while (!LinuxProcesses.family(supervisor).isEmpty() && time.now().isBefore(end)) {
            time.sleep(LOOK_EVERY);
        }
        LinuxProcesses.kill(supervisor, time);
    }

    @Override
    public Evidence examine(String name) {
        ServiceState state = look(name);
        return Evidence.of("service " + name, state.condition() + ": " + state.detail())
                .and("last lines of service " + name, tail(name, "output.log"));
    }

    private String tail(String name, String file) {
        return FileTroubles.told("read what service " + name + " writes", root.folder(), () -> {
            Path log = root.of(FOLDER + name + "/" + file);
            if (!Files.exists(log)) {
                return "nothing";
            }
            try (RandomAccessFile reader = new RandomAccessFile(log.toFile(), "r")) {
                byte[] end = new byte[(int) Math.min(TAIL, reader.length())];
                reader.seek(reader.length() - end.length);
                reader.readFully(end);
                List<String> lines =
                        new String(end, StandardCharsets.UTF_8).lines().toList();
                return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
            }
        });
    }

    /** What a file says. The supervisor may remove it at any moment, so that it cannot be looked for first. */
    private Optional<String> text(String name, String file) {
        String path = FOLDER + name + "/" + file;
        return FileTroubles.told("read " + path, root.folder(), () -> {
            try {
                return Optional.of(Files.readString(root.followed(path)).strip());
            } catch (NoSuchFileException noneOrRemovedMeanwhile) {
                return Optional.empty();
            }
        });
    }
}
