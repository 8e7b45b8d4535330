package dev.viridian.provision;

import java.util.Optional;

/** The users and groups of a host. */
public interface HostAccounts {
    /** A user, if there is one of this name. */
    Optional<Account> user(String name);

    /** Whether there is a group of this name. */
    boolean hasGroup(String name);

    /** Makes a group for programs (a system group); does nothing where there is one. */
    void createGroup(String name);

    /** Makes a user for programs, who cannot log in, or makes one that is there as described. */
    void createUser(Account account);
}
