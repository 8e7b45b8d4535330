package dev.viridian.machine;

import dev.viridian.Evidence;
import dev.viridian.artifact.ArtifactStores;
import dev.viridian.artifact.Limits;
import dev.viridian.probe.RealProbes;
import dev.viridian.provision.Host;
import dev.viridian.provision.HostAccounts;
import dev.viridian.provision.HostArtifacts;
import dev.viridian.provision.HostCommands;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.SecretStore;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * This machine, a Linux one, as the steps of a provisioning see it.
 *
 * <pre>{@code
 * Host host = LinuxHost.home(Path.of("/opt/orders")).open();
 * ProvisioningResult result = Provisioner.on(MachineContext.of(host, artifact, 8080)).provision(new OrdersMachine());
 * }</pre>
 *
 * <ul>
 *   <li><b>Files</b> are written beside their place, forced to the disk, and renamed.
 *   <li><b>Commands</b> run in a session of their own with a clean environment. What they leave running is ended with them: what is to
 *       run on is a service.
 *   <li><b>Packages</b> are those of apt or dnf, whichever the machine has.
 *   <li><b>Services</b> are units of systemd, restarted for ever. Where systemd does not run, as in a container, each is a process in a
 *       session of its own that a small script keeps running; it is started at boot only by provisioning again.
 *   <li><b>Users and groups</b> are those of {@code /etc/passwd} and {@code /etc/group}.
 *   <li><b>Secrets</b> are {@code env:NAME}, {@code file:PATH}, and what each {@link SecretStore} on the class path knows.
 * </ul>
 *
 * <p>Packages, accounts, units and files outside of the home need root; what this user may not do is refused. Needed of the system is
 * what each Linux has: {@code sh}, {@code setsid} and {@code flock} of util-linux, {@code /proc}; and where they are used {@code useradd} and its
 * like, {@code setpriv}, {@code systemctl}. Immutable; safe for use by several threads.
 */
public final class LinuxHost implements Host {
    private final String name;
    private final Settings settings;
    private final LinuxRoot root;
    private final LinuxFiles files;
    private final LinuxCommands commands;
    private final SystemCommands system;
    private final LinuxAccounts accounts;
    private final StoredArtifacts artifacts;
    private final LinuxSecrets secrets;
    private final Probes probes = RealProbes.create();
    private final Time time = Time.system();
    private final Tasks tasks = Tasks.threads();

    private LinuxHost(Settings settings) {
        this.settings = settings;
        this.name = hostName();
        this.root = new LinuxRoot(settings.root.toAbsolutePath().normalize(), settings.home);
        AccountFiles accountFiles = new AccountFiles(root);
        this.files = new LinuxFiles(root, accountFiles);
        this.commands = new LinuxCommands(root, files, new Programs(root), this);
        this.system = new SystemCommands(commands);
        this.accounts = new LinuxAccounts(root, accountFiles, system);
        this.artifacts = new StoredArtifacts(root, files, settings.store, settings.limits);
        this.secrets = new LinuxSecrets(root, System.getenv(), secretStores());
    }

    /** A host whose home, the folder of the application, is this one; it is made when it is needed. */
    public static Settings home(Path folder) {
        return new Settings(folder.toAbsolutePath().normalize().toString());
    }

    /** How a machine is to be worked on. Immutable; each method returns a new one. */
    public static final class Settings {
        private final String home;
        private final Path root;
        private final ArtifactStore store;
        private final Limits limits;
        private final boolean supervising;

        private Settings(String home) {
            this(home, Path.of("/"), ArtifactStores.installed(), Limits.standard(), false);
        }

        private Settings(String home, Path root, ArtifactStore store, Limits limits, boolean supervising) {
            this.home = home;
            this.root = root;
            this.store = store;
            this.limits = limits;
            this.supervising = supervising;
        }

        /**
         * Works on another system, whose root is this folder, such as an image of a machine that is mounted there. Its commands run in
         * it by {@code chroot}, which needs root; services are supervised, as its systemd does not run.
         */
        public Settings root(Path folder) {
            return new Settings(home, folder, store, limits, supervising);
        }

        /** Takes artifacts from this store; from all that are installed without it. */
        public Settings artifactsFrom(ArtifactStore other) {
            return new Settings(home, root, other, limits, supervising);
        }

        /** Refuses an artifact that would unpack to more than this; {@link Limits#standard()} without it. */
        public Settings unpackingAtMost(Limits most) {
            return new Settings(home, root, store, most, supervising);
        }

        /** Supervises services as processes, also where systemd runs: no root is needed then. */
        public Settings supervising() {
            return new Settings(home, root, store, limits, true);
        }

        /** The machine. Nothing is changed by opening it. */
        public LinuxHost open() {
            return new LinuxHost(this);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public HostFiles files() {
        return files;
    }

    @Override
    public HostCommands commands() {
        return commands;
    }

    @Override
    public HostPackages packages() {
        Programs programs = new Programs(root);
        if (programs.has("apt-get")) {
            return new AptPackages(system);
        }
        return programs.has("dnf") ? new DnfPackages(system) : new NoPackages();
    }

    @Override
    public HostServices services() {
        boolean systemd = root.isWhole() && Files.isDirectory(Path.of("/run/systemd/system"));
        return systemd && !settings.supervising
                ? new SystemdServices(root, files, system)
                : new SupervisedServices(root, files, time);
    }

    @Override
    public HostAccounts accounts() {
        return accounts;
    }

    @Override
    public HostArtifacts artifacts() {
        return artifacts;
    }

    @Override
    public HostSecrets secrets() {
        return secrets;
    }

    @Override
    public Probes probes() {
        return probes;
    }

    @Override
    public Time time() {
        return time;
    }

    @Override
    public Tasks tasks() {
        return tasks;
    }

    @Override
    public Evidence examine() {
        return new Examination(root, time).evidence();
    }

    /**
     * Ends the commands that an earlier provisioning of this home has left running when it was killed. To be called where no other one
     * provisions this home, before it is provisioned again.
     */
    public void endLeftCommands() {
        new RunningCommands(root, time).endAll();
    }

    /** Its name and its home. */
    @Override
    public String toString() {
        return "Linux machine " + name + " with home " + root.home();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static List<SecretStore> secretStores() {
        List<SecretStore> stores = new ArrayList<>();
        ServiceLoader.load(SecretStore.class).forEach(stores::add);
        return stores;
    }
}
