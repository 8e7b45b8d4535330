package dev.viridian.machine;

import dev.viridian.Evidence;
import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.FileEntry;
import dev.viridian.provision.HostFiles;
import dev.viridian.provision.HostServices;
import dev.viridian.provision.ServiceDefinition;
import dev.viridian.provision.ServiceState;
import dev.viridian.provision.ServiceState.Condition;
import dev.viridian.spi.PlatformException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Units of systemd. */
record SystemdServices(LinuxRoot root, HostFiles files, SystemCommands commands) implements HostServices {
    private static final String FOLDER = "/etc/systemd/system/";

    /** One that ends within this time has never run. */
    private static final Duration PROVEN = Duration.ofSeconds(1);

    private static final int MANY_ENDS = 3;
    private static final Set<String> NOT_BEGUN = Set.of("inactive", "");
    private static final String PROPERTIES =
            "LoadState,ActiveState,SubState,Result,NRestarts,MainPID,NeedDaemonReload,ExecMainStatus,ActiveEnterTimestampMonotonic";

    @Override
    public ServiceState look(String name) {
        Map<String, String> shown = show(name);
        String active = shown.getOrDefault("ActiveState", "");
        String detail = active + " (" + shown.getOrDefault("SubState", "") + ")" + ended(shown);
        if (!"loaded".equals(shown.get("LoadState"))) {
            return new ServiceState(
                    Condition.UNKNOWN, "systemd says of it: " + shown.getOrDefault("LoadState", "nothing"));
        }
        return new ServiceState(condition(name, active, shown), detail);
    }

    private Condition condition(String name, String active, Map<String, String> shown) {
        return switch (active) {
            case "active", "reloading" -> isProven(shown) ? running(name) : Condition.STARTING;
            case "activating" -> isFailing(shown) ? Condition.FAILED : Condition.STARTING;
            case "deactivating" -> Condition.STARTING;
            case "failed" -> Condition.FAILED;
            default -> Condition.STOPPED;
        };
    }

    private Condition running(String name) {
        String started = files.look(UnitFile.STARTED + name)
                .map(there -> text(UnitFile.STARTED + name).strip())
                .orElse("");
        boolean current = written(name).map(DefinitionJson::mark).equals(Optional.of(started));
        return current ? Condition.RUNNING : Condition.OUTDATED;
    }

    /** How long it is active. The kernel's time goes on while the machine sleeps, and systemd's stands: one that has slept proves nothing here. */
    private boolean isProven(Map<String, String> shown) {
        long since = Long.parseLong(shown.getOrDefault("ActiveEnterTimestampMonotonic", "0"));
        String uptime = text("/proc/uptime");
        double now = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return Math.round(now * 1_000_000) - since >= PROVEN.toNanos() / 1_000;
    }

    private static boolean isFailing(Map<String, String> shown) {
        return "auto-restart".equals(shown.get("SubState"))
                && Integer.parseInt(shown.getOrDefault("NRestarts", "0")) >= MANY_ENDS;
    }

    private static String ended(Map<String, String> shown) {
        String result = shown.getOrDefault("Result", "");
        return result.isEmpty() || result.equals("success")
                ? ""
                : ", its last end was: " + result + " " + shown.getOrDefault("ExecMainStatus", "") + ", restarted "
                        + shown.getOrDefault("NRestarts", "0") + " times";
    }

    private Map<String, String> show(String name) {
        String text = commands.require("look at service " + name, "systemctl", "show", unit(name), "-p", PROPERTIES);
        return text.lines()
                .filter(line -> line.indexOf('=') > 0)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf('=')),
                        line -> line.substring(line.indexOf('=') + 1),
                        (first, second) -> first));
    }

    @Override
    public void define(ServiceDefinition definition) {
        String name = definition.name();
        String text = new UnitFile(root).text(definition);
        files.write(file(name), text.getBytes(StandardCharsets.UTF_8), FileAccess.FILE);
        commands.require("have systemd read the unit of " + name, "systemctl", "daemon-reload");
        commands.require(
                (definition.enabled() ? "enable" : "disable") + " service " + name,
                "systemctl",
                definition.enabled() ? "enable" : "disable",
                unit(name));
    }

    /** Whether it starts at boot is asked of systemd, since anybody may have changed it. */
    @Override
    public Optional<ServiceDefinition> defined(String name) {
        return written(name).map(definition -> {
            boolean enabled =
                    commands.run("systemctl", "is-enabled", unit(name)).exit() == 0;
            return enabled == definition.enabled() ? definition : withEnabled(definition, enabled);
        });
    }

    private Optional<ServiceDefinition> written(String name) {
        Optional<FileEntry> file = files.look(file(name)).filter(there -> there.kind() == FileEntry.Kind.FILE);
        return file.flatMap(there -> new UnitFile(root).read(text(file(name))));
    }

    private static ServiceDefinition withEnabled(ServiceDefinition definition, boolean enabled) {
        return new ServiceDefinition(
                definition.name(),
                definition.description(),
                definition.line(),
                definition.folder(),
                definition.user(),
                definition.environment(),
                definition.environmentFile(),
                enabled);
    }

    @Override
    public void start(String name) {
        reload(name);
        forgetFailures(name);
        begin("start", name);
    }

    @Override
    public void restart(String name) {
        reload(name);
        forgetFailures(name);
        begin("restart", name);
    }

    /** With a program that ends at once systemctl fails or not, by chance: what has become of a program that was begun is told by looking. */
    private void begin(String verb, String name) {
        Command command = Command.of("systemctl", verb, unit(name));
        CommandResult result = commands.run(command);
        if (result.exit() != 0 && NOT_BEGUN.contains(show(name).getOrDefault("ActiveState", ""))) {
            throw SystemCommands.failed(verb + " service " + name, command, result);
        }
    }

    /** It is refused for a unit that systemd has let go of since it was stopped, and that one has not failed. Whether it starts is told by starting it. */
    private void forgetFailures(String name) {
        commands.run("systemctl", "reset-failed", unit(name));
    }

    /** Whoever wrote the unit may have been killed before systemd read it. */
    private void reload(String name) {
        if (files.look(file(name)).isEmpty()) {
            throw PlatformException.refused(
                    "start service " + name, "there is none of this name. Expected it to be defined before.");
        }
        if (!"no".equals(show(name).get("NeedDaemonReload"))
                || !"loaded".equals(show(name).get("LoadState"))) {
            commands.require("have systemd read the unit of " + name, "systemctl", "daemon-reload");
        }
    }

    @Override
    public void stop(String name) {
        if ("loaded".equals(show(name).get("LoadState"))) {
            commands.require("stop service " + name, "systemctl", "disable", "--now", unit(name));
        }
    }

    @Override
    public Evidence examine(String name) {
        CommandResult status = commands.run("systemctl", "status", "--no-pager", "--lines=0", unit(name));
        CommandResult journal =
                commands.run("journalctl", "--no-pager", "--lines=40", "--output=cat", "-u", unit(name));
        return Evidence.of("service " + name, status.output().strip())
                .and("last lines of service " + name, journal.output().strip());
    }

    private String text(String path) {
        return new String(files.read(path), StandardCharsets.UTF_8);
    }

    private static String file(String name) {
        return FOLDER + unit(name);
    }

    private static String unit(String name) {
        return name + ".service";
    }
}
