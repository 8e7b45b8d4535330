package dev.viridian.local;

import java.nio.file.Path;

/**
 * Whose a platform's folder is. All in it is one application's: another one would find that application's environment live, replace it by its own, and go on
 * with its history.
 */
final class FolderOwner {
    private final LocalSetup setup;
    private final Path note;

    FolderOwner(LocalSetup setup) {
        this.setup = setup;
        this.note = setup.folder().resolve("application");
    }

    /** @throws IllegalStateException where it is another one's; whoever comes first is the owner */
    void requireThisApplication() {
        String owner = LocalFiles.readIfThere(note).map(String::strip).orElse("");
        if (owner.isEmpty()) {
            LocalFiles.replace(note, setup.application() + "\n");
        } else if (!owner.equals(setup.application())) {
            throw new IllegalStateException("The folder " + setup.folder() + " is that of '" + owner + "', as " + note
                    + " says, and not of '" + setup.application()
                    + "', which would take what runs there for its own and replace it. Expected one application in a folder: keep this one"
                    + " in another by in(…).");
        }
    }
}
