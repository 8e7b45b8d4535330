package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingException;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionRequest;
import software.amazon.awssdk.services.autoscaling.model.CompleteLifecycleActionResponse;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatRequest;
import software.amazon.awssdk.services.autoscaling.model.RecordLifecycleActionHeartbeatResponse;

class FirstBootRunTest {
    private static final List<String> ARGUMENTS =
            List.of("com.acme.OrdersMachine", "--within", "1800", "--home", "/opt/orders");
    private static final Map<String, String> MACHINE = Map.of(
            "instanceId", "i-0123",
            "region", "eu-central-1",
            "tag:aws:autoscaling:groupName", "orders-7-1",
            "tag:viridian:artifact", "s3://releases/orders.zip",
            "tag:viridian:sha256", "9f86");

    private final Clock clock = new Clock();
    private final Group group = new Group();
    private final List<String> said = new ArrayList<>();
    private final List<List<String>> started = new ArrayList<>();
    private boolean ended;

    private static final class Clock implements Time {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public void sleep(Duration duration) {
            now = now.plus(duration);
        }
    }

    /** What an Auto Scaling group answers: what it is told to, in that order, and then that it is well. */
    private static final class Group implements AutoScalingClient {
        final Deque<SdkException> refusals = new ArrayDeque<>();
        final List<String> results = new ArrayList<>();
        boolean takesHeartbeats = true;
        int heartbeats;

        @Override
        public CompleteLifecycleActionResponse completeLifecycleAction(CompleteLifecycleActionRequest request) {
            results.add(request.lifecycleHookName() + " " + request.autoScalingGroupName() + " " + request.instanceId()
                    + " " + request.lifecycleActionResult());
            if (!refusals.isEmpty()) {
                throw refusals.poll();
            }
            return CompleteLifecycleActionResponse.builder().build();
        }

        @Override
        public RecordLifecycleActionHeartbeatResponse recordLifecycleActionHeartbeat(
                RecordLifecycleActionHeartbeatRequest request) {
            heartbeats++;
            if (!takesHeartbeats) {
                throw SdkClientException.create("Connection reset");
            }
            return RecordLifecycleActionHeartbeatResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "autoscaling";
        }

        @Override
        public void close() {}
    }

