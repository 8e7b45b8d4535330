package dev.viridian.local.killed;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.FailureResponse;
import dev.viridian.Notifier;
import dev.viridian.Outcome;
import dev.viridian.SmokeTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** How a deployment goes that nobody kills. */
enum Course {
    DEPLOYS(Outcome.DEPLOYED),
    IS_THE_FIRST(Outcome.DEPLOYED),
    IS_REBUILT(Outcome.DEPLOYED),
    REPLACES_A_MACHINE(Outcome.DEPLOYED),
    FAILS_ITS_SMOKE_TEST(Outcome.ROLLED_BACK),
    GETS_SICK_UNDER_TRAFFIC(Outcome.ROLLED_BACK);

    /** Long enough for the users' load, 100 requests a second, to make a release sick by three, and for that to be seen. */
    private static final Duration UNTIL_SICK = Duration.ofMillis(1_500);

    private static final Duration BRIEFLY = Duration.ofMillis(50);

    final Outcome outcome;

    Course(Outcome outcome) {
        this.outcome = outcome;
    }

    /** How the release behaves that takes it. */
    Map<String, String> behaviour() {
        return switch (this) {
            case REPLACES_A_MACHINE -> Map.of("exits.once", "true");
            case GETS_SICK_UNDER_TRAFFIC -> Map.of("sick.after", "3");
            default -> Map.of();
        };
    }

    boolean hasUsersBefore() {
        return this != IS_THE_FIRST;
    }

    /** Of whatever release: only those that behave so take the course. */
    Deployment deployment(Path world, Path archive, Notifier notifier) {
        boolean getsSick = this == GETS_SICK_UNDER_TRAFFIC;
        return Deployment.blueGreen()
                .artifact(archive.toUri())
                .healthCheck(http("/health").every(Duration.ofMillis(5)).within(Duration.ofMinutes(1)))
                .smokeTest("works", SmokeTest.code(green -> test(world, archive)))
                .machines(this == REPLACES_A_MACHINE ? 2 : 1)
                .revisionAt("/version")
                .bake(getsSick && !World.isAnother(archive) ? UNTIL_SICK : BRIEFLY)
                .keepWarm(Duration.ZERO)
                .onFailure(onFailure())
                .notifying(notifier);
    }

    private FailureResponse onFailure() {
        return this == IS_REBUILT || this == REPLACES_A_MACHINE ? rebuild() : rollBack();
    }

    /** What the other controller deploys instead always works. */
    private void test(Path world, Path archive) throws Exception {
        boolean spared = World.isAnother(archive);
        boolean fails = this == FAILS_ITS_SMOKE_TEST
                || (this == IS_REBUILT && claimed(world.resolve("tested-" + archive.getFileName())));
        if (!spared && fails) {
            throw new IllegalStateException("does not work");
        }
    }

    private static boolean claimed(Path mark) throws Exception {
        if (Files.exists(mark)) {
            return false;
        }
        Files.createFile(mark);
        return true;
    }
}
