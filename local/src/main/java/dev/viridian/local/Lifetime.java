package dev.viridian.local;

import dev.viridian.local.process.LogKeeper;
import dev.viridian.local.router.DetachedRouter;
import dev.viridian.local.router.Router;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up what runs when the platform is opened, and ends it when it is closed, also when the program ends without closing it. */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final LocalSetup setup;
    private final FolderClaim claim;
    private final Router router;
    private final LocalEnvironments environments;
    private final LocalTraffic traffic;
    private final Thread atExit = new Thread(this::endAtExit, "viridian-local-exit");
    private Optional<LogKeeper> logKeeper = Optional.empty();
    private boolean letGo;
    private boolean ended;

    Lifetime(LocalSetup setup, FolderClaim claim, Router router, LocalEnvironments environments, LocalTraffic traffic) {
        this.setup = setup;
        this.claim = claim;
        this.router = router;
        this.environments = environments;
        this.traffic = traffic;
    }

    void begin() {
        environments.clearRemains();
        traffic.restore(environments.announceAll());
        if (!(router instanceof DetachedRouter)) {
            logKeeper = Optional.of(LogKeeper.of(setup.environments(), LocalMachine.LOG, LOG::warn));
        }
        if (!setup.isDetached()) {
            Runtime.getRuntime().addShutdownHook(atExit);
        }
    }

    synchronized void close() {
        if (setup.isDetached()) {
            letGo();
        } else {
            end();
        }
    }

    /** Users are told at once that nothing is there; then all that runs is ended, also what was let go of before. */
    synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        logKeeper.ifPresent(LogKeeper::close);
        try {
            router.route(Map.of());
            environments.end();
            traffic.forget();
        } finally {
            endRouter();
            keepHookOut();
            claim.close();
        }
    }

    private void letGo() {
        if (!letGo && !ended) {
            letGo = true;
            logKeeper.ifPresent(LogKeeper::close);
            router.close();
        }
    }

    private void endRouter() {
        if (router instanceof DetachedRouter detached) {
            detached.stop();
        }
        router.close();
    }

    private void keepHookOut() {
        if (!setup.isDetached() && Thread.currentThread() != atExit) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                LOG.debug("The program is ending already; its end finds nothing left to do here.", e);
            }
        }
    }

    private void endAtExit() {
        try {
            end();
        } catch (RuntimeException e) {
            LOG.error(
                    "Could not end all that runs in {}. The next program that opens this folder finds it.",
                    setup.folder(),
                    e);
        }
    }
}
