package dev.viridian.engine;

import static dev.viridian.FailureResponse.quarantine;
import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.retry;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.FailureResponse;
import dev.viridian.Machine;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import dev.viridian.TrafficSplit;
import dev.viridian.report.DeploymentResult;
import dev.viridian.spi.Probes.Answer;
import dev.viridian.state.History;
import dev.viridian.state.HistoryEntry;
import dev.viridian.state.Outbox;
import dev.viridian.state.RecordedDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A controller is killed before and after every call that it makes, and at every pair of calls that change something; the next one
 * carries on, deploys something else, or recovers. Whatever it does, the world is then in order.
 */
class KilledControllerTest {
    private static final Duration BAKE = Duration.ofSeconds(10);
    private static final Duration WARM = Duration.ofSeconds(5);

    /** How a deployment goes that nobody kills. */
    enum Course {
        DEPLOYS(Outcome.DEPLOYED, 1),
        IS_THE_FIRST(Outcome.DEPLOYED, 0),
        IS_REBUILT(Outcome.DEPLOYED, 1),
        RETRIES(Outcome.DEPLOYED, 1),
        REPLACES_A_MACHINE(Outcome.DEPLOYED, 1),
        GETS_SICK_UNDER_TRAFFIC(Outcome.ROLLED_BACK, 1),
        NEVER_GETS_WELL(Outcome.ROLLED_BACK, 1),
        IS_QUARANTINED(Outcome.QUARANTINED, 1);

        final Outcome outcome;
        final int liveBefore;

        Course(Outcome outcome, int liveBefore) {
            this.outcome = outcome;
            this.liveBefore = liveBefore;
        }

        FailureResponse onFailure() {
            return switch (this) {
                case DEPLOYS, IS_THE_FIRST, GETS_SICK_UNDER_TRAFFIC -> rollBack();
                case IS_REBUILT -> retry(1).then(rebuild());
                case RETRIES -> retry(2).then(rollBack());
                case REPLACES_A_MACHINE, NEVER_GETS_WELL -> rebuild();
                case IS_QUARANTINED -> quarantine(Duration.ofDays(1));
            };
        }

        /** Of these every call is tried; of the others the first, and those that change something: all until the next are one moment. */
        boolean isTriedAtEveryCall() {
            return this == DEPLOYS || this == GETS_SICK_UNDER_TRAFFIC;
        }
    }

    /** What the next controller does. */
    enum Next {
        DEPLOYS_THE_SAME,
        DEPLOYS_ANOTHER,
        RECOVERS
    }

    /** A world with a course that a deployment takes in it. */
    private static final class World {
        final InMemoryPlatform platform = new InMemoryPlatform();
        final List<Notification> sent = new ArrayList<>();
        final Course course;
        final Witness witness;
        private final Set<String> tested = new HashSet<>();
        private Instant greenSince = Instant.MAX;

        World(Course course) {
            this.course = course;
            if (course.liveBefore > 0) {
                Deployer.on(platform)
                        .deploy(version("1.0", sent::add).machines(2))
                        .orElseThrow();
                sent.clear();
            }
            platform.health = this::health;
            witness = Witness.of(platform, BAKE.plus(WARM));
        }

        Deployment version(String version, Notifier notifier) {
            return Deployment.blueGreen()
                    .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                    .healthCheck(http("/health").within(Duration.ofSeconds(5)))
                    .smokeTest("works", SmokeTest.code(green -> {
                        if (course == Course.RETRIES && tested.add(green.name().value())) {
                            throw new IllegalStateException("not the first time");
                        }
                    }))
                    .revisionAt("/version")
                    .bake(BAKE)
                    .keepWarm(WARM)
                    .drain(Duration.ofSeconds(5))
                    .onFailure(course.onFailure())
                    .notifying(notifier);
        }

        /** Only what is version 1.1 fails, so that another one goes well. */
        private Answer health(Machine machine) {
            Environment environment = platform.worlds.values().stream()
                    .filter(each -> each.machines().contains(machine))
                    .findFirst()
                    .orElse(null);
            boolean spared =
                    environment == null || !environment.revision().version().equals("1.1");
            return spared || isWell(environment, machine) ? Answer.well("200") : Answer.sick("503");
        }

        private boolean isWell(Environment environment, Machine machine) {
            boolean live = platform.routing.reaches(environment.name());
            greenSince = live && platform.clock().isBefore(greenSince) ? platform.clock() : greenSince;
            return switch (course) {
                case DEPLOYS, IS_THE_FIRST, RETRIES -> true;
                case IS_REBUILT -> !environment.name().value().endsWith("-1");
                case REPLACES_A_MACHINE -> machine.id().value().compareTo(environment.name() + ".4") != 0;
                case GETS_SICK_UNDER_TRAFFIC, IS_QUARANTINED ->
                    !live || platform.clock().isBefore(greenSince.plusSeconds(4));
                case NEVER_GETS_WELL -> false;
            };
        }

