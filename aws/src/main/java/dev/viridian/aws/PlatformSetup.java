package dev.viridian.aws;

import dev.viridian.artifact.ArtifactStores;
import dev.viridian.probe.RealProbes;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a platform on AWS is to be like, whatever its environments are. */
abstract sealed class PlatformSetup permits AwsSetup, BeanstalkSetup {
    private final Said said;

    /** All platforms that are opened of it call the same account. */
    private final Throttling throttling;

    PlatformSetup(Said said) {
        this.said = said;
        this.throttling = new Throttling(said.time);
    }

    /** The same, which calls the same account. */
    PlatformSetup(PlatformSetup other) {
        this.said = other.said;
        this.throttling = other.throttling;
    }

    /** What was said; changed only before anybody else sees it. */
    static class Said {
        final StateStore state;
        final Map<String, String> tags = new TreeMap<>();
        final Map<String, String> properties = new TreeMap<>();
        AwsClients clients = AwsClients.standard();
        boolean metrics;
        Duration goneWithin;
        Duration pace;
        Optional<ArtifactStore> artifacts = Optional.empty();
        Optional<Probes> probes = Optional.empty();
        Time time = Time.system();
        Tasks tasks = Tasks.threads();

        Said(StateStore state, Duration goneWithin, Duration pace) {
            this.state = state;
            this.goneWithin = goneWithin;
            this.pace = pace;
        }

        Said(Said other) {
            this(other.state, other.goneWithin, other.pace);
            this.tags.putAll(other.tags);
            this.properties.putAll(other.properties);
            this.clients = other.clients;
            this.metrics = other.metrics;
            this.artifacts = other.artifacts;
            this.probes = other.probes;
            this.time = other.time;
            this.tasks = other.tasks;
        }
    }

    abstract String application();

    /** The region that users come in, where something says it. */
    abstract Optional<String> region();

    /** In whose name is asked what belongs to no deployment. */
    final Caller caller() {
        return new Caller(application());
    }

    /** A call of this platform. */
    final Call call(String action, String resource) {
        return throttling.call(action, resource);
    }

    final AwsClients clients() {
        return region().map(said.clients::inRegionUnlessGiven).orElse(said.clients);
    }

    final StateStore state() {
        return said.state;
    }

    final boolean readsMetrics() {
        return said.metrics;
    }

    final Duration goneWithin() {
        return said.goneWithin;
    }

    final Duration pace() {
        return said.pace;
    }

    final Map<String, String> tags() {
        return Map.copyOf(said.tags);
    }

    final Map<String, String> properties() {
        return Map.copyOf(said.properties);
    }

    final ArtifactStore artifacts() {
        return said.artifacts.orElseGet(ArtifactStores::installed);
    }

    final Probes probes() {
        return said.probes.orElseGet(RealProbes::create);
    }

    final Time time() {
        return said.time;
    }

    final Tasks tasks() {
        return said.tasks;
    }
}
