package dev.viridian.engine;

import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.HealthCheck.http;

import dev.viridian.Deployment;
import dev.viridian.EnvironmentName;
import dev.viridian.Notification;
import dev.viridian.report.DeploymentResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A world in which 1.0 is live, and controllers that are killed while they deploy 1.1. */
final class TwoReleases {
    static final EnvironmentName BLUE = new EnvironmentName("orders-1-1");
    static final EnvironmentName GREEN = new EnvironmentName("orders-2-1");

    final InMemoryPlatform platform = new InMemoryPlatform();
    final List<Notification> sent = new ArrayList<>();

    TwoReleases() {
        deploy(version("1.0").machines(2)).orElseThrow();
        platform.calls.clear();
        sent.clear();
    }

    Deployment version(String version) {
        return Deployment.blueGreen()
                .artifact("s3://releases/orders/" + version + "/orders.tar.gz")
                .healthCheck(http("/health").within(Duration.ofMinutes(5)))
                .keepWarm(Duration.ZERO)
                .onFailure(rollBack())
                .notifying(sent::add);
    }

    Deployer deployer() {
        return Deployer.on(platform).as("the next");
    }

    DeploymentResult deploy(Deployment deployment) {
        return deployer().deploy(deployment);
    }

    /** The controller that deploys it is killed at the first call like this; a day goes by. */
    void killedAt(Predicate<String> call, Deployment deployment) {
        killedBy(
                () -> platform.failing = named -> {
                    if (call.test(named)) {
                        throw new MortalPlatform.Killed();
                    }
                    return false;
                },
                deployment);
    }

    /** The controller that deploys it is killed when that much time has passed; a day goes by. */
    void killedAfter(Duration time, Deployment deployment) {
        var end = platform.clock().plus(time);
        killedBy(
                () -> platform.onSleep = () -> {
                    if (!platform.clock().isBefore(end)) {
                        throw new MortalPlatform.Killed();
                    }
                },
                deployment);
    }

    private void killedBy(Runnable killing, Deployment deployment) {
        killing.run();
        try {
            Deployer.on(platform).as("the first").deploy(deployment);
            throw new AssertionError("It was to be killed, and came to its end.");
        } catch (MortalPlatform.Killed expected) {
            platform.failing = call -> false;
            platform.onSleep = () -> {};
        }
        platform.sleep(Duration.ofDays(1));
        platform.calls.clear();
    }

    /** The controller that deploys it is killed when it has written down how that ended, and nobody has been told. */
    void killedAtTheEnd(Deployment deployment) {
        MortalPlatform immortal = MortalPlatform.immortal(new TwoReleases().platform);
        Deployer.on(immortal).deploy(deployment);
        int told = beforeLast(immortal.calls, "createIfAbsent");
        try {
            Deployer.on(MortalPlatform.killedBefore(told + 1, platform)).deploy(deployment);
            throw new AssertionError("It was to be killed, and came to its end.");
        } catch (MortalPlatform.Killed expected) {
            platform.calls.clear();
        }
    }

    /** Its message is put into the outbox, and then its entry into the history. */
    private static int beforeLast(List<String> calls, String call) {
        return calls.subList(0, calls.lastIndexOf(call)).lastIndexOf(call);
    }
}
