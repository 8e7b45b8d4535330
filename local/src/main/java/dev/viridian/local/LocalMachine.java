package dev.viridian.local;

import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.artifact.Unpacker;
import dev.viridian.local.process.CannotStartException;
import dev.viridian.local.process.JavaProgram;
import dev.viridian.local.process.Launch;
import dev.viridian.local.process.LogTail;
import dev.viridian.local.process.ManagedProcess;
import dev.viridian.local.process.PortUnavailableException;
import dev.viridian.local.process.Ports;
import dev.viridian.local.process.Stopped;
import dev.viridian.spi.PinnedArtifact;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** One machine: a process of the unpacked artifact in a folder of its own, on a port of its own, its output in a log there. */
final class LocalMachine {
    /** The file that a machine's output goes to. */
    static final String LOG = "output.log";

    private static final int TAIL = 40;
    private static final Pattern FRAME = Pattern.compile("\\s+(at |\\.\\.\\. \\d+ (more|common frames))");

    private final LocalSetup setup;
    private final Ports ports;
    private final MachineId id;
    private final Path folder;
    private final Optional<ProvisionedMachine> provisioned;
    private Optional<ManagedProcess> started = Optional.empty();
    private OptionalInt lastPort = OptionalInt.empty();

    LocalMachine(LocalSetup setup, Ports ports, MachineId id, Path folder) {
        this.setup = setup;
        this.ports = ports;
        this.id = id;
        this.folder = folder;
        this.provisioned = setup.provisioning().map(type -> new ProvisionedMachine(folder));
    }

    MachineId id() {
        return id;
    }

    /** Unpacks and starts it, or has it provision itself; one that runs is left alone. */
    synchronized void start(PinnedArtifact artifact) {
        if (process().isPresent()
                || provisioned.filter(ProvisionedMachine::hasEnded).isPresent()) {
            return;
        }
        LocalFiles.makeFolder(folder);
        if (provisioned.isEmpty()) {
            Unpacker.withLimits(setup.limits()).unpack(setup.artifacts(), artifact, application());
        }
        try {
            int port = ports.reserve(id.value());
            started = Optional.of(ManagedProcess.start(launch(port, artifact), record()));
        } catch (CannotStartException | PortUnavailableException e) {
            if (LocalFiles.isDiskFull(e) || String.valueOf(e.getMessage()).contains("No space left")) {
                throw new PlatformException(new Failure.DiskFull(folder.toString(), "starting machine " + id), e);
            }
            throw new PlatformException(
                    new Failure.CallFailed("start machine " + id, String.valueOf(e.getMessage()), false), e);
        }
    }

    private Launch launch(int port, PinnedArtifact artifact) {
        Launch launch = setup.provisioning()
                .map(type -> type.launch(folder, id, port, artifact))
                .orElseGet(() -> commanded(port))
                .writingTo(log());
        for (var variable : setup.variables().entrySet()) {
            launch = launch.with(variable.getKey(), variable.getValue());
        }
        return launch.with("PORT", Integer.toString(port))
                .with("VIRIDIAN_MACHINE", id.value())
                .with("VIRIDIAN_VERSION", artifact.revision().version())
                .withBasics();
    }

    private Launch commanded(int port) {
        List<String> command = setup.command().stream()
                .map(word -> word.replace("{port}", Integer.toString(port))
                        .replace("{machine}", id.value())
                        .replace("{java}", JavaProgram.file()))
                .toList();
        return Launch.of(
                application(),
                command.get(0),
                command.subList(1, command.size()).toArray(String[]::new));
    }

