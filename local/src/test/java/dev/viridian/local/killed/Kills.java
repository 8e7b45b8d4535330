package dev.viridian.local.killed;

import dev.viridian.state.HistoryEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kills controllers whose deployments take one course, one after the other in one world, and looks each time whether all is in order. */
final class Kills implements AutoCloseable {
    private final Path folder;
    private final Course course;
    private final KillTable table;
    private final List<AssertionError> failures = new ArrayList<>();
    private Optional<World> world = Optional.empty();
    private List<String> writes = List.of();
    private Duration unkilled = Duration.ZERO;
    private int worlds;

    /**
     * For one course.
     *
     * @param folder where worlds are made
     * @param table where it is noted how it went
     */
    Kills(Path folder, Course course, KillTable table) {
        this.folder = folder;
        this.course = course;
        this.table = table;
    }

    /** Lets the deployment take its course, so as to know what there is to be killed at. */
    void unkilled() {
        World present = world();
        Order order = Order.before(present);
        ControllerProcess controller = present.start(present.nextRelease(), Incident.NONE);
        unkilled = controller.awaitEnd();
        writes = controller.writes();
        try {
            order.require(Next.DEPLOYS_THE_SAME, "");
        } catch (AssertionError e) {
            throw new AssertionError(course + ", not killed: " + e.getMessage() + "\n" + present.story(), e);
        }
        abandonWorldOfTheFirst();
    }

    /** The keys of what a controller writes that nobody kills, in order. */
    List<String> writes() {
        return writes;
    }

    /** How long it takes. */
    Duration duration() {
        return unkilled;
    }

    /** Kills one, starts the next one, and kills that, too, where that is wanted; then comes one that nobody kills. */
    void kill(Kill first, Optional<Kill> second, Next next) {
        World present = world();
        Order order = Order.before(present);
        Path archive = present.nextRelease();
        Path another = next == Next.DEPLOYS_ANOTHER ? present.anotherRelease() : archive;
        Path then = next == Next.RECOVERS ? Mission.NOTHING : another;
        boolean killed = first.kill(present.start(archive, first.stop()));
        boolean killedAgain = second.isPresent()
                && second.get().kill(present.start(then, second.get().stop()));
        present.perform(then);
        String what = course + ", killed " + first
                + second.map(kill -> " and " + kill).orElse("") + ", the next one " + next.words;
        try {
            order.require(next, version(another));
            order.requireToldToTheLetter();
            table.add(course, next, killed, killedAgain, outcome(order));
        } catch (AssertionError | RuntimeException e) {
            AssertionError failure = new AssertionError(what + ": " + e.getMessage() + "\n" + present.story(), e);
            table.addFailure(course, next, failure);
            failures.add(failure);
            abandonWorld();
        }
        abandonWorldOfTheFirst();
    }

    /** In a world there is one first deployment. */
    private void abandonWorldOfTheFirst() {
        if (!course.hasUsersBefore()) {
            abandonWorld();
        }
    }

    /** What became of the deployment that was killed; empty where it had not begun. */
    private static Optional<HistoryEntry> outcome(Order order) {
        List<HistoryEntry> ended = order.ended();
        return ended.isEmpty() ? Optional.empty() : Optional.of(ended.get(ended.size() - 1));
    }

    private static String version(Path archive) {
        String name = archive.getFileName().toString();
        return name.substring(name.indexOf('-') + 1, name.indexOf(".tar"));
    }

    private World world() {
        if (world.isEmpty()) {
            try {
                world = Optional.of(
                        World.of(Files.createDirectory(folder.resolve(Integer.toString(++worlds))), course));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return world.get();
    }

    private void abandonWorld() {
        world.ifPresent(World::close);
        world = Optional.empty();
    }

    void requireOrder() {
        if (!failures.isEmpty()) {
            AssertionError all = new AssertionError(failures.size() + " killed controllers left no order. The first: "
                    + failures.get(0).getMessage());
            failures.forEach(all::addSuppressed);
            throw all;
        }
    }

    @Override
    public void close() {
        abandonWorld();
    }
}
