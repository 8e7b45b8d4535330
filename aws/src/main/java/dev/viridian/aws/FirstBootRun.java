package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;

/** The first boot of a machine, from its tags to the report. */
final class FirstBootRun {
    /** The lifecycle hook that waits for the report. */
    static final String HOOK = "viridian-ready";

    static final int READY = 0;

    /** It did not even begin: its group does not know. */
    static final int NOT_BEGUN = 1;

    /** It is not ready, and its group knows. */
    static final int NOT_READY = 20;

    /** Its group could not be told how it ended. */
    static final int NOT_TOLD = 21;

    /** A hook waits for 30 seconds at least. */
    static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private static final String WITHIN = "--within";

    private final LifecycleReport report;
    private final Time time;
    private final Consumer<String> console;
    private final Function<List<String>, Provisioning> start;

    FirstBootRun(
            LifecycleReport report,
            Time time,
            Consumer<String> console,
            Function<List<String>, ? extends Provisioning> start) {
        this.report = report;
        this.time = time;
        this.console = console;
        this.start = start::apply;
    }

    /** A provisioning that goes on. */
    interface Provisioning {
        /** How it ended, where it did within that time. */
        OptionalInt exitWithin(Duration time) throws InterruptedException;

        /** Ends it. */
        void end() throws InterruptedException;
    }

    /**
     * How it ends.
     *
     * @param machine what the machine knows of itself
     */
    int run(List<String> arguments, Map<String, String> machine) {
        boolean isReady = isReady(arguments, machine);
        boolean isTold = report.complete(isReady);
        if (!isTold) {
            return NOT_TOLD;
        }
        return isReady ? READY : NOT_READY;
    }

    private boolean isReady(List<String> arguments, Map<String, String> machine) {
        try {
            List<String> options = new ArrayList<>(arguments);
            Duration limit = takeLimit(options);
            options.addAll(List.of("--artifact", tag(machine, EnvironmentTags.ARTIFACT), "--identity", "imds:"));
            Optional.ofNullable(machine.get("tag:" + EnvironmentTags.SHA256))
                    .ifPresent(digest -> options.addAll(List.of("--sha256", digest)));
            return awaitReady(start.apply(options), limit);
        } catch (PlatformException e) {
            console.accept(e.failure().message());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            console.accept("It was interrupted before the machine was ready.");
            return false;
        }
    }

    private static Duration takeLimit(List<String> options) {
        int at = options.indexOf(WITHIN);
        if (at < 0 || at + 1 == options.size() || !options.get(at + 1).matches("\\d{1,9}")) {
            throw PlatformException.refused("boot", "it is not said how long it may take. Expected --within SECONDS.");
        }
        options.remove(at);
        return Duration.ofSeconds(Long.parseLong(options.remove(at)));
    }

    private static String tag(Map<String, String> machine, String name) {
        return Optional.ofNullable(machine.get("tag:" + name))
                .orElseThrow(
                        () -> PlatformException.refused(
                                "boot",
                                "this machine has no tag " + name
                                        + ". Expected one that Viridian launched, from a launch template with InstanceMetadataTags=enabled."));
    }

    private boolean awaitReady(Provisioning provisioning, Duration limit) throws InterruptedException {
        Instant end = time.now().plus(limit);
        report.heartbeat();
        while (true) {
            Duration left = Duration.between(time.now(), end);
            if (left.isNegative() || left.isZero()) {
                provisioning.end();
                console.accept(
                        "The machine is not ready after " + limit.toSeconds() + " s, and its provisioning was ended.");
                return false;
            }
            OptionalInt exit = provisioning.exitWithin(left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT);
            if (exit.isPresent()) {
                return exit.getAsInt() == 0;
            }
            report.heartbeat();
        }
    }
}
