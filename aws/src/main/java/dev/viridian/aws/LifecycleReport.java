package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/** What a machine tells the Auto Scaling group that it is of; nothing where it is of none. */
final class LifecycleReport {
    /** So long a group may take until it waits for a machine that was quick. */
    private static final Duration EARLY = Duration.ofMinutes(2);

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final AutoScalingClient client;
    private final Time time;
    private final Consumer<String> console;
    private final Optional<String> group;
    private final String machine;

    LifecycleReport(AutoScalingClient client, Map<String, String> identity, Time time, Consumer<String> console) {
        this.client = client;
        this.time = time;
        this.console = console;
        this.group = Optional.ofNullable(identity.get("tag:aws:autoscaling:groupName"));
        this.machine = identity.getOrDefault("instanceId", "");
    }

    /** That it is still at it. One that is lost makes no difference: the next one comes before the hook gives up. */
    void heartbeat() {
        group.ifPresent(name -> {
            try {
                client.recordLifecycleActionHeartbeat(request -> request.autoScalingGroupName(name)
                        .lifecycleHookName(FirstBootRun.HOOK)
                        .instanceId(machine));
            } catch (SdkException e) {
                console.accept("A heartbeat was not taken: "
                        + call("RecordLifecycleActionHeartbeat", name).failed(e).getMessage());
            }
        });
    }

    /**
     * That it is ready, or is not.
     *
     * @return whether the group knows; or it does not wait for it any more, or never did
     */
    boolean complete(boolean ready) {
        return group.map(name -> complete(name, ready ? "CONTINUE" : "ABANDON")).orElse(true);
    }

    private boolean complete(String name, String result) {
        Instant begin = time.now();
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<SdkException> refusal = refusal(name, result);
            if (refusal.isEmpty()) {
                console.accept("The group " + name + " was told to " + result + ".");
                return true;
            }
            Duration waited = Duration.between(begin, time.now());
            PlatformException failed = call("CompleteLifecycleAction", name).failed(refusal.get());
            if (isNoActiveAction(refusal.get()) && waited.compareTo(EARLY) >= 0) {
                console.accept("The group " + name + " does not wait for " + machine
                        + ": it was told before, has given up waiting, or has no hook " + FirstBootRun.HOOK + ".");
                return true;
            }
            if (waited.compareTo(PATIENCE) >= 0) {
                console.accept(
                        "The group was not told to " + result + ", its hook will give up: " + failed.getMessage());
                return false;
            }
            console.accept("Not told yet: " + failed.getMessage());
            time.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private Optional<SdkException> refusal(String name, String result) {
        try {
            client.completeLifecycleAction(request -> request.autoScalingGroupName(name)
                    .lifecycleHookName(FirstBootRun.HOOK)
                    .instanceId(machine)
                    .lifecycleActionResult(result));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(e);
        }
    }

    private static boolean isNoActiveAction(SdkException e) {
        return e instanceof AwsServiceException
                && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("no active lifecycle action");
    }

    private Call call(String action, String name) {
        return new Call(
                "autoscaling:" + action,
                "arn:" + Partition.of(client) + ":autoscaling:*:*:autoScalingGroup:*:autoScalingGroupName/" + name);
    }
}
