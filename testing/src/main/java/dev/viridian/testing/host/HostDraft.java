package dev.viridian.testing.host;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a simulated machine is made of, while it is being described. */
final class HostDraft {
    final String name;
    final Map<String, PublishedArtifact> artifacts = new TreeMap<>();
    final Map<String, String> files = new TreeMap<>();
    final Map<String, String> secrets = new TreeMap<>();
    final Map<String, String> available = new TreeMap<>();
    final Map<String, String> installed = new TreeMap<>();
    final Map<String, CommandScript> commands = new TreeMap<>();
    final Map<String, ServiceScript> services = new TreeMap<>();
    final Map<String, ProbeScript> probes = new TreeMap<>();
    final Map<String, String> identity = new TreeMap<>();
    final Map<String, String> properties = new TreeMap<>();
    long freeBytes = 10L << 30;
    Duration pace = Duration.ofSeconds(1);

    HostDraft(String name) {
        this.name = name;
    }

    HostDraft copy() {
        HostDraft copy = new HostDraft(name);
        copy.artifacts.putAll(artifacts);
        copy.files.putAll(files);
        copy.secrets.putAll(secrets);
        copy.available.putAll(available);
        copy.installed.putAll(installed);
        copy.commands.putAll(commands);
        copy.services.putAll(services);
        copy.probes.putAll(probes);
        copy.identity.putAll(identity);
        copy.properties.putAll(properties);
        copy.freeBytes = freeBytes;
        copy.pace = pace;
        return copy;
    }
}
