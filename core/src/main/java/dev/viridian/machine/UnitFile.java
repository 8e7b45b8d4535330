package dev.viridian.machine;

import dev.viridian.provision.ServiceDefinition;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A service as a unit of systemd. It is restarted for ever, one second after it has ended: a database that is away for a minute must not
 * keep a service down for good.
 */
record UnitFile(LinuxRoot root) {
    private static final String KEY = "# viridian: ";
    private static final String PREFIXES = "@-:+!|";

    /** Where each start leaves the mark of what it started. */
    static final String STARTED = "/run/viridian/";

    String text(ServiceDefinition definition) {
        String mark = DefinitionJson.mark(definition);
        String started = STARTED + definition.name();
        StringBuilder unit = new StringBuilder(
                        "# Written by Viridian; a change made here is undone when the machine is provisioned again.\n")
                .append(KEY)
                .append(DefinitionJson.write(definition))
                .append("\n\n[Unit]\nDescription=")
                .append(value(definition.description()))
                .append(
                        "\nWants=network-online.target\nAfter=network-online.target\nStartLimitIntervalSec=0\n\n[Service]\nType=exec\n")
                .append("ExecStartPre=+/bin/sh -c \"mkdir -p ")
                .append(STARTED)
                .append(" && echo ")
                .append(mark)
                .append(" > '")
                .append(value(started))
                .append("'\"\nExecStart=")
                .append(line(definition))
                .append("\nWorkingDirectory=")
                .append(value(root.inside(definition.folder().orElse(root.home()))))
                .append('\n');
        definition.user().ifPresent(user -> unit.append("User=").append(user).append('\n'));
        definition
                .environment()
                .forEach((name, set) -> unit.append("Environment=")
                        .append(quoted(name + "=" + set).replace("$$", "$"))
                        .append('\n'));
        definition
                .environmentFile()
                .ifPresent(file -> unit.append("EnvironmentFile=")
                        .append(value(root.inside(file)))
                        .append('\n'));
        return unit.append("Restart=always\nRestartSec=1\nTimeoutStopSec=30\n\n[Install]\nWantedBy=multi-user.target\n")
                .toString();
    }

    /** What a unit runs; empty for one that was not written here, or was changed by somebody. */
    Optional<ServiceDefinition> read(String text) {
        Optional<ServiceDefinition> said = text.lines()
                .filter(line -> line.startsWith(KEY))
                .findFirst()
                .flatMap(line -> DefinitionJson.read(line.substring(KEY.length())));
        return said.filter(definition -> text(definition).equals(text));
    }

    private String line(ServiceDefinition definition) {
        String program = definition.line().get(0);
        if (PREFIXES.indexOf(program.charAt(0)) >= 0) {
            throw PlatformException.refused(
                    "define service " + definition.name(),
                    "systemd takes '" + program.charAt(0) + "' at the beginning of '" + program
                            + "' for something else. Give the program by its path.");
        }
        String folder = definition.folder().orElse("");
        String path = program.indexOf('/') < 0
                ? program
                : root.inside(program.startsWith("/") || folder.isEmpty() ? program : folder + "/" + program);
        return quoted(path)
                + definition.line().stream()
                        .skip(1)
                        .map(word -> " " + quoted(word))
                        .collect(Collectors.joining());
    }

    /** A word as it is, whatever is in it. */
    private static String quoted(String word) {
        return '"'
                + value(word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("$", "$$"))
                + '"';
    }

    private static String value(String text) {
        return text.replace("\n", " ").replace("%", "%%");
    }
}
