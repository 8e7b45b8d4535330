package dev.viridian.testing.simulation;

import dev.viridian.spi.ControllerStop;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Code of the user's waited for real inside a simulation: it slept, or waited for another thread. */
public final class RealTimeUsed extends Error implements ControllerStop {
    private static final long serialVersionUID = 1;
    private static final List<String> OF_THE_JDK = List.of("java.", "javax.", "jdk.", "sun.");

    private RealTimeUsed(String where) {
        super("Code of yours waited for real inside a simulation, " + where
                + ". Time is virtual there: a day passes in a millisecond, and nothing else happens while that code waits. Let a"
                + " health check answer at once, it is asked again; wait by the platform's time().sleep(…), or by a step"
                + " of its own in a provisioning, such as waitForFile(…); or run this test on a real platform.");
    }

    /**
     * Does work by worlds and machines that do not look whether code waits for real, as {@linkplain Simulation#bare() bare} ones do not, and refuses it where it is
     * found in a long wait all the same, of a tenth of a second or so. What waits is interrupted, and goes on with that.
     *
     * @throws RealTimeUsed when the work is done, with the place of the first such wait
     */
    public static <T> T refuseLongWaits(Supplier<T> work) {
        return RealTime.refuseLongWaits(work);
    }

    /** Where that thread was when it waited. */
    static RealTimeUsed at(StackTraceElement... stack) {
        RealTimeUsed used = new RealTimeUsed(place(stack)
                .map(frame -> "at " + frame + " in " + waiting(stack))
                .orElse("in " + waiting(stack)));
        used.setStackTrace(stack);
        return used;
    }

    /** It was told to end its waiting, and kept that to itself. */
    static RealTimeUsed somewhere() {
        return new RealTimeUsed("and caught the InterruptedException that would have told where");
    }

    private static Optional<StackTraceElement> place(StackTraceElement... stack) {
        return Arrays.stream(stack).filter(frame -> !isOfTheJdk(frame)).findFirst();
    }

    /** What it called: the last method of the JDK before its own. */
    private static String waiting(StackTraceElement... stack) {
        String last = "a wait";
        for (int i = 0; i < stack.length && isOfTheJdk(stack[i]); i++) {
            String type = stack[i].getClassName();
            last = type.substring(type.lastIndexOf('.') + 1) + "." + stack[i].getMethodName();
        }
        return last;
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        return OF_THE_JDK.stream().anyMatch(frame.getClassName()::startsWith);
    }
}
