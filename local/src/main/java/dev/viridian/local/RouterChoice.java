package dev.viridian.local;

import dev.viridian.local.haproxy.HaproxyConfiguration;
import dev.viridian.local.haproxy.HaproxyRouter;
import dev.viridian.local.router.DetachedRouter;
import dev.viridian.local.router.EmbeddedRouter;
import dev.viridian.local.router.Router;
import java.nio.file.Path;

/** Which router stands before the machines. */
sealed interface RouterChoice {
    Router open(LocalSetup setup);

    /** Where a detached router lives, in the folder of its platform. */
    static Path folder(Path platform) {
        return platform.resolve("router");
    }

    /** Ours: in this process, or in one of its own where the platform is detached. */
    record Embedded() implements RouterChoice {
        @Override
        public Router open(LocalSetup setup) {
            return setup.isDetached()
                    ? DetachedRouter.keepingLogs(
                            RouterChoice.folder(setup.folder()), setup.listen(), setup.environments(), LocalMachine.LOG)
                    : EmbeddedRouter.listeningOn(setup.listen());
        }
    }

    /** The user's HAProxy. */
    record Haproxy(HaproxyConfiguration configuration) implements RouterChoice {
        @Override
        public Router open(LocalSetup setup) {
            return HaproxyRouter.connect(configuration);
        }
    }
}
