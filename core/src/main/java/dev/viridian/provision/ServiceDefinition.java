package dev.viridian.provision;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a service runs.
 *
 * @param name what it is called, without {@code .service}
 * @param description a few words for people
 * @param line the program, by its path, and its arguments
 * @param folder where it runs; empty for the host's home
 * @param user who runs it; empty for whoever provisions
 * @param environment what is set in its environment; no secrets: those go into a file that only its user can read
 * @param environmentFile a file of further settings, which must be there when it starts
 * @param enabled whether it is started when the host boots
 */
public record ServiceDefinition(
        String name,
        String description,
        List<String> line,
        Optional<String> folder,
        Optional<String> user,
        Map<String, String> environment,
        Optional<String> environmentFile,
        boolean enabled) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,200}");

    /** Copies the lists, and refuses what no host could run. */
    public ServiceDefinition {
        line = List.copyOf(line);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        environment.keySet().forEach(VariableName::require);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not the name of a service: '" + name
                    + "'. Expected letters, digits, '.', '_', '@' and '-', such as orders.");
        }
        if (line.isEmpty() || line.get(0).isBlank()) {
            throw new IllegalArgumentException("Service " + name + " runs nothing. Expected a program.");
        }
    }

    /** The same with other words for people. */
    ServiceDefinition described(String text) {
        return new ServiceDefinition(name, text, line, folder, user, environment, environmentFile, enabled);
    }

    /** The same in another folder. */
    ServiceDefinition in(String path) {
        return new ServiceDefinition(
                name, description, line, Optional.of(path), user, environment, environmentFile, enabled);
    }

    /** The same for another user. */
    ServiceDefinition as(String other) {
        return new ServiceDefinition(
                name, description, line, folder, Optional.of(other), environment, environmentFile, enabled);
    }

    /** The same with a variable more. */
    ServiceDefinition with(String variable, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(variable, value);
        return new ServiceDefinition(name, description, line, folder, user, more, environmentFile, enabled);
    }

    /** The same with a file of further settings. */
    ServiceDefinition withFile(String path) {
        return new ServiceDefinition(name, description, line, folder, user, environment, Optional.of(path), enabled);
    }

    /** The same, not started at boot. */
    ServiceDefinition notEnabled() {
        return new ServiceDefinition(name, description, line, folder, user, environment, environmentFile, false);
    }
}
