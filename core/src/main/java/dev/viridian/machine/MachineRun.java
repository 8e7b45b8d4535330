package dev.viridian.machine;

import dev.viridian.Artifact;
import dev.viridian.machine.MachineOptions.Misused;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.IdentitySource;
import dev.viridian.provision.MachineContext;
import dev.viridian.provision.MachineIdentity;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.provision.Provisioner;
import dev.viridian.provision.ProvisioningResult;
import dev.viridian.provision.ProvisioningResult.FailedStep;
import dev.viridian.spi.PlatformException;
import dev.viridian.text.Thrown;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** A machine that provisions itself, from its arguments to its exit code. */
final class MachineRun {
    static final int READY = 0;
    static final int NOT_READY = 1;
    static final int MISUSED = 2;
    static final int BUSY = 3;

    private final MachineOptions options;
    private final LinuxHost host;
    private final Consumer<String> console;
    private final MachineNews news;

    private MachineRun(MachineOptions options, Consumer<String> console) {
        LinuxHost.Settings settings = LinuxHost.home(options.home());
        this.options = options;
        this.host = (options.supervised() ? settings.supervising() : settings).open();
        this.console = console;
        this.news = new MachineNews(host, options, console);
    }

    /** How it ends. */
    static int run(List<String> arguments, Map<String, String> environment, Consumer<String> console) {
        try {
            MachineRun run = new MachineRun(MachineOptions.parse(arguments, environment), console);
            return run.options.dryRun() ? run.dryRun() : run.alone();
        } catch (Misused e) {
            console.accept(e.getMessage() + "\n" + MachineOptions.USAGE);
            return MISUSED;
        }
    }

    private int dryRun() throws Misused {
        MachineProvisioning provisioning = ProvisioningClass.named(options.provisioning());
        try {
            MachineContext machine = context();
            console.accept(
                    refusing(() -> Provisioner.on(machine).dryRun(provisioning).toString()));
            return READY;
        } catch (PlatformException e) {
            console.accept(e.failure().message());
            return NOT_READY;
        }
    }

    /** No other one may be at work on the same home: both would take what the other does for their own. */
    private int alone() throws Misused {
        Path file = options.home().resolve(".viridian/lock");
        try {
            makeFolder();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    console.accept("Another process provisions this machine: it holds " + file
                            + ". Wait for it, or end it, and run this again.");
                    return BUSY;
                }
                return provision();
            }
        } catch (IOException e) {
            console.accept("Cannot begin in " + options.home() + ": " + e.getMessage()
                    + ". Expected a folder that this user may write to, by --home.");
            return NOT_READY;
        }
    }

    /** Others may enter it, whatever the shell says that started this: the home is theirs, too, who run what is in it. */
    private void makeFolder() throws IOException {
        try {
            if (host.files().look(".viridian").isEmpty()) {
                host.files().createDirectory(".viridian", FileAccess.DIRECTORY);
            }
        } catch (PlatformException e) {
            throw new IOException(e.failure().message(), e);
        }
    }

    private int provision() throws Misused {
        MachineResult begun =
                MachineResult.begun(options, host.name(), host.time().now());
        news.write(begun);
        try {
            host.endLeftCommands();
            MachineProvisioning provisioning = ProvisioningClass.named(options.provisioning());
            return ended(begun, perform(provisioning, context()));
        } catch (PlatformException e) {
            notBegun(begun, e.failure().getClass().getSimpleName(), e.failure().message());
            news.say("The machine failed: " + e.failure().message());
            return NOT_READY;
        } catch (Misused e) {
            notBegun(begun, "Misused", String.valueOf(e.getMessage()));
            throw e;
        } catch (Error e) {
            notBegun(begun, e.getClass().getSimpleName(), Thrown.text(e));
            throw e;
        }
    }

    private ProvisioningResult perform(MachineProvisioning provisioning, MachineContext machine) throws Misused {
        Provisioner provisioner = Provisioner.on(machine).listening(event -> news.say(event.toString()));
        return refusing(() -> provisioner.provision(provisioning));
    }

    private int ended(MachineResult begun, ProvisioningResult result) {
        news.write(begun.ended(result));
        news.say(result.failure()
                .map(failed -> "The machine failed: " + failed + "\nThe whole story is in " + options.result())
                .orElse("The machine is ready, " + result.changed().size() + " steps changed something."));
        return result.ready() ? READY : NOT_READY;
    }

    private void notBegun(MachineResult begun, String kind, String message) {
        news.write(begun.failed(
                new FailedStep("begin", kind, message, 1), host.time().now()));
    }

    private interface Work<T> {
        T run();
    }

    /** What a provisioning throws while it is defined is a fault of its class; nothing was touched then. */
    private <T> T refusing(Work<T> work) throws Misused {
        try {
            return work.run();
        } catch (PlatformException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            throw new Misused("The provisioning " + options.provisioning() + " cannot be performed: "
                    + (e instanceof IllegalArgumentException ? e.getMessage() : e.toString()));
        }
    }

    private MachineContext context() throws Misused {
        MachineContext context = refusing(() -> MachineContext.of(host, artifact(), options.port()))
                .identity(options.value("identity")
                        .map(location -> new IdentityDocument(sources(), host.tasks()).read(location, host.name()))
                        .orElseGet(() -> MachineIdentity.of(host.name())));
        for (Map.Entry<String, String> property : options.properties().entrySet()) {
            context = context.property(property.getKey(), property.getValue());
        }
        return context;
    }

    private Artifact artifact() {
        Artifact artifact = Artifact.of(options.value("artifact").orElseThrow());
        return options.value("sha256").map(artifact::sha256).orElse(artifact);
    }

    private static List<IdentitySource> sources() {
        List<IdentitySource> sources = new ArrayList<>();
        ServiceLoader.load(IdentitySource.class).forEach(sources::add);
        return sources;
    }
}
