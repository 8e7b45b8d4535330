package dev.viridian.local.router;

import dev.viridian.EnvironmentName;
import java.time.Duration;
import java.util.Arrays;

/** What may be said to a router's control socket: one line each, answered by one line. */
final class Commands {
    /**
     * Which commands there are, and what they mean: one more with each change after which whoever gives commands and a router of another release
     * misunderstand each other. A router of protocol 1 does not say so; it took for {@code requests} an instant where now there is a duration.
     */
    static final int PROTOCOL = 2;

    /** The first word of an answer: done, with a value perhaps. */
    static final String OK = "ok";

    /** Not done, because what was said makes no sense. */
    static final String REFUSED = "refused";

    /** Not done, or not wholly. */
    static final String FAILED = "failed";

    private final Router router;

    Commands(Router router) {
        this.router = router;
    }

    String answer(String line) {
        try {
            return (OK + " " + perform(line.strip().split(" +", -1))).strip();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return REFUSED + " " + oneLine(e);
        } catch (RuntimeException e) {
            return FAILED + " " + oneLine(e);
        }
    }

    private static String oneLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).replace('\n', ' ');
    }

    private Object perform(String[] words) {
        return switch (words[0]) {
            case "protocol" -> PROTOCOL;
            case "entry" -> router.entry();
            case "observed" -> Lines.weights(router.observed());
            case "in-flight" -> router.inFlight(environment(words));
            case "requests" -> router.requests(environment(words), Duration.parse(words[2]));
            case "cut" -> router.cut(environment(words));
            case "machines" -> done(() -> router.machines(environment(words), Lines.addresses(words, 2)));
            case "route" -> done(() -> router.route(Lines.weights(words, 1)));
            case "release" -> done(() -> router.release(environment(words)));
            default -> throw new IllegalArgumentException("Not a command of the router: " + Arrays.toString(words));
        };
    }

    private static String done(Runnable command) {
        command.run();
        return "";
    }

    private static EnvironmentName environment(String[] words) {
        return new EnvironmentName(words[1]);
    }
}
