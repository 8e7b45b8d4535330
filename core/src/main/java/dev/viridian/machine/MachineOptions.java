package dev.viridian.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a machine is told when it provisions itself. Each option but {@code --property} may be a variable of the environment, too:
 * {@code --result} is {@code VIRIDIAN_RESULT}, {@code --dry-run} is {@code VIRIDIAN_DRY_RUN=true}.
 *
 * @param provisioning the name of the class
 * @param values what was given, by option
 * @param properties what was given by {@code --property}
 * @param dryRun whether it only looks
 * @param supervised whether services are supervised without systemd
 */
record MachineOptions(
        String provisioning,
        Map<String, String> values,
        Map<String, String> properties,
        boolean dryRun,
        boolean supervised) {
    static final String USAGE = """
            Usage: java -cp … dev.viridian.machine.MachineMain com.acme.OrdersMachine --artifact LOCATION [options]
              --artifact LOCATION   what the machine is to run: s3://…, https://…, file:…
              --sha256 DIGEST       the digest that the artifact must have
              --port NUMBER         where the application is to answer; 8080 without it
              --home FOLDER         the application's folder; /opt/viridian without it
              --identity LOCATION   the identity document: a file, http://…, or what a module knows, such as imds:
              --property NAME=VALUE a property of the environment; as often as needed
              --result FILE         where the result is written; .viridian/result.json in the home without it
              --log FILE            what the log is added to; .viridian/provisioning.log in the home without it
              --supervised          supervises services without systemd
              --dry-run             says what would change, and changes nothing
            Each but --property may be given by the environment: --result is VIRIDIAN_RESULT, --dry-run is VIRIDIAN_DRY_RUN=true.
            It ends with 0 when the machine is ready, 1 when it is not, 2 when it was called wrongly, 3 when another one is at work.""";

    private static final List<String> NAMES =
            List.of("artifact", "sha256", "port", "home", "identity", "result", "log");
    private static final int HIGHEST_PORT = 65_535;

    /** Copies the values, and refuses what cannot be meant. */
    MachineOptions {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** It was called wrongly; the message says how to call it. */
    static final class Misused extends Exception {
        private static final long serialVersionUID = 1;

        Misused(String message) {
            super(message);
        }
    }

    static MachineOptions parse(List<String> arguments, Map<String, String> environment) throws Misused {
        Map<String, String> values = new LinkedHashMap<>();
        NAMES.forEach(name -> Optional.ofNullable(environment.get("VIRIDIAN_" + name.toUpperCase(Locale.ROOT)))
                .ifPresent(value -> values.put(name, value)));
        Map<String, String> properties = new TreeMap<>();
        List<String> classes = new ArrayList<>();
        boolean dryRun = isSet("VIRIDIAN_DRY_RUN", environment);
        boolean supervised = isSet("VIRIDIAN_SUPERVISED", environment);
        for (int at = 0; at < arguments.size(); at++) {
            String argument = arguments.get(at);
            if (argument.equals("--dry-run")) {
                dryRun = true;
            } else if (argument.equals("--supervised")) {
                supervised = true;
            } else if (!argument.startsWith("-")) {
                classes.add(argument);
            } else {
                at++;
                take(
                        argument,
                        at < arguments.size() ? Optional.of(arguments.get(at)) : Optional.empty(),
                        values,
                        properties);
            }
        }
        return new MachineOptions(only(classes), values, properties, dryRun, supervised).requireUsable();
    }

    private static boolean isSet(String variable, Map<String, String> environment) throws Misused {
        String value = environment.getOrDefault(variable, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new Misused("The variable " + variable + " is '" + value + "'. Expected true or false.");
        }
        return value.equals("true");
    }

    private static void take(
            String option, Optional<String> given, Map<String, String> values, Map<String, String> properties)
            throws Misused {
        String name = option.startsWith("--") ? option.substring(2) : "";
        if (!NAMES.contains(name) && !name.equals("property")) {
            throw new Misused("There is no option " + option + ".");
        }
        if (given.isEmpty()) {
            throw new Misused("The option " + option + " has no value.");
        }
        String value = given.get();
        if (value.startsWith("--")) {
            throw new Misused("The option " + option + " has no value: '" + value + "' follows.");
        }
        if (!name.equals("property")) {
            values.put(name, value);
        } else if (value.indexOf('=') < 1) {
            throw new Misused("A property has no name. Expected --property NAME=VALUE.");
        } else {
            properties.put(value.substring(0, value.indexOf('=')), value.substring(value.indexOf('=') + 1));
        }
    }

    private static String only(List<String> classes) throws Misused {
        if (classes.size() != 1) {
            throw new Misused(
                    classes.isEmpty()
                            ? "Which machine? Expected the class of a provisioning, such as com.acme.OrdersMachine."
                            : "Which machine? Expected one class of a provisioning, found " + classes + ".");
        }
        return classes.get(0);
    }

    private MachineOptions requireUsable() throws Misused {
        for (Map.Entry<String, String> option : values.entrySet()) {
            if (option.getValue().isBlank()) {
                throw new Misused("The option --" + option.getKey()
                        + " is empty. Give it a value, or leave it out, also as a variable of the environment.");
            }
        }
        if (!values.containsKey("artifact")) {
            throw new Misused("What is the machine to run? Expected --artifact LOCATION.");
        }
        String port = values.getOrDefault("port", "8080");
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > HIGHEST_PORT) {
            throw new Misused("Not a port: '" + port + "'. Expected --port with 1 to 65535.");
        }
        return this;
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int port() {
        return Integer.parseInt(values.getOrDefault("port", "8080"));
    }

    Path home() {
        return Path.of(values.getOrDefault("home", "/opt/viridian"))
                .toAbsolutePath()
                .normalize();
    }

    Path result() {
        return value("result").map(Path::of).orElse(home().resolve(ResultFile.NAME));
    }

    Path log() {
        return value("log").map(Path::of).orElse(home().resolve(".viridian/provisioning.log"));
    }
}
