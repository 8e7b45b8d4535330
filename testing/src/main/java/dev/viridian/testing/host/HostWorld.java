package dev.viridian.testing.host;

import dev.viridian.provision.Account;
import dev.viridian.provision.FileAccess;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is true of a simulated machine; it outlives the processes that provision it. */
final class HostWorld {
    final HostDraft draft;
    final HostClock clock = new HostClock();
    final SimulatedDisk disk;
    final Map<String, String> packages;
    final Set<String> groups = new TreeSet<>(Set.of("root"));
    final Map<String, Account> users = new TreeMap<>();
    final Map<String, SimulatedService> services = new TreeMap<>();
    final Map<String, Integer> asked = new HashMap<>();

    HostWorld(HostDraft draft) {
        this.draft = draft;
        this.disk = new SimulatedDisk(draft.freeBytes);
        this.packages = new TreeMap<>(draft.installed);
        draft.files.forEach(
                (path, content) -> disk.write(path, content.getBytes(StandardCharsets.UTF_8), FileAccess.FILE));
    }

    SimulatedService service(String name) {
        return services.computeIfAbsent(name, unknown -> new SimulatedService(unknown, this));
    }

    ServiceScript script(String service) {
        return draft.services.getOrDefault(service, ServiceScript.runs());
    }
}
