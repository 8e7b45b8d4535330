package dev.viridian.examples.orders.service;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * What the service is told by its configuration file.
 *
 * @param version the revision that every answer names ({@code version})
 * @param databaseUrl the JDBC URL of the database ({@code db.url})
 * @param databaseUser the user of the database ({@code db.user})
 * @param totals whether lists say how many orders there are ({@code feature.totals}; no when not given)
 * @param sickOnce whether the first process of this version is to be sick ({@code boot.sick-once}; no when not given)
 */
record Settings(String version, String databaseUrl, String databaseUser, boolean totals, boolean sickOnce) {

    /** Reads the file; each {@code ${NAME}} in a value stands for an environment variable. */
    static Settings read(Path file, Map<String, String> environment) throws IOException {
        Source source = new Source(file, load(file), environment);
        return new Settings(
                source.required("version"),
                source.required("db.url"),
                source.required("db.user"),
                source.flag("feature.totals"),
                source.flag("boot.sick-once"));
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException missing) {
            throw new RefusedToStart("There is no configuration " + file.toAbsolutePath()
                    + ": start the service in the folder of its release, which has conf/orders.properties.");
        }
        return properties;
    }

    private record Source(Path file, Properties properties, Map<String, String> environment) {
        String required(String key) {
            return value(key).orElseThrow(() -> refusal(key, "has no value. Give it one"));
        }

        boolean flag(String key) {
            String text = value(key).orElse("false");
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw refusal(key, "is '" + text + "'. Expected true or false");
            };
        }

        private Optional<String> value(String key) {
            return Optional.ofNullable(properties.getProperty(key))
                    .map(text -> Placeholders.fill(
                            text,
                            environment,
                            name -> refusal(
                                    key,
                                    "needs the environment variable " + name
                                            + ", which is not set. Set it, or write the value")))
                    .filter(text -> !text.isBlank());
        }

        private RefusedToStart refusal(String key, String found) {
            return new RefusedToStart("Cannot start with " + file.toAbsolutePath() + ": " + key + " " + found + ".");
        }
    }
}
