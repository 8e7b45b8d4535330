package dev.viridian.aws;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where users come in, and how they are moved: by the weights of a load balancer that all environments share ({@link Forwarding}), or by a record of Route 53 that leads to a load
 * balancer of each environment's own ({@link DnsRecord}).
 */
public abstract sealed class UsersEntry permits Forwarding, DnsRecord {
    UsersEntry() {}

    /**
     * What all that is behind it is marked with; two platforms of one name in one account do not see what the other made.
     *
     * @param zone finds the id of the hosted zone that it is in, for an entry that is in one and was told its name alone
     */
    abstract String mark(Supplier<String> zone);

    /** The region that it is in, where it says so. */
    abstract Optional<String> ownRegion();

    /**
     * How the ARNs of that service begin, in the account and region that it is in.
     *
     * @param partition what they begin with where it is in no region itself
     */
    abstract String accountOf(String service, String partition);
}
