package dev.viridian.machine;

import dev.viridian.provision.Account;
import dev.viridian.provision.HostAccounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The users and groups in the files of the host, changed by its own tools, which lock them. */
record LinuxAccounts(LinuxRoot root, AccountFiles files, SystemCommands commands) implements HostAccounts {
    private static final String NO_HOME = "/nonexistent";

    @Override
    public Optional<Account> user(String name) {
        return FileTroubles.told("look for user " + name, root.folder(), () -> {
            Optional<AccountFiles.User> found = files.user(name);
            return found.isEmpty() ? Optional.empty() : Optional.of(account(found.get()));
        });
    }

    private Account account(AccountFiles.User user) throws IOException {
        Set<String> groups = files.groups().stream()
                .filter(group -> group.members().contains(user.name()))
                .map(AccountFiles.Group::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Account(
                user.name(),
                files.group(user.gid()).map(AccountFiles.Group::name),
                Optional.of(user.home()).filter(home -> !home.isEmpty() && !home.equals(NO_HOME)),
                groups);
    }

    @Override
    public boolean hasGroup(String name) {
        return FileTroubles.told("look for group " + name, root.folder(), () -> files.group(name))
                .isPresent();
    }

    @Override
    public void createGroup(String name) {
        if (!hasGroup(name)) {
            commands.require("make group " + name, "groupadd", "--system", name);
        }
    }

    @Override
    public void createUser(Account account) {
        boolean there = user(account.name()).isPresent();
        List<String> words = new ArrayList<>();
        if (there) {
            words.add("--append");
        } else {
            words.addAll(List.of("--system", "--no-create-home", "--shell", "/usr/sbin/nologin"));
        }
        account.group().ifPresent(group -> words.addAll(List.of("--gid", group)));
        if (!there && account.group().isEmpty()) {
            words.add(hasGroup(account.name()) ? "--gid=" + account.name() : "--user-group");
        }
        if (account.home().isPresent() || !there) {
            words.addAll(List.of(there ? "--home" : "--home-dir", account.home().orElse(NO_HOME)));
        }
        words.addAll(List.of("--groups", String.join(",", account.groups()), account.name()));
        commands.require("make user " + account.name(), there ? "usermod" : "useradd", words.toArray(String[]::new));
    }
}
