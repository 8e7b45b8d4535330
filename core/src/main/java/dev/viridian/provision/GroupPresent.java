package dev.viridian.provision;

/** A group for programs. */
record GroupPresent(String group) implements ProvisioningStep {
    @Override
    public String name() {
        return "group " + group;
    }

    @Override
    public Finding inspect(Host host) {
        return host.accounts().hasGroup(group)
                ? Finding.satisfied()
                : Finding.differs("group " + group + ": none → a system group");
    }

    @Override
    public void perform(Host host) {
        host.accounts().createGroup(group);
    }
}
