package dev.viridian.provision;

import java.util.List;

/** Packages of the distribution, not installed. */
record PackagesAbsent(List<String> packages) implements ProvisioningStep {
    PackagesAbsent {
        packages = List.copyOf(packages);
        packages.forEach(PackageName::of);
    }

    @Override
    public String name() {
        return "remove packages " + String.join(", ", packages);
    }

    @Override
    public Finding inspect(Host host) {
        List<String> changes = present(host).stream()
                .map(name -> "package " + name + ": installed → not installed")
                .toList();
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    @Override
    public void perform(Host host) {
        host.packages().remove(present(host));
    }

    private List<String> present(Host host) {
        return packages.stream()
                .filter(name -> host.packages().installed(name).isPresent())
                .toList();
    }
}
