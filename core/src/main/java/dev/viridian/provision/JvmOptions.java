package dev.viridian.provision;

import java.util.ArrayList;
import java.util.List;

/** A file of options for the JVM, to be given as {@code java @path}. */
public final class JvmOptions implements ProvisioningStep {
    private final String path;
    private final List<String> options;

    private JvmOptions(String path, List<String> options) {
        this.path = path;
        this.options = options;
    }

    static JvmOptions at(String path) {
        return new JvmOptions(HostPath.require(path), List.of());
    }

    /** One option more, such as {@code -Xmx512m} or {@code -Dregion=eu-west-1}. Everybody can see it: it must be no secret. */
    public JvmOptions add(String option) {
        if (!option.startsWith("-") || option.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(
                    "Not an option of the JVM: '" + option + "'. Expected one such as -Xmx512m, on one line.");
        }
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new JvmOptions(path, List.copyOf(more));
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
        StringBuilder text = new StringBuilder();
        options.forEach(option -> text.append(quoted(option)).append('\n'));
        return new WriteFile(path, new Content.Text(text.toString()), FileAccess.FILE);
    }

    /** As the java command reads its argument files. */
    private static String quoted(String option) {
        return option.matches("[\\w.,:;=+/@%-]+")
                ? option
                : '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return name();
    }
}