    private static SdkException answer(int status, String code, String message) {
        return (SdkException) AutoScalingException.builder()
                .message(message)
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    private static SdkException noActiveAction() {
        return answer(400, "ValidationError", "No active Lifecycle Action found with instance ID i-0123");
    }

    private int run(Map<String, String> machine, Duration takes, int exit) {
        Instant end = clock.now().plus(takes);
        return new FirstBootRun(new LifecycleReport(group, machine, clock, said::add), clock, said::add, arguments -> {
                    started.add(arguments);
                    return new FirstBootRun.Provisioning() {
                        @Override
                        public OptionalInt exitWithin(Duration time) {
                            Duration left = Duration.between(clock.now(), end);
                            clock.sleep(left.compareTo(time) < 0 ? left : time);
                            return clock.now().isBefore(end) ? OptionalInt.empty() : OptionalInt.of(exit);
                        }

                        @Override
                        public void end() {
                            ended = true;
                        }
                    };
                })
                .run(ARGUMENTS, machine);
    }

    @Test
    void aMachineThatIsReadySaysSoAfterHeartbeats() {
        assertThat(run(MACHINE, Duration.ofMinutes(5), 0)).isEqualTo(FirstBootRun.READY);

        assertThat(group.results).containsExactly("viridian-ready orders-7-1 i-0123 CONTINUE");
        assertThat(group.heartbeats).isEqualTo(15);
        assertThat(started)
                .containsExactly(List.of(
                        "com.acme.OrdersMachine",
                        "--home",
                        "/opt/orders",
                        "--artifact",
                        "s3://releases/orders.zip",
                        "--identity",
                        "imds:",
                        "--sha256",
                        "9f86"));
    }

    @Test
    void aMachineThatIsNotReadyIsAbandoned() {
        for (int exit : new int[] {1, 2, 3, 137}) {
            group.results.clear();

            assertThat(run(MACHINE, Duration.ofMinutes(1), exit)).isEqualTo(FirstBootRun.NOT_READY);
            assertThat(group.results).containsExactly("viridian-ready orders-7-1 i-0123 ABANDON");
        }
    }

    @Test
    void whatTakesTooLongIsEndedAndAbandoned() {
        assertThat(run(MACHINE, Duration.ofDays(1), 0)).isEqualTo(FirstBootRun.NOT_READY);

        assertThat(ended).isTrue();
        assertThat(clock.now()).isEqualTo(Instant.EPOCH.plus(Duration.ofMinutes(30)));
        assertThat(group.results).containsExactly("viridian-ready orders-7-1 i-0123 ABANDON");
        assertThat(said).anyMatch(line -> line.contains("not ready after 1800 s"));
    }

    @Test
    void lostHeartbeatsChangeNothing() {
        group.takesHeartbeats = false;

        assertThat(run(MACHINE, Duration.ofMinutes(1), 0)).isEqualTo(FirstBootRun.READY);
        assertThat(said)
                .anyMatch(line -> line.contains("A heartbeat was not taken") && line.contains("Connection reset"));
    }

    @Test
    void aReportThatFailsForAMomentIsMadeAgain() {
        group.refusals.add(answer(503, "ServiceUnavailable", "busy"));
        group.refusals.add(SdkClientException.create("Connection reset"));
        group.refusals.add(answer(403, "AccessDenied", "not authorized"));

        assertThat(run(MACHINE, Duration.ofMinutes(1), 0)).isEqualTo(FirstBootRun.READY);

        assertThat(group.results).hasSize(4);
        assertThat(clock.now()).isEqualTo(Instant.EPOCH.plusSeconds(60 + 1 + 2 + 4));
        assertThat(said).anyMatch(line -> line.contains("must allow \"autoscaling:CompleteLifecycleAction\""));
    }

    @Test
    void aMachineThatIsQuickerThanItsGroupIsHeard() {
        for (int times = 0; times < 5; times++) {
            group.refusals.add(noActiveAction());
        }

        assertThat(run(MACHINE, Duration.ofSeconds(3), 0)).isEqualTo(FirstBootRun.READY);
        assertThat(group.results).hasSize(6);
    }

    @Test
    void whereNothingWaitsForItThatIsUnderstood() {
        for (int times = 0; times < 100; times++) {
            group.refusals.add(noActiveAction());
        }

        assertThat(run(MACHINE, Duration.ofMinutes(1), 0)).isEqualTo(FirstBootRun.READY);
        assertThat(Duration.between(Instant.EPOCH, clock.now()))
                .isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
        assertThat(said).anyMatch(line -> line.contains("does not wait for i-0123"));
    }

    @Test
    void aGroupThatCannotBeToldIsLeftToItsHook() {
        for (int times = 0; times < 100; times++) {
            group.refusals.add(answer(403, "AccessDenied", "not authorized"));
        }

        assertThat(run(MACHINE, Duration.ofMinutes(1), 0)).isEqualTo(FirstBootRun.NOT_TOLD);
        assertThat(Duration.between(Instant.EPOCH, clock.now()))
                .isBetween(Duration.ofMinutes(6), Duration.ofMinutes(7));
        assertThat(said).anyMatch(line -> line.contains("its hook will give up"));
    }

    @Test
    void aMachineOfNoGroupTellsNobody() {
        Map<String, String> alone = Map.of("instanceId", "i-0123", "tag:viridian:artifact", "s3://releases/orders.zip");

        assertThat(run(alone, Duration.ofMinutes(1), 0)).isEqualTo(FirstBootRun.READY);
        assertThat(group.results).isEmpty();
        assertThat(group.heartbeats).isZero();
    }

    @Test
    void withoutAnArtifactNothingIsStarted() {
        assertThat(run(Map.of("instanceId", "i-0123"), Duration.ofMinutes(1), 0))
                .isEqualTo(FirstBootRun.NOT_READY);
        assertThat(started).isEmpty();
        assertThat(said).anyMatch(line -> line.contains("no tag viridian:artifact"));
    }
}
