package dev.viridian.testing.simulation;

import dev.viridian.provision.ProvisioningResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a machine.
 *
 * <pre>{@code
 * Simulation.of("orders").machine("1.3", 2, Fate.comesUpSick())      // the second machine that is made of 1.3
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Fate {
    /** Longer than anything that is waited for. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private static final Fate WELL = new Fate("is well", Optional.empty(), List.of(), FOR_EVER, "");

    private final String words;
    private final Optional<Duration> boot;
    private final List<Sickness> sicknesses;
    private final Duration life;
    private final String end;

    private Fate(String words, Optional<Duration> boot, List<Sickness> sicknesses, Duration life, String end) {
        this.words = words;
        this.boot = boot;
        this.sicknesses = List.copyOf(sicknesses);
        this.life = life;
        this.end = end;
    }

    /** A time in which it answers badly, counted from the end of its boot. */
    record Sickness(Duration from, Duration to) {}

    /** It boots in the usual time and is well from then on. */
    public static Fate well() {
        return WELL;
    }

    /** It boots in this time instead of the usual one, and is well from then on. */
    public static Fate bootsIn(Duration time) {
        return new Fate("boots in " + text(time), Optional.of(time), List.of(), FOR_EVER, "");
    }

    /** It is never seen to run. */
    public static Fate neverBoots() {
        return new Fate("never boots", Optional.of(FOR_EVER), List.of(), FOR_EVER, "");
    }

    /** It runs and never answers well. */
    public static Fate comesUpSick() {
        return new Fate("comes up sick", Optional.empty(), sick(Duration.ZERO, FOR_EVER), FOR_EVER, "");
    }

    /** It runs, answers badly for this long, and is well from then on. */
    public static Fate sickFor(Duration time) {
        return new Fate("is sick for " + text(time), Optional.empty(), sick(Duration.ZERO, time), FOR_EVER, "");
    }

    /** It is well, answers badly two seconds after its boot for a second and a half, and is well again. */
    public static Fate flaps() {
        return new Fate(
                "flaps", Optional.empty(), sick(Duration.ofMillis(1_500), Duration.ofMillis(3_000)), FOR_EVER, "");
    }

    /** It is well for this long and then never again. */
    public static Fate sickAfter(Duration time) {
        return new Fate("gets sick after " + text(time), Optional.empty(), sick(time, FOR_EVER), FOR_EVER, "");
    }

    /** It is well for this long and then ends. */
    public static Fate endsAfter(Duration time) {
        return new Fate(
                "ends after " + text(time), Optional.empty(), List.of(), time, "its process ended with exit code 137");
    }

    /** It ends as soon as it has booted. */
    public static Fate failsToStart(String why) {
        return new Fate("fails to start", Optional.empty(), List.of(), Duration.ZERO, why);
    }

    /**
     * It becomes what a provisioning on a simulated machine has come to: it boots for as long as that took, and then is well, or has
     * failed and says why.
     *
     * <pre>{@code
     * ProvisioningResult failed = Provisioner.on(machine.context(broken, artifact, 8080)).provision(new OrdersMachine());
     * Simulation.of("orders").machine("1.4", 1, Fate.of(failed))
     * }</pre>
     */
    public static Fate of(ProvisioningResult result) {
        return result.failure()
                .map(failed -> new Fate(
                        "fails to be provisioned",
                        Optional.of(result.took()),
                        List.of(),
                        Duration.ZERO,
                        "its provisioning failed: " + failed))
                .orElseGet(() -> bootsIn(result.took()));
    }

    private static List<Sickness> sick(Duration from, Duration to) {
        return List.of(new Sickness(from, to));
    }

    Optional<Duration> boot() {
        return boot;
    }

    List<Sickness> sicknesses() {
        return sicknesses;
    }

    Duration life() {
        return life;
    }

    String end() {
        return end;
    }

    boolean endsByItself() {
        return life.compareTo(FOR_EVER) < 0;
    }

    boolean everBoots() {
        return boot.map(time -> time.compareTo(FOR_EVER) < 0).orElse(true);
    }

    /** For instance {@code comes up sick}. */
    @Override
    public String toString() {
        return words;
    }

    private static String text(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
