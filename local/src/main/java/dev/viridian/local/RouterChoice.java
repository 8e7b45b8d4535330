package dev.viridian.local;

import dev.viridian.local.haproxy.HaproxyConfiguration;
import dev.viridian.local.haproxy.HaproxyRouter;
import dev.viridian.local.router.DetachedRouter;
import dev.viridian.local.router.EmbeddedRouter;
import dev.viridian.local.router.Router;

/** Which router stands before the machines. */
sealed interface RouterChoice {
    Router open(LocalSetup setup);

    /** Ours: in this process, or in one of its own where the platform is detached. */
    record Embedded() implements RouterChoice {
        @Override
        public Router open(LocalSetup setup) {
            return setup.isDetached()
                    ? DetachedRouter.keepingLogs(
                            setup.folder().resolve("router"), setup.listen(), setup.environments(), LocalMachine.LOG)
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
