package dev.viridian.local.killed;

import dev.viridian.Environment;
import dev.viridian.engine.Deployer;
import dev.viridian.engine.Recovery;
import dev.viridian.local.Leftovers;
import dev.viridian.local.LocalFixture;
import dev.viridian.local.LocalPlatform;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * An application on this machine, behind a router that lives while controllers die, and its users, whose clients never send a request again.
 * Release after release is deployed to it.
 */
final class World implements AutoCloseable {
    /** How far the clocks of the controllers are ahead of the real one, one after the other. */
    private static final List<Duration> CLOCKS = List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(-1));

    private static final String ANOTHER = ".1";

    private final Path folder;
    private final Course course;
    private final List<Supplier<String>> controllers = new ArrayList<>();
    private Optional<LocalPlatform> machine = Optional.empty();
    private Optional<Load> load = Optional.empty();
    private int missions;
    private int releases;

    private World(Path folder, Course course) {
        this.folder = folder;
        this.course = course;
    }

    /** One in which that course can be taken: with a release that is live, and users, where it has them. */
    static World of(Path folder, Course course) {
        World world = new World(folder, course);
        if (course.hasUsersBefore()) {
            world.perform(Course.DEPLOYS, world.release(Map.of()));
            world.load = Optional.of(
                    Load.on(world.entry()).requestsPerSecond(100).connections(4).start());
        }
        return world;
    }

    /** Where the state of the application is that a world has in this folder. */
    static Path state(Path world) {
        return world.resolve("platform/state");
    }

    Course course() {
        return course;
    }

    /** The next release, which takes the course. */
    Path nextRelease() {
        return release(course.behaviour());
    }

    /** A release that works, whatever the course is. */
    Path anotherRelease() {
        return LocalFixture.pack(folder, ++releases + ANOTHER, Map.of());
    }

    static boolean isAnother(Path archive) {
        return archive.toString().endsWith(ANOTHER + ".tar.gz");
    }

    private Path release(Map<String, String> behaviour) {
        return LocalFixture.pack(folder, ++releases + ".0", behaviour);
    }

    /** Starts a controller in another process; it deploys the archive, or recovers where that is {@link Mission#NOTHING}. */
    ControllerProcess start(Path archive, Incident incident) {
        if (incident.setsTheClock()) {
            SetClock.in(folder).right();
        }
        ControllerProcess controller = ControllerProcess.start(mission(course, archive, incident));
        controllers.add(controller::said);
        return controller;
    }

    /** The same, but it is only made ready, and begins when it is told to. */
    ControllerProcess ready(Path archive) {
        ControllerProcess controller = ControllerProcess.readied(mission(course, archive, Incident.NONE));
        controllers.add(controller::said);
        return controller;
    }

    /** Has a controller in this process do it, to its end. */
    void perform(Path archive) {
        perform(course, archive);
    }

    private void perform(Course taken, Path archive) {
        List<String> said = new CopyOnWriteArrayList<>();
        controllers.add(() -> String.join("\n", said));
        mission(taken, archive, Incident.NONE).perform(said::add);
    }

    private Mission mission(Course taken, Path archive, Incident incident) {
        return new Mission(folder, CLOCKS.get(missions++ % CLOCKS.size()), taken, archive, incident);
    }

    /** All that was ever told of it. */
    List<Told.Message> told() {
        return Told.in(folder).messages();
    }

    /** The machine itself, for whoever looks while no controller is at work. */
    LocalPlatform machine() {
        if (machine.isEmpty()) {
            machine = Optional.of(LocalFixture.setup(folder).detached().open());
        }
        return machine.get();
    }

    private URI entry() {
        return machine().entry();
    }

    /** What became of the users' requests until now; empty where there were none. */
    Optional<LoadReport> users() {
        return load.map(Load::soFar);
    }

    Optional<Environment> live() {
        return machine().traffic().observed().sole().flatMap(machine().environments()::find);
    }

    /** The names of what is in a folder of the platform, in order; nothing where there is no such folder. */
    List<String> names(String inPlatform) {
        return list(folder.resolve("platform").resolve(inPlatform)).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    /** All files below a folder of the platform. */
    List<Path> files(String inPlatform) {
        try (Stream<Path> files = Files.walk(folder.resolve("platform").resolve(inPlatform))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path directory) {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of machines, that of the router aside. */
    List<String> processesOfMachines() {
        return Leftovers.runningIn(folder.resolve("platform").resolve("environments")).stream()
                .sorted()
                .toList();
    }

    Recovery recover() {
        return Deployer.silently(machine()).recover();
    }

    /** All that there is to know when something is not in order. */
    String story() {
        StringBuilder story = new StringBuilder();
        controllers.stream()
                .skip(Math.max(0, controllers.size() - 3))
                .forEach(controller -> story.append("A CONTROLLER SAID\n")
                        .append(controller.get())
                        .append('\n'));
        machine().state().list("").stream()
                .filter(key -> !key.startsWith("history/") && !key.startsWith("journal/"))
                .forEach(key -> append(story, key));
        List<String> journals = machine().state().list("journal/");
        String last =
                journals.isEmpty() ? "none" : journals.get(journals.size() - 1).substring(0, 14);
        journals.stream().filter(key -> key.startsWith(last)).forEach(key -> append(story, key));
        told().forEach(message -> story.append("TOLD ").append(message).append('\n'));
        return story.toString();
    }

    private void append(StringBuilder story, String key) {
        machine()
                .state()
                .read(key)
                .ifPresent(found -> story.append(key)
                        .append(": ")
                        .append(found.document().text())
                        .append('\n'));
    }

    @Override
    public void close() {
        load.ifPresent(Load::close);
        machine().shutDown();
    }
}
