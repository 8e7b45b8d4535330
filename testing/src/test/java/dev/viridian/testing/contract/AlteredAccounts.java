package dev.viridian.testing.contract;

import dev.viridian.provision.Account;
import dev.viridian.provision.HostAccounts;
import java.util.Optional;

/** Accounts with which something else is done; as it is, it alters nothing. */
class AlteredAccounts implements HostAccounts {
    final HostAccounts real;

    AlteredAccounts(HostAccounts real) {
        this.real = real;
    }

    @Override
    public Optional<Account> user(String name) {
        return real.user(name);
    }

    @Override
    public boolean hasGroup(String name) {
        return real.hasGroup(name);
    }

    @Override
    public void createGroup(String name) {
        real.createGroup(name);
    }

    @Override
    public void createUser(Account account) {
        real.createUser(account);
    }
}
