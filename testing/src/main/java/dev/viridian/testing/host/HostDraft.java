package dev.viridian.testing.host;

import dev.viridian.Artifact;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What is known of a simulated machine before it is there. */
record HostDraft(
        String name,
        Map<String, PublishedArtifact> artifacts,
        Map<String, String> files,
        Map<String, String> secrets,
        Map<String, String> available,
        Map<String, String> installed,
        Map<String, CommandScript> commands,
        Map<String, ServiceScript> services,
        Map<String, ProbeScript> probes,
        Map<String, String> identity,
        Map<String, String> properties,
        long freeBytes,
        Duration pace) {
    static HostDraft named(String name) {
        Map<String, String> none = Map.of();
        return new HostDraft(
                name,
                Map.of(),
                none,
                none,
                none,
                none,
                Map.of(),
                Map.of(),
                Map.of(),
                none,
                none,
                10 * HostSimulation.GIBIBYTE,
                Duration.ofSeconds(1));
    }

    HostDraft artifact(Artifact artifact, Map<String, String> content) {
        return new HostDraft(
                name,
                with(artifacts, artifact.location(), PublishedArtifact.of(artifact, content)),
                files,
                secrets,
                available,
                installed,
                commands,
                services,
                probes,
                identity,
                properties,
                freeBytes,
                pace);
    }

    HostDraft file(String path, String content) {
        return withTexts(with(files, path, content), secrets, available, installed, identity, properties);
    }

    HostDraft secret(String reference, String value) {
        return withTexts(files, with(secrets, reference, value), available, installed, identity, properties);
    }

    HostDraft packageAvailable(String packageName, String version) {
        return withTexts(files, secrets, with(available, packageName, version), installed, identity, properties);
    }

    HostDraft packageInstalled(String packageName, String version) {
        return withTexts(files, secrets, available, with(installed, packageName, version), identity, properties);
    }

    HostDraft identity(String field, String value) {
        return withTexts(files, secrets, available, installed, with(identity, field, value), properties);
    }

    HostDraft property(String property, String value) {
        return withTexts(files, secrets, available, installed, identity, with(properties, property, value));
    }

    HostDraft command(String line, CommandScript script) {
        return withScripts(with(commands, line, script), services, probes);
    }

    HostDraft service(String service, ServiceScript script) {
        return withScripts(commands, with(services, service, script), probes);
    }

    HostDraft answering(String probe, ProbeScript script) {
        return withScripts(commands, services, with(probes, probe, script));
    }

    HostDraft freeBytes(long bytes) {
        return withLimits(bytes, pace);
    }

    HostDraft pace(Duration time) {
        return withLimits(freeBytes, time);
    }

    private HostDraft withTexts(
            Map<String, String> newFiles,
            Map<String, String> newSecrets,
            Map<String, String> newAvailable,
            Map<String, String> newInstalled,
            Map<String, String> newIdentity,
            Map<String, String> newProperties) {
        return new HostDraft(
                name,
                artifacts,
                newFiles,
                newSecrets,
                newAvailable,
                newInstalled,
                commands,
                services,
                probes,
                newIdentity,
                newProperties,
                freeBytes,
                pace);
    }

    private HostDraft withScripts(
            Map<String, CommandScript> newCommands,
            Map<String, ServiceScript> newServices,
            Map<String, ProbeScript> newProbes) {
        return new HostDraft(
                name,
                artifacts,
                files,
                secrets,
                available,
                installed,
                newCommands,
                newServices,
                newProbes,
                identity,
                properties,
                freeBytes,
                pace);
    }

    private HostDraft withLimits(long newFreeBytes, Duration newPace) {
        return new HostDraft(
                name,
                artifacts,
                files,
                secrets,
                available,
                installed,
                commands,
                services,
                probes,
                identity,
                properties,
                newFreeBytes,
                newPace);
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        Map<String, T> more = new TreeMap<>(map);
        more.put(key, value);
        return Collections.unmodifiableMap(more);
    }
}
