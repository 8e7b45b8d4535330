package dev.viridian.machine;

import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.PackageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packages of Red Hat and what descends from it. A version is written as rpm does, {@code 2.6.12-1.el9}. */
record DnfPackages(SystemCommands commands) implements HostPackages {
    private static final Duration LONG = Duration.ofMinutes(9);

    @Override
    public Optional<String> installed(String name) {
        CommandResult result = commands.run("rpm", "-q", "--queryformat", "%{VERSION}-%{RELEASE}\n", name);
        return result.exit() != 0
                ? Optional.empty()
                : result.output().lines().reduce((earlier, later) -> later).map(String::strip);
    }

    /** What dnf knows of its repositories may be two days old; it asks them again where that is not enough. */
    @Override
    public void install(List<PackageName> packages) {
        List<String> wanted = packages.stream().map(DnfPackages::asRpmWritesIt).toList();
        if (commands.run(dnf(List.of("install"), wanted)).exit() != 0) {
            commands.require("install " + packages, dnf(List.of("--refresh", "install"), wanted));
        }
    }

    private static String asRpmWritesIt(PackageName wanted) {
        return wanted.name() + wanted.version().map(version -> "-" + version).orElse("");
    }

    @Override
    public void remove(List<String> names) {
        commands.require("remove packages " + names, dnf(List.of("remove"), names));
    }

    private static Command dnf(List<String> verb, List<String> words) {
        List<String> line = new ArrayList<>(List.of("-y", "-q", "--setopt=install_weak_deps=False"));
        line.addAll(verb);
        line.addAll(words);
        return Command.of("dnf", line.toArray(String[]::new)).within(LONG);
    }
}
