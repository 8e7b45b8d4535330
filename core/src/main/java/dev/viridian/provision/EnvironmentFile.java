package dev.viridian.provision;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A file of settings that systemd and a shell both read: {@code NAME="value"}, a line each. Only its owner can read it. */
public final class EnvironmentFile implements ProvisioningStep {
    private final String path;
    private final Settings settings;
    private final FileAccess access;

    private EnvironmentFile(String path, Settings settings, FileAccess access) {
        this.path = path;
        this.settings = settings;
        this.access = access;
    }

    static EnvironmentFile at(String path) {
        return new EnvironmentFile(HostPath.require(path), new Settings(Map.of()), FileAccess.FILE.mode("0600"));
    }

    /** Sets a variable. */
    public EnvironmentFile set(String variable, String value) {
        return set(variable, Value.of(value));
    }

    /** Sets a variable to what may be a secret. */
    public EnvironmentFile set(String variable, Value value) {
        Map<String, Value> more = new TreeMap<>(settings.values());
        more.put(VariableName.require(variable), value);
        return new EnvironmentFile(path, new Settings(more), access);
    }

    /** The user it belongs to; whoever provisions without this. */
    public EnvironmentFile owner(String user) {
        return new EnvironmentFile(path, settings, access.owner(user));
    }

    /** Its mode, four octal digits; {@code 0600} without this. */
    public EnvironmentFile mode(String digits) {
        return new EnvironmentFile(path, settings, access.mode(digits));
    }

    @Override
    public String name() {
        return "write " + path;
    }

    @Override
    public Finding inspect(Host host) {
        return file().inspect(host);
    }

    @Override
    public void perform(Host host) {
        file().perform(host);
    }

    private WriteFile file() {
        return new WriteFile(path, settings, access);
    }

    @Override
    public String toString() {
        return name();
    }

    /**
     * What such a file says.
     *
     * @param values by the names of the variables
     */
    record Settings(Map<String, Value> values) implements Content {
        @Override
        public byte[] on(Host host) {
            StringBuilder text = new StringBuilder();
            values.forEach((name, value) -> text.append(name)
                    .append("=\"")
                    .append(escaped(name, value.on(host)))
                    .append("\"\n"));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }

        /** Both readers take a backslash before these; a line break is the one thing on which they do not agree. */
        private static String escaped(String name, String value) {
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(
                        "The value of " + name + " has a line break, which a file of settings cannot hold.");
            }
            return value.replaceAll("[\\\\\"`$]", "\\\\$0");
        }

        @Override
        public boolean holdsSecrets() {
            return values.values().stream().anyMatch(Value.Reference.class::isInstance);
        }
    }
}
