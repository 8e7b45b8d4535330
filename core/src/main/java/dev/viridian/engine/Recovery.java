package dev.viridian.engine;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.report.DeploymentResult;
import java.util.List;

/** What {@link Deployer#recover()} found and did. */
public sealed interface Recovery {
    /** All of it in one sentence. */
    String summary();

    /**
     * A deployment was unfinished, because its controller had died, and was brought to its end.
     *
     * @param result how it ended: rolled back, or deployed where nothing but cleaning up was left to do
     */
    record Settled(DeploymentResult result) implements Recovery {
        @Override
        public String summary() {
            return "Found unfinished: " + result.summary();
        }
    }

    /**
     * No deployment was unfinished.
     *
     * @param removed environments that nothing needed and that are gone now
     * @param leftOver those that should be gone too, and could not be removed
     * @param undelivered how many notifications still wait to be delivered
     */
    record Tidied(List<EnvironmentName> removed, List<EnvironmentName> leftOver, int undelivered) implements Recovery {
        /** Copies the lists. */
        public Tidied {
            removed = List.copyOf(removed);
            leftOver = List.copyOf(leftOver);
        }

        @Override
        public String summary() {
            return "Nothing was unfinished. Removed: " + removed + ", left over: " + leftOver
                    + ", notifications not delivered: " + undelivered;
        }
    }

    /**
     * It could not be done, or not to its end. It may be tried again.
     *
     * @param failure why, and what to do
     */
    record Refused(Failure failure) implements Recovery {
        @Override
        public String summary() {
            return "Not recovered: " + failure.message();
        }
    }
}
