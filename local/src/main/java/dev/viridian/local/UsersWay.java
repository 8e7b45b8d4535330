package dev.viridian.local;

import dev.viridian.local.router.DetachedRouter;
import java.nio.file.Files;
import java.nio.file.Path;

/** By which router users come to what runs in a folder: Viridian's own, or HAProxy. Of two neither would learn what the other is told. */
final class UsersWay {
    private final LocalSetup setup;
    private final Path folder;

    UsersWay(LocalSetup setup) {
        this.setup = setup;
        this.folder = setup.folder();
    }

    /** @throws IllegalStateException where they come by the other one */
    void requireOneAlone() {
        if (setup.router() instanceof RouterChoice.Haproxy) {
            requireNoRouterOfOurs();
            noteHaproxy();
        } else {
            requireNothingBehindHaproxy();
        }
    }

    private void requireNoRouterOfOurs() {
        DetachedRouter.runningIn(RouterChoice.folder(folder)).ifPresent(entry -> {
            throw new IllegalStateException(
                    "What runs in " + folder + " has its users from Viridian's own router, at " + entry
                            + ", which would not learn what is routed by HAProxy. End it first by detached().open().shutDown(), or keep this one in"
                            + " a folder of its own by in(…).");
        });
    }

    /** HAProxy runs on whoever opens the folder, and cannot be asked by who does not know it. */
    private void noteHaproxy() {
        if (!Files.exists(behindHaproxy())) {
            LocalFiles.replace(behindHaproxy(), "The users of what runs here come by HAProxy.\n");
        }
    }

    private void requireNothingBehindHaproxy() {
        if (!Files.exists(behindHaproxy())) {
            return;
        }
        if (!LocalFiles.foldersIn(setup.environments()).isEmpty()) {
            throw new IllegalStateException(
                    "What runs in " + folder + " has its users from HAProxy, as " + behindHaproxy()
                            + " says, which would not learn what another router is told, and would send them to what is no more. Open it by"
                            + " routedBy(…), too, end it first by routedBy(…).open().shutDown(), or keep this one in a folder of its own by in(…).");
        }
        LocalFiles.removeTree(behindHaproxy());
    }

    private Path behindHaproxy() {
        return folder.resolve("behind-haproxy");
    }
}
