package dev.viridian.testing.contract;

import dev.viridian.provision.Account;
import dev.viridian.provision.FileAccess;
import dev.viridian.provision.HostAccounts;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Users and groups. */
interface HostAccountRules extends HostRules {
    /** The name of the one account of these rules. */
    String ACCOUNT = "viridian-test";

    /** Each system has it. */
    @Test
    default void rootIsThere() {
        HostDemand demand = new HostDemand("the user and the group root are there, others are not");

        demand.holds(accounts().hasGroup("root"), "there is no group root");
        demand.holds(!accounts().hasGroup(ACCOUNT), "there is a group " + ACCOUNT);
        demand.same("user " + ACCOUNT, Optional.<Account>empty(), accounts().user(ACCOUNT));
    }

    /** Made once, and again. */
    @Test
    default void anAccountIsMadeAsItIsDescribed() {
        assumeChanges();
        HostDemand demand = new HostDemand("a user has the group, the home and the further groups that were asked for");
        accounts().createGroup("viridian-more");
        accounts().createGroup("viridian-more");
        Account plain = new Account(ACCOUNT, Optional.empty(), Optional.empty(), Set.of());
        accounts().createUser(plain);
        demand.same("its further groups", Set.<String>of(), account(demand).groups());
        demand.same("its home", Optional.<String>empty(), account(demand).home());

        Account more = new Account(ACCOUNT, Optional.empty(), Optional.of("/srv/orders"), Set.of("viridian-more"));
        accounts().createUser(more);
        accounts().createUser(more);
        demand.same("its home then", Optional.of("/srv/orders"), account(demand).home());
        demand.same(
                "its further groups then",
                Set.of("viridian-more"),
                account(demand).groups());
        demand.holds(accounts().hasGroup(ACCOUNT), "it has no group of its own");
    }

    /** A misspelt group must not be made by mistake. */
    @Test
    default void aGroupThatIsNotThereIsRefused() {
        assumeChanges();
        HostDemand demand = new HostDemand("a user in a group that is not there is refused");
        demand.refused(
                "make it",
                () -> accounts()
                        .createUser(new Account(ACCOUNT, Optional.of("viridian-none"), Optional.empty(), Set.of())));

        demand.same("the user", Optional.<Account>empty(), accounts().user(ACCOUNT));
    }

    /** The usual reason to make one. */
    @Test
    default void filesBelongToAccounts() {
        assumeChanges();
        HostDemand demand = new HostDemand("a file belongs to the user and group that were asked for");
        accounts().createGroup("viridian-more");
        accounts().createUser(new Account(ACCOUNT, Optional.empty(), Optional.empty(), Set.of()));
        files().write("own", bytes("x"), FileAccess.FILE.owner(ACCOUNT));
        files().write("shared", bytes("x"), FileAccess.FILE.owner(ACCOUNT).group("viridian-more"));

        demand.same("the owner", ACCOUNT, files().look("own").orElseThrow().owner());
        demand.same("the group", ACCOUNT, files().look("own").orElseThrow().group());
        demand.same(
                "the other group",
                "viridian-more",
                files().look("shared").orElseThrow().group());
    }

    private Account account(HostDemand demand) {
        Optional<Account> found = accounts().user(ACCOUNT);
        demand.holds(found.isPresent(), "there is no user " + ACCOUNT);
        return found.orElseThrow();
    }

    private HostAccounts accounts() {
        return underTest().host().accounts();
    }

    private void assumeChanges() {
        Assumptions.assumeTrue(underTest().mayChangeAccounts(), "accounts of this host may not be changed by a test");
    }
}
