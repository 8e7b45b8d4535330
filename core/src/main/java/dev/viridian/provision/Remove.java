package dev.viridian.provision;

import java.util.Optional;

/** Nothing at a path. */
record Remove(String path) implements ProvisioningStep {
    @Override
    public String name() {
        return "remove " + path;
    }

    @Override
    public Finding inspect(Host host) {
        Optional<FileEntry> found = host.files().look(path);
        return found.map(entry -> Finding.differs(path + ": " + FileShown.kind(entry) + " → nothing"))
                .orElseGet(Finding::satisfied);
    }

    @Override
    public void perform(Host host) {
        host.files().remove(path);
    }
}
