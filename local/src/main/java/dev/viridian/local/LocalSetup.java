package dev.viridian.local;

import dev.viridian.artifact.ArtifactStores;
import dev.viridian.artifact.Limits;
import dev.viridian.local.haproxy.HaproxyConfiguration;
import dev.viridian.provision.MachineProvisioning;
import dev.viridian.spi.ArtifactStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** What a {@link LocalPlatform} is to be like. Immutable; each method returns a new one, and {@link #open()} begins. */
public final class LocalSetup {
    /** How long a process that is asked to end may take before it is killed, unless said otherwise (Docker: 10 s). */
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    private static final Pattern APPLICATION = Pattern.compile("[a-z]([a-z0-9-]{0,48}[a-z0-9])?");

    private final String application;
    private final List<String> command;
    private final Optional<MachineClass> provisioning;
    private final Path folder;
    private final InetSocketAddress listen;
    private final Map<String, String> variables;
    private final Optional<String> propertiesFile;
    private final Duration grace;
    private final RouterChoice router;
    private final boolean detached;
    private final ArtifactStore artifacts;
    private final Limits limits;

    private LocalSetup(Draft draft) {
        this.application = draft.application;
        this.command = List.copyOf(draft.command);
        this.provisioning = draft.provisioning;
        this.folder = draft.folder.toAbsolutePath().normalize();
        this.listen = draft.listen;
        this.variables = Map.copyOf(draft.variables);
        this.propertiesFile = draft.propertiesFile;
        this.grace = draft.grace;
        this.router = draft.router;
        this.detached = draft.detached;
        this.artifacts = draft.artifacts;
        this.limits = draft.limits;
    }

    /** The platform of an application; how to run it is missing. */
    public static final class NeedsCommand {
        private final String application;

        private NeedsCommand(String application) {
            this.application = application;
        }

        /**
         * The command that runs one machine, in the folder of the unpacked artifact. In its words <code>{port}</code> is the
         * machine's port, <code>{machine}</code> its id, <code>{java}</code> the Java that runs this program. The port is in the
         * variable {@code PORT}, too.
         */
        public LocalSetup runs(String program, String... arguments) {
            Draft draft = new Draft(application);
            draft.command.add(program);
            draft.command.addAll(List.of(arguments));
            return new LocalSetup(draft);
        }

        /**
         * The class that provisions one machine, in a folder of its own, as a machine elsewhere would run it by itself: in a process of
         * {@link dev.viridian.machine.MachineMain} with the class path of this program. Its {@code machine.port()} is the machine's port, and its
         * services are supervised processes. A machine whose provisioning failed has failed, with its evidence. On Linux only.
         *
         * <pre>{@code
         * LocalPlatform.application("orders").provisionedBy(OrdersMachine.class).identity("region", "here").open()
         * }</pre>
         */
        public LocalSetup provisionedBy(Class<? extends MachineProvisioning> type) {
            Draft draft = new Draft(application);
            draft.provisioning = Optional.of(new MachineClass(type, Map.of(), Map.of()));
            return new LocalSetup(draft);
        }
    }

    static NeedsCommand application(String name) {
        if (!APPLICATION.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of an application: '" + name
                    + "'. Expected a letter and then at most 49 lower-case letters, digits and dashes.");
        }
        return new NeedsCommand(name);
    }

    /** Keeps everything in this folder, which is this application's alone; {@code .viridian/} and the application in the user's home without it. */
    public LocalSetup in(Path directory) {
        return with(draft -> draft.folder = directory);
    }

    /** Lets users in at this port of the loopback address; any free one without it. */
    public LocalSetup listeningOn(int port) {
        return listeningOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** Lets users in at this address. */
    public LocalSetup listeningOn(InetSocketAddress address) {
        return with(draft -> draft.listen = address);
    }

    /** Gives each process this environment variable; nothing is inherited but PATH, HOME, LANG and TMPDIR. */
    public LocalSetup variable(String name, String value) {
        return with(draft -> draft.variables.put(name, value));
    }

    /**
     * Tells the provisioning of each machine this of its environment: {@code machine.property(name)}. Everybody on this machine can see it;
     * a secret is a {@link #variable}, by {@code secret("env:NAME")}.
     *
     * @throws IllegalArgumentException where the machines are not provisioned by a class
     */
    public LocalSetup property(String name, String value) {
        MachineClass provisioned = requireProvisioned("property " + name);
        Map<String, String> more = new TreeMap<>(provisioned.properties());
        more.put(name, value);
        return with(draft ->
                draft.provisioning = Optional.of(new MachineClass(provisioned.type(), more, provisioned.identity())));
    }

    /**
     * Has the identity document of each machine say this: {@code machine.identity().field(name)}.
     *
     * @throws IllegalArgumentException where the machines are not provisioned by a class
     */
    public LocalSetup identity(String field, String value) {
        MachineClass provisioned = requireProvisioned("identity " + field);
        Map<String, String> more = new TreeMap<>(provisioned.identity());
        more.put(field, value);
        return with(draft ->
                draft.provisioning = Optional.of(new MachineClass(provisioned.type(), provisioned.properties(), more)));
    }

    private MachineClass requireProvisioned(String what) {
        return provisioning.orElseThrow(() -> new IllegalArgumentException("The " + what
                + " would be told to nobody: machines of " + application
                + " run a command. Expected provisionedBy(class) in the place of runs(…)."));
    }

    /**
     * Reads the properties that smoke tests see from this file of the unpacked artifact; <code>${NAME}</code> in it is the variable of
     * that name.
     */
    public LocalSetup propertiesFrom(String file) {
        return with(draft -> draft.propertiesFile = Optional.of(file));
    }

    /** Lets a process that is asked to end take this long before it is killed; 10 s without it. */
    public LocalSetup stopGrace(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The time for a process to end is " + time + ". Expected zero or more.");
        }
        return with(draft -> draft.grace = time);
    }

    /**
     * Lets what runs, the router too, survive the end of this program; the next one finds it. Several programs may have it open at once,
     * for instance one that deploys and one that aborts that; without this a folder is open in one program at a time.
     */
    public LocalSetup detached() {
        return with(draft -> draft.detached = true);
    }

    /** Routes by a HAProxy that runs already, with this in its configuration, and so survives anyway: the platform is detached. */
    public LocalSetup routedBy(HaproxyConfiguration haproxy) {
        return with(draft -> {
            draft.router = new RouterChoice.Haproxy(haproxy);
            draft.detached = true;
        });
    }

    /** Takes artifacts from this store; from all that are installed without it. */
    public LocalSetup artifactsFrom(ArtifactStore store) {
        return with(draft -> draft.artifacts = store);
    }

    /** Refuses an artifact that would unpack to more than this; {@link Limits#standard()} without it. */
    public LocalSetup unpackingAtMost(Limits most) {
        return with(draft -> draft.limits = most);
    }

    /**
     * Opens the platform: the router listens when this returns, and what is found running is taken up again.
     *
     * @throws IllegalStateException where the folder is another application's; where it is open by a platform that is not detached, or something
     *     runs in it that is while this is not to be: closing the one would end what the other runs; or where what runs in it has its users
     *     from another router than this would have them from
     */
    public LocalPlatform open() {
        return LocalPlatform.open(this);
    }

    String application() {
        return application;
    }

    List<String> command() {
        return command;
    }

    Optional<MachineClass> provisioning() {
        return provisioning;
    }

    Path folder() {
        return folder;
    }

    Path environments() {
        return folder.resolve("environments");
    }

    InetSocketAddress listen() {
        return listen;
    }

    Map<String, String> variables() {
        return variables;
    }

    Optional<String> propertiesFile() {
        return propertiesFile;
    }

    Duration grace() {
        return grace;
    }

    RouterChoice router() {
        return router;
    }

    boolean isDetached() {
        return detached;
    }

    ArtifactStore artifacts() {
        return artifacts;
    }

    Limits limits() {
        return limits;
    }

    private LocalSetup with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new LocalSetup(draft);
    }

    /** What is being changed between one setup and the next; nobody else sees it. */
    private static final class Draft {
        private final String application;
        private final List<String> command = new ArrayList<>();
        private final Map<String, String> variables = new TreeMap<>();
        private Optional<MachineClass> provisioning = Optional.empty();
        private Path folder;
        private InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        private Optional<String> propertiesFile = Optional.empty();
        private Duration grace = DEFAULT_GRACE;
        private RouterChoice router = new RouterChoice.Embedded();
        private boolean detached;
        private ArtifactStore artifacts = ArtifactStores.installed();
        private Limits limits = Limits.standard();

        private Draft(String application) {
            this.application = application;
            this.folder = Path.of(System.getProperty("user.home", "."), ".viridian", application);
        }

        private Draft(LocalSetup from) {
            this.application = from.application;
            this.command.addAll(from.command);
            this.provisioning = from.provisioning;
            this.variables.putAll(from.variables);
            this.folder = from.folder;
            this.listen = from.listen;
            this.propertiesFile = from.propertiesFile;
            this.grace = from.grace;
            this.router = from.router;
            this.detached = from.detached;
            this.artifacts = from.artifacts;
            this.limits = from.limits;
        }
    }
}
