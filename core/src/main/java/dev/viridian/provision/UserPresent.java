package dev.viridian.provision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A user for a program, who cannot log in. */
public final class UserPresent implements ProvisioningStep {
    private final Account account;

    private UserPresent(Account account) {
        this.account = account;
    }

    static UserPresent named(String name) {
        return new UserPresent(new Account(name, Optional.empty(), Optional.empty(), Set.of()));
    }

    /** Its folder, which is not made; none without this. */
    public UserPresent home(String path) {
        return new UserPresent(
                new Account(account.name(), account.group(), Optional.of(HostPath.require(path)), account.groups()));
    }

    /** Its own group, which must be there; one of the same name without this. */
    public UserPresent group(String name) {
        return new UserPresent(new Account(account.name(), Optional.of(name), account.home(), account.groups()));
    }

    /** A further group that it is in, which must be there. */
    public UserPresent alsoIn(String group) {
        Set<String> more = new TreeSet<>(account.groups());
        more.add(group);
        return new UserPresent(new Account(account.name(), account.group(), account.home(), more));
    }

    @Override
    public String name() {
        return "user " + account.name();
    }

    @Override
    public Finding inspect(Host host) {
        Optional<Account> found = host.accounts().user(account.name());
        if (found.isEmpty()) {
            return Finding.differs("user " + account.name() + ": none → a system user that cannot log in");
        }
        List<String> changes = changes(found.get());
        return changes.isEmpty() ? Finding.satisfied() : Finding.differs(changes);
    }

    private List<String> changes(Account found) {
        List<String> changes = new ArrayList<>();
        account.group()
                .filter(group -> !Optional.of(group).equals(found.group()))
                .ifPresent(group -> changes.add(
                        "user " + account.name() + ": group " + found.group().orElse("none") + " → " + group));
        account.home()
                .filter(home -> !Optional.of(home).equals(found.home()))
                .ifPresent(home -> changes.add(
                        "user " + account.name() + ": home " + found.home().orElse("none") + " → " + home));
        account.groups().stream()
                .filter(group -> !found.groups().contains(group))
                .forEach(group -> changes.add("user " + account.name() + ": not in group " + group + " → in it"));
        return changes;
    }

    @Override
    public void perform(Host host) {
        host.accounts().createUser(account);
    }

    @Override
    public String toString() {
        return name();
    }
}