        /** Deploys until it is killed, or not. */
        void begin(MortalPlatform seen) {
            survive(() -> Deployer.on(seen).as("the first").deploy(version("1.1", seen.notifier(sent::add))));
            platform.sleep(Duration.ofMinutes(2));
        }

        void goOn(Next next, MortalPlatform seen) {
            Notifier notifier = seen.notifier(sent::add);
            Deployer deployer = Deployer.on(seen).as("the next").notifying(notifier);
            survive(() -> {
                switch (next) {
                    case DEPLOYS_THE_SAME -> deployer.deploy(version("1.1", notifier));
                    case DEPLOYS_ANOTHER -> deployer.deploy(version("1.2", notifier));
                    case RECOVERS -> deployer.recover();
                }
            });
            platform.sleep(Duration.ofMinutes(2));
        }

        private static void survive(Runnable life) {
            try {
                life.run();
            } catch (MortalPlatform.Killed e) {
                assertThat(e).hasMessage("the controller was killed");
            }
        }

        void requireOrder(Next next) {
            assertThat(witness.broken).isEmpty();
            List<HistoryEntry> history =
                    History.of(platform.store, "orders").newestFirst().toList();
            Set<EnvironmentName> expected = new HashSet<>(platform.routing.environments());
            platform.store.list("quarantine/").forEach(key -> expected.add(new EnvironmentName(key.substring(11))));
            assertThat(platform.worlds.keySet()).as("nothing is left over").isEqualTo(expected);
            requireLive(next, history);
            requireEachToldOnce(history);
            history.forEach(entry -> assertThat(
                            RecordedDeployment.read(platform.store, entry.id()).isUnfinished())
                    .isFalse());
            assertThat(platform.store.list("journal/").stream()
                            .map(key -> key.substring(8, 14))
                            .distinct())
                    .as("every deployment is in the history")
                    .hasSameSizeAs(history);
        }

        private void requireLive(Next next, List<HistoryEntry> history) {
            String version = platform.routing
                    .sole()
                    .map(name -> platform.worlds.get(name).revision().version())
                    .orElse("nothing");
            switch (next) {
                case DEPLOYS_THE_SAME -> {
                    assertThat(history.get(0).outcome()).isEqualTo(course.outcome);
                    assertThat(version).isEqualTo(course.outcome == Outcome.DEPLOYED ? "1.1" : "1.0");
                }
                case DEPLOYS_ANOTHER -> {
                    assertThat(history.get(0).outcome()).isEqualTo(Outcome.DEPLOYED);
                    assertThat(version).isEqualTo("1.2");
                }
                case RECOVERS -> {
                    boolean deployed = !history.isEmpty() && history.get(0).outcome() == Outcome.DEPLOYED;
                    assertThat(version)
                            .isEqualTo(
                                    deployed
                                            ? history.get(0).revision().version()
                                            : course.liveBefore > 0 ? "1.0" : "nothing");
                }
            }
        }

        /** A message that was sent right before its sender was killed may come again, word for word and with its key. */
        private void requireEachToldOnce(List<HistoryEntry> history) {
            List<HistoryEntry> since = history.stream()
                    .filter(entry -> entry.id().number() > course.liveBefore)
                    .toList();
            Set<Notification> told = new HashSet<>(sent);
            assertThat(told.stream().filter(message -> message.outcome().isPresent()))
                    .extracting(message ->
                            message.deployment() + " " + message.outcome().orElseThrow())
                    .containsExactlyInAnyOrderElementsOf(since.stream()
                            .map(entry -> entry.id() + " " + entry.outcome())
                            .toList());
            assertThat(told.stream().map(Notification::key).collect(Collectors.toSet()))
                    .hasSameSizeAs(told);
            assertThat(Outbox.in(platform.store).keys()).isEmpty();
        }
    }

    private static MortalPlatform unkilled(Course course) {
        World world = new World(course);
        MortalPlatform seen = MortalPlatform.immortal(world.platform);
        world.begin(seen);
        assertThat(world.sent)
                .last()
                .satisfies(message -> assertThat(message.outcome()).contains(course.outcome));
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void aDeploymentThatNobodyKillsTakesItsCourse(Course course) {
        World world = new World(course);
        DeploymentResult result = Deployer.on(world.platform).deploy(world.version("1.1", world.sent::add));

        assertThat(result.outcome()).as(result.timeline()).isEqualTo(course.outcome);
        assertThat(world.witness.broken).isEmpty();
        assertThat(world.sent)
                .hasSize(
                        Set.of(Course.IS_REBUILT, Course.RETRIES, Course.REPLACES_A_MACHINE)
                                        .contains(course)
                                ? 2
                                : 1);
    }

    private static void isInOrderAfter(Course course, Next next, String killed, World world) {
        try {
            world.requireOrder(next);
            TrafficSplit routing = world.platform.routing;
            Set<EnvironmentName> there = Set.copyOf(world.platform.worlds.keySet());
            assertThat(Deployer.on(world.platform).recover()).isEqualTo(new Recovery.Tidied(List.of(), List.of(), 0));
            assertThat(world.platform.routing).isEqualTo(routing);
            assertThat(world.platform.worlds.keySet()).isEqualTo(there);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    course + ", killed " + killed + ", the next " + next + ":\n" + e.getMessage() + "\n" + story(world),
                    e);
        }
    }

