package dev.viridian;

import dev.viridian.text.Excerpt;
import java.time.Instant;

/**
 * Something that must be well while a new environment is watched under the users' traffic, and that is no machine's: an alarm, the rate of orders, a queue that must not
 * grow.
 *
 * <pre>{@code
 * .bake(ofMinutes(30), alarm("orders-5xx"))
 * .bake(ofMinutes(30), () -> orders.lastMinute() > 100 ? Verdict.well("orders come") : Verdict.sick("no orders come"))
 * }</pre>
 *
 * <p>It is looked at once a round, every 10 s (ten times in all where the time is short), however many machines there are, and not longer than 10 s each time. As soon as it is
 * sick the deployment fails. What is sick at the first look may have been so before the new revision came: it has five minutes to become well. At the end it must be
 * well; what says nothing then is looked at three more times and never taken for well. It is also looked at before anything is touched: a condition that cannot be looked at, and
 * says that this will stay so, refuses the deployment.
 *
 * <p>Plans and messages name it by its {@code toString}. What it throws is taken for {@link State#UNKNOWN}.
 */
@FunctionalInterface
public interface BakeCondition {
    /** How it is now; interrupted when its time is over. */
    Verdict look() throws Exception;

    /**
     * The same, with a view of what is baked: for what is to be known of the environment itself, such as how many requests it answered. Without it what is baked makes no
     * difference.
     */
    default Verdict look(Baked baked) throws Exception {
        return look();
    }

    /**
     * So many requests must have reached the new environment, or its bake does not count: {@code .bake(ofMinutes(30), requests(100), alarm("orders-5xx"))}. Until then nothing can be
     * said of it; a bake in which nobody came is not taken for a good one. A platform whose router cannot tell refuses the deployment, where something is live already.
     *
     * @param atLeast 1 or more
     */
    static BakeCondition requests(long atLeast) {
        return new LeastRequests(atLeast);
    }

    /** What is baked. */
    interface Baked {
        /** The environment that is watched. */
        EnvironmentName environment();

        /** When the watch began. */
        Instant since();

        /**
         * How many requests were sent to it since then; fails where the router cannot tell.
         */
        long requests();
    }

    /** What can be said of it. */
    enum State {
        /** All is well. */
        WELL,
        /** It is not, and that is the new revision's fault as far as can be told. */
        SICK,
        /** Nothing can be said. Never taken for a good answer. */
        UNKNOWN
    }

    /**
     * How something is.
     *
     * @param state which of the three
     * @param detail what was found, for people
     */
    record Verdict(State state, String detail) {
        /** Takes the beginning of a detail of more than 8,000 characters. */
        public Verdict {
            detail = Excerpt.ofMessage(detail);
        }

        /** All is well. */
        public static Verdict well(String detail) {
            return new Verdict(State.WELL, detail);
        }

        /** It is not. */
        public static Verdict sick(String detail) {
            return new Verdict(State.SICK, detail);
        }

        /** Nothing can be said. */
        public static Verdict unknown(String detail) {
            return new Verdict(State.UNKNOWN, detail);
        }
    }
}
