package dev.viridian.machine;

import dev.viridian.provision.Command;
import dev.viridian.provision.CommandResult;
import dev.viridian.provision.HostPackages;
import dev.viridian.provision.PackageName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packages of Debian and what descends from it. */
record AptPackages(SystemCommands commands) implements HostPackages {
    private static final Duration LONG = Duration.ofMinutes(9);

    @Override
    public Optional<String> installed(String name) {
        CommandResult result = commands.run("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}\n", name);
        return result.exit() != 0
                ? Optional.empty()
                : result.output()
                        .lines()
                        .filter(line -> line.startsWith("installed "))
                        .map(line -> line.substring("installed ".length()).strip())
                        .findFirst();
    }

    /** What fails is tried once more with fresh lists, and after whatever a killed installation has left is done. */
    @Override
    public void install(List<PackageName> packages) {
        Command install =
                installing(packages.stream().map(PackageName::toString).toList());
        if (commands.run(install).exit() != 0) {
            commands.require("finish what an earlier installation has left", apt("dpkg", List.of("--configure", "-a")));
            commands.require("fetch the lists of packages", get(List.of("update")));
            commands.require("install " + packages, install);
        }
    }

    private static Command installing(List<String> packages) {
        List<String> words = new ArrayList<>(List.of("install", "-y", "--no-install-recommends", "--allow-downgrades"));
        words.addAll(packages);
        return get(words);
    }

    @Override
    public void remove(List<String> names) {
        List<String> words = new ArrayList<>(List.of("remove", "-y"));
        words.addAll(names);
        commands.require("remove packages " + names, get(words));
    }

    /** Waits for another one at work, and keeps configuration that was changed: nobody is there to be asked. */
    private static Command get(List<String> words) {
        List<String> line = new ArrayList<>(List.of(
                "-q",
                "-o",
                "DPkg::Lock::Timeout=120",
                "-o",
                "Dpkg::Options::=--force-confdef",
                "-o",
                "Dpkg::Options::=--force-confold"));
        line.addAll(words);
        return apt("apt-get", line);
    }

    private static Command apt(String program, List<String> words) {
        return Command.of(program, words.toArray(String[]::new))
                .environment("DEBIAN_FRONTEND", "noninteractive")
                .environment("NEEDRESTART_MODE", "a")
                .within(LONG);
    }
}
