package dev.viridian.local;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application's own configuration, as smoke tests see it: a properties file of the unpacked artifact. */
final class PropertiesFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)}");

    private final LocalSetup setup;

    PropertiesFile(LocalSetup setup) {
        this.setup = setup;
    }

    /** Those of the first machine that has them; none where the artifact has no such file. */
    Map<String, String> of(List<LocalMachine> machines) {
        return setup.propertiesFile()
                .flatMap(name -> machines.stream()
                        .map(machine -> machine.application().resolve(name))
                        .filter(Files::isRegularFile)
                        .findFirst())
                .map(this::read)
                .orElse(Map.of());
    }

    private Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(LocalFiles.read(file)));
        } catch (IOException e) {
            throw LocalFiles.failed("read the properties in " + file, file, e);
        }
        Map<String, String> resolved = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> resolved.put(name, resolve(properties.getProperty(name, ""))));
        return resolved;
    }

    /** A variable that is not set stays as it is written, so that whoever reads it sees what is missing. */
    private String resolve(String value) {
        return VARIABLE.matcher(value)
                .replaceAll(found ->
                        Matcher.quoteReplacement(setup.variables().getOrDefault(found.group(1), found.group())));
    }
}