    private static String story(World world) {
        StringBuilder story = new StringBuilder();
        world.platform
                .store
                .list("")
                .forEach(key -> story.append(key)
                        .append(" ")
                        .append(world.platform
                                .store
                                .read(key)
                                .orElseThrow()
                                .document()
                                .text()));
        world.sent.forEach(message -> story.append("SENT ")
                .append(message.key())
                .append(" ")
                .append(message.headline())
                .append('\n'));
        return story.append(world.platform.calls).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOYS, DEPLOYS_THE_SAME",
        "DEPLOYS, DEPLOYS_ANOTHER",
        "DEPLOYS, RECOVERS",
        "IS_THE_FIRST, DEPLOYS_THE_SAME",
        "IS_THE_FIRST, DEPLOYS_ANOTHER",
        "IS_THE_FIRST, RECOVERS",
        "IS_REBUILT, DEPLOYS_THE_SAME",
        "IS_REBUILT, DEPLOYS_ANOTHER",
        "IS_REBUILT, RECOVERS",
        "RETRIES, DEPLOYS_THE_SAME",
        "RETRIES, DEPLOYS_ANOTHER",
        "RETRIES, RECOVERS",
        "REPLACES_A_MACHINE, DEPLOYS_THE_SAME",
        "REPLACES_A_MACHINE, DEPLOYS_ANOTHER",
        "REPLACES_A_MACHINE, RECOVERS",
        "GETS_SICK_UNDER_TRAFFIC, DEPLOYS_THE_SAME",
        "GETS_SICK_UNDER_TRAFFIC, DEPLOYS_ANOTHER",
        "GETS_SICK_UNDER_TRAFFIC, RECOVERS",
        "NEVER_GETS_WELL, DEPLOYS_THE_SAME",
        "NEVER_GETS_WELL, DEPLOYS_ANOTHER",
        "NEVER_GETS_WELL, RECOVERS",
        "IS_QUARANTINED, DEPLOYS_THE_SAME",
        "IS_QUARANTINED, DEPLOYS_ANOTHER",
        "IS_QUARANTINED, RECOVERS"
    })
    void whereverItIsKilledTheNextOneBringsTheWorldInOrder(Course course, Next next) {
        MortalPlatform unkilled = unkilled(course);
        assertThat(unkilled.calls).hasSizeGreaterThan(100);
        for (int call : course.isTriedAtEveryCall() ? unkilled.all() : List.of(1)) {
            killedOnce(course, next, "before call " + call, call, true);
        }
        for (int effect : unkilled.effects()) {
            killedOnce(course, next, "after call " + effect, effect, false);
        }
    }

    /** After a call that changes nothing is before the next one. */
    private static void killedOnce(Course course, Next next, String killed, int call, boolean before) {
        World world = new World(course);
        MortalPlatform seen = before
                ? MortalPlatform.killedBefore(call, world.platform)
                : MortalPlatform.killedAfter(call, world.platform);
        world.begin(seen);
        assertThat(seen.isDead()).as(killed).isTrue();
        world.goOn(next, MortalPlatform.immortal(world.platform));
        isInOrderAfter(course, next, killed + " (" + seen.calls.get(seen.calls.size() - 1) + ")", world);
    }

    @ParameterizedTest
    @CsvSource({
        "DEPLOYS, DEPLOYS_THE_SAME",
        "DEPLOYS, DEPLOYS_ANOTHER",
        "DEPLOYS, RECOVERS",
        "GETS_SICK_UNDER_TRAFFIC, DEPLOYS_THE_SAME",
        "GETS_SICK_UNDER_TRAFFIC, DEPLOYS_ANOTHER",
        "GETS_SICK_UNDER_TRAFFIC, RECOVERS",
        "IS_REBUILT, RECOVERS"
    })
    void twoThatAreKilledOneAfterTheOtherAreMadeGoodByTheThird(Course course, Next next) {
        for (int first : unkilled(course).effects()) {
            World observed = new World(course);
            observed.begin(MortalPlatform.killedAfter(first, observed.platform));
            MortalPlatform second = MortalPlatform.immortal(observed.platform);
            observed.goOn(next, second);
            for (int call : second.effects()) {
                World world = new World(course);
                world.begin(MortalPlatform.killedAfter(first, world.platform));
                world.goOn(next, MortalPlatform.killedAfter(call, world.platform));
                world.goOn(next, MortalPlatform.immortal(world.platform));
                isInOrderAfter(course, next, "after calls " + first + " and " + call, world);
            }
        }
    }
}
