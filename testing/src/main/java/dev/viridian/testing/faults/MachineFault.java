package dev.viridian.testing.faults;

import dev.viridian.testing.simulation.Fate;
import java.time.Duration;

/** What can become of a machine of the candidate, other than that it is well. */
public enum MachineFault {
    /** It is never seen to run. */
    NEVER_BOOTS,
    /** It boots in two minutes. */
    BOOTS_SLOWLY,
    /** It ends as soon as it has booted. */
    FAILS_TO_START,
    /** It runs and never answers well. */
    COMES_UP_SICK,
    /** It is sick for twenty seconds, and well from then on. */
    SICK_AT_FIRST,
    /** It is well, answers badly for a second and a half, and is well again. */
    FLAPS,
    /** It is well for five seconds, about as long as it takes to get traffic, and then never again. */
    SICK_AT_CUTOVER,
    /** It is well for a minute and then never again. */
    SICK_AFTER_CUTOVER,
    /** It is well for five seconds and then ends. */
    ENDS_AT_CUTOVER,
    /** It is well for a minute and then ends. */
    ENDS_AFTER_CUTOVER;

    Fate fate() {
        return switch (this) {
            case NEVER_BOOTS -> Fate.neverBoots();
            case BOOTS_SLOWLY -> Fate.bootsIn(Duration.ofMinutes(2));
            case FAILS_TO_START -> Fate.failsToStart("its process ended with exit code 1");
            case COMES_UP_SICK -> Fate.comesUpSick();
            case SICK_AT_FIRST -> Fate.sickFor(Duration.ofSeconds(20));
            case FLAPS -> Fate.flaps();
            case SICK_AT_CUTOVER -> Fate.sickAfter(Duration.ofSeconds(5));
            case SICK_AFTER_CUTOVER -> Fate.sickAfter(Duration.ofMinutes(1));
            case ENDS_AT_CUTOVER -> Fate.endsAfter(Duration.ofSeconds(5));
            case ENDS_AFTER_CUTOVER -> Fate.endsAfter(Duration.ofMinutes(1));
        };
    }

    /** For instance {@code comes up sick}. */
    @Override
    public String toString() {
        return fate().toString();
    }
}
