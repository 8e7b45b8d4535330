package dev.viridian.testing.host;

import dev.viridian.provision.Account;
import dev.viridian.provision.HostAccounts;
import dev.viridian.spi.PlatformException;
import dev.viridian.testing.host.HostCall.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/** The accounts, through the gate. */
record AccountsPort(HostWorld world, HostGate gate) implements HostAccounts {
    @Override
    public Optional<Account> user(String name) {
        return gate.call(Kind.READ, "look for user " + name, () -> Optional.ofNullable(world.users.get(name)));
    }

    @Override
    public boolean hasGroup(String name) {
        return gate.call(Kind.READ, "look for group " + name, () -> world.groups.contains(name));
    }

    @Override
    public void createGroup(String name) {
        gate.change(Kind.WRITE, "make group " + name, () -> world.groups.add(name));
    }

    @Override
    public void createUser(Account account) {
        gate.change(Kind.WRITE, "make user " + account.name(), () -> {
            Stream.concat(account.group().stream(), account.groups().stream()).forEach(this::requireGroup);
            world.groups.add(account.group().orElse(account.name()));
            world.users.put(account.name(), account);
        });
    }

    private void requireGroup(String name) {
        if (!world.groups.contains(name)) {
            throw PlatformException.refused(
                    "make a user in group " + name, "there is no such group. Make it by a step before: group(name).");
        }
    }
}