    /** As it is now. */
    synchronized Machine observed() {
        OptionalInt port = port();
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        if (port.isEmpty() || !Files.exists(record())) {
            return new Machine(id, host, port.orElse(0), Machine.State.STARTING, "it is being unpacked");
        }
        Optional<ManagedProcess> process = process();
        boolean alive = process.filter(ManagedProcess::isAlive).isPresent();
        Optional<ProvisionedMachine.Condition> condition = provisioned.flatMap(machine -> machine.condition(alive));
        if (condition.isPresent()) {
            return new Machine(
                    id,
                    host,
                    port.getAsInt(),
                    condition.get().state(),
                    condition.get().detail());
        }
        return alive
                ? new Machine(id, host, port.getAsInt(), Machine.State.RUNNING, "")
                : new Machine(id, host, port.getAsInt(), Machine.State.FAILED, lastWords(process));
    }

    private String lastWords(Optional<ManagedProcess> process) {
        String how = process.flatMap(ManagedProcess::exit)
                .map(exit -> "its process ended with " + exit.describe())
                .orElse("its process has ended");
        List<String> last = lastWords(tail(TAIL));
        boolean daemon = process.filter(ManagedProcess::hasLeftovers).isPresent();
        return how
                + (last.isEmpty() ? " and wrote nothing" : "; it wrote last: " + String.join(" | ", last))
                + (daemon
                        ? ". What it had started runs on: have it stay in the foreground, and not become a daemon"
                        : "");
    }

    /** The last three lines that are no frames of a stack trace: those say where, the line above them says what. */
    private static List<String> lastWords(List<String> lines) {
        List<String> words =
                lines.stream().filter(line -> !FRAME.matcher(line).lookingAt()).toList();
        return words.subList(Math.max(0, words.size() - 3), words.size());
    }

    synchronized Optional<InetSocketAddress> address() {
        OptionalInt port = port();
        return port.isPresent()
                ? Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()))
                : Optional.empty();
    }

    /** It has the port that it had when it was looked at last, or is looked for among all. */
    private OptionalInt port() {
        if (lastPort.isEmpty() || !ports.isHeldBy(lastPort.getAsInt(), id.value())) {
            lastPort = ports.heldBy(id.value());
        }
        return lastPort;
    }

    Evidence examine() {
        if (!Files.exists(folder)) {
            return Evidence.of("machine " + id, "there is no such machine any more; its folder would be " + folder);
        }
        Machine now = observed();
        Evidence evidence = Evidence.of(
                "machine " + id,
                now.state() + (now.detail().isEmpty() ? "" : ": " + now.detail()) + "; folder " + folder);
        evidence = evidence.and(provisioned.map(ProvisionedMachine::evidence).orElse(Evidence.none()));
        evidence = evidence.and("last lines of what " + id + " wrote", String.join("\n", tail(TAIL)));
        try {
            long free = Files.getFileStore(setup.folder()).getUsableSpace() / (1024 * 1024);
            String amount = free < 10 * 1024 ? free + " MiB" : free / 1024 + " GiB";
            return evidence.and("space on this machine", amount + " free in " + setup.folder());
        } catch (IOException e) {
            return evidence.and("space on this machine", "unknown: " + e.getMessage());
        }
    }

    /** Stops it, its children too, and removes its port and then its folder, as nobody would look for the port without it; of nothing, nothing. */
    synchronized Optional<Stopped> remove() {
        Optional<Stopped> stopped = process().map(process -> process.stop(setup.grace()));
        stopped.filter(result -> !result.left().isEmpty()).ifPresent(result -> {
            throw PlatformException.refused("stop machine " + id, "it could not be killed: " + result.describe());
        });
        provisioned.ifPresent(ProvisionedMachine::stop);
        started = Optional.empty();
        ports.release(id.value());
        LocalFiles.removeTree(folder);
        return stopped;
    }

    Path application() {
        return folder.resolve("app");
    }

    private Optional<ManagedProcess> process() {
        return started.isPresent() ? started : ManagedProcess.find(record());
    }

    private List<String> tail(int lines) {
        return LogTail.of(log(), lines);
    }

    private Path record() {
        return folder.resolve("process");
    }

    private Path log() {
        return folder.resolve(LOG);
    }
}
