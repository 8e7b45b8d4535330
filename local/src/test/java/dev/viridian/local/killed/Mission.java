package dev.viridian.local.killed;

import dev.viridian.engine.Deployer;
import dev.viridian.local.LocalFixture;
import dev.viridian.local.LocalPlatform;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What one controller is to do, in this process or another.
 *
 * @param folder the world that it works in
 * @param ahead how far its clock is ahead of the real one
 * @param course how its deployment goes
 * @param archive what it deploys; nothing, where the name is empty, but to recover
 * @param incident what happens to it on its way
 */
record Mission(Path folder, Duration ahead, Course course, Path archive, Incident incident) {
    /** To recover. */
    static final Path NOTHING = Path.of("");

    /** What is said before anything is touched. */
    static final String BEGINS = "begins";

    /** What is said when all is done: this, and how it went. */
    static final String ENDED = "ended ";

    /** Does it on the machine of the world, which it opens and lets go of. */
    void perform(Consumer<String> say) {
        say.accept(BEGINS);
        try (LocalPlatform machine = LocalFixture.setup(folder).detached().open()) {
            Platform platform = new WatchedPlatform(
                    machine,
                    new WatchedStore(machine.state(), incident, folder, say),
                    new ShiftedTime(Time.system(), ahead));
            say.accept(ENDED + performed(platform));
        }
    }

    private String performed(Platform platform) {
        Told.Writer told = Told.in(folder).writer();
        Deployer deployer = Deployer.on(platform)
                .as("process " + ProcessHandle.current().pid())
                .notifying(told);
        return archive.equals(NOTHING)
                ? deployer.recover().summary()
                : deployer.deploy(course.deployment(folder, archive, told)).timeline();
    }

    /** What its process has besides. */
    Map<String, String> environment() {
        return incident.setsTheClock() ? SetClock.in(folder).environment() : Map.of();
    }

    List<String> arguments() {
        return List.of(
                folder.toString(),
                ahead.toString(),
                course.name(),
                archive.toString(),
                Integer.toString(incident.write()),
                Boolean.toString(incident.before()),
                incident.kind().name());
    }

    static Mission of(String[] arguments) {
        return new Mission(
                Path.of(arguments[0]),
                Duration.parse(arguments[1]),
                Course.valueOf(arguments[2]),
                Path.of(arguments[3]),
                new Incident(
                        Integer.parseInt(arguments[4]),
                        Boolean.parseBoolean(arguments[5]),
                        Incident.Kind.valueOf(arguments[6])));
    }
}
