package dev.viridian.provision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Packages of the distribution, installed. */
public final class PackagesPresent implements ProvisioningStep {
    private final List<PackageName> packages;

    PackagesPresent(List<PackageName> packages) {
        this.packages = List.copyOf(packages);
    }

    @Override
    public String name() {
        return "install " + packages.stream().map(PackageName::toString).collect(Collectors.joining(", "));
    }

    @Override
    public Finding inspect(Host host) {
        List<String> changes = packages.stream()
                .filter(wanted -> !isThere(host, wanted))
                .map(wanted -> "package " + wanted.name() + ": "
                        + host.packages().installed(wanted.name()).orElse("not installed") + " → "
                        + wanted.version().orElse("installed"))
                .toList();
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    @Override
    public void perform(Host host) {
        host.packages()
                .install(packages.stream()
                        .filter(wanted -> !isThere(host, wanted))
                        .toList());
    }

    private static boolean isThere(Host host, PackageName wanted) {
        Optional<String> found = host.packages().installed(wanted.name());
        return found.isPresent()
                && (wanted.version().isEmpty() || wanted.version().equals(found));
    }

    @Override
    public String toString() {
        return name();
    }
}
