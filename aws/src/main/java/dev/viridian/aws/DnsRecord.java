package dev.viridian.aws;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A record of Route 53 that says which environment users come to, each of which has an application load balancer of its own.
 *
 * <pre>{@code
 * DnsRecord.alias("orders.shop.example").inZone("Z0123456789ABCDEFGHIJ")
 *         .leadingTo(EnvironmentBalancer.in("subnet-0ccc", "subnet-0ddd").https("arn:aws:acm:…"))
 * DnsRecord.cname("orders.shop.example", ofSeconds(30)).inZoneNamed("shop.example").leadingTo(…).weighted()
 * }</pre>
 *
 * <p>Users are moved slowly: who has looked the name up keeps the answer for its time to live. So an environment that users are sent away from goes on serving for {@value #LIVES} times that long after
 * Route 53 says that all its name servers know the change, and only then is drained. Who asks for the name while there is no record keeps that, too, for as long as
 * <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html">the zone's SOA record</a> says, 15 minutes unless it was changed: that is how long after a first deployment some may not come.
 *
 * <p>Immutable; each method returns a new one. Needs the library {@code software.amazon.awssdk:route53}.
 */
public final class DnsRecord extends UsersEntry {
    /** How long resolvers keep an answer, unless said otherwise. */
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofSeconds(60);

    /** How many times to live an environment goes on serving that users are sent away from: not every resolver is punctual. */
    static final int LIVES = 2;

    /** <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html">An alias has its target's time to live, which is 60 seconds for a load balancer.</a> */
    private static final Duration OF_A_LOAD_BALANCER = Duration.ofSeconds(60);

    private static final Duration LONGEST_TO_LIVE = Duration.ofHours(1);
    private static final Pattern NAME =
            Pattern.compile("(\\*\\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_NAME = 200;

    private static final Pattern ZONE = Pattern.compile("[A-Z0-9]{1,32}");

    private final String name;
    private final Optional<Duration> timeToLive;
    private final ZoneChoice zone;
    private final EnvironmentBalancer balancer;
    private final boolean isWeighted;

    private DnsRecord(
            String name,
            Optional<Duration> timeToLive,
            ZoneChoice zone,
            EnvironmentBalancer balancer,
            boolean isWeighted) {
        this.name = name;
        this.timeToLive = timeToLive;
        this.zone = zone;
        this.balancer = balancer;
        this.isWeighted = isWeighted;
    }

    /**
     * A hosted zone, as it was chosen.
     *
     * @param text its id, or its name
     * @param byId whether it is the id
     */
    record ZoneChoice(String text, boolean byId) {}

    /** The hosted zone that has the record is missing. */
    public interface NeedsZone {
        /**
         * In the hosted zone of that id, public or private.
         *
         * @throws IllegalArgumentException when it is no such id
         */
        NeedsBalancer inZone(String id);

        /**
         * In the hosted zone of that name. Where there are several, such as a public and a private one, the deployment is refused: then say the id.
         *
         * @throws IllegalArgumentException when it is no name, or the record's does not end with it
         */
        NeedsBalancer inZoneNamed(String name);
    }

    /** Where the record leads is missing. */
    public interface NeedsBalancer {
        /** It leads to a load balancer of this kind, which each environment has for itself. */
        DnsRecord leadingTo(EnvironmentBalancer balancer);
    }

    /**
     * An A record that is an alias of the load balancer, and an AAAA record beside it where that is {@linkplain EnvironmentBalancer#dualStack() reached over IPv6}: it costs nothing to ask for, and may have the zone's own
     * name. Resolvers keep it for 60 seconds.
     *
     * @throws IllegalArgumentException when it is no name, such as {@code orders.shop.example} or {@code *.shop.example}
     * @throws IllegalStateException when the client's library is not there
     */
    public static NeedsZone alias(String name) {
        return inZone(name, Optional.empty());
    }

    /**
     * A CNAME record of the load balancer's name, which resolvers keep for 60 seconds.
     *
     * @throws IllegalArgumentException when it is no name
     * @throws IllegalStateException when the client's library is not there
     */
    public static NeedsZone cname(String name) {
        return cname(name, DEFAULT_TIME_TO_LIVE);
    }

    /**
     * A CNAME record of the load balancer's name.
     *
     * @param timeToLive how long resolvers keep it: 1 second to an hour. The longer, the less often it is asked for, and the longer each cutover takes
     * @throws IllegalArgumentException when it is no name, or no such time
     * @throws IllegalStateException when the client's library is not there
     */
    public static NeedsZone cname(String name, Duration timeToLive) {
        if (timeToLive.compareTo(Duration.ofSeconds(1)) < 0 || timeToLive.compareTo(LONGEST_TO_LIVE) > 0) {
            throw new IllegalArgumentException(
                    "Resolvers are to keep the record for " + timeToLive
                            + ". Expected 1 second to 1 hour: for so long, and as long again, each former environment goes on serving.");
        }
        return inZone(name, Optional.of(timeToLive));
    }

    private static NeedsZone inZone(String written, Optional<Duration> timeToLive) {
        OptionalClient.ROUTE53.require("A record of Route 53");
        String name = named(written);
        return new NeedsZone() {
            @Override
            public NeedsBalancer inZone(String id) {
                String bare = id.replaceFirst("^/hostedzone/", "");
                if (!ZONE.matcher(bare).matches()) {
                    throw new IllegalArgumentException("Not the id of a hosted zone: '" + id
                            + "'. Expected at most 32 capital letters and digits, as Route 53 shows it.");
                }
                return leading(new ZoneChoice(bare, true));
            }

            @Override
            public NeedsBalancer inZoneNamed(String zone) {
                String found = named(zone);
                if (!isWithin(name, found)) {
                    throw new IllegalArgumentException(
                            name + " is not in a zone of the name " + found + ". Expected a name that ends with it.");
                }
                return leading(new ZoneChoice(found, false));
            }

            private NeedsBalancer leading(ZoneChoice zone) {
                return balancer -> new DnsRecord(name, timeToLive, zone, balancer, false);
            }
        };
    }

    private static String named(String written) {
        String name = written.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Not the name of a record: '" + written + "'. Expected at most " + LONGEST_NAME
                            + " letters, digits, dashes and dots, such as orders.shop.example; letters of other scripts as xn--….");
        }
        return name;
    }

    static boolean isWithin(String name, String zone) {
        return name.equals(zone) || name.endsWith("." + zone);
    }

    /**
     * Records with weights, one for each environment that users are sent to, so that several can share them. One record alone without it, which sends all to one environment.
     */
    public DnsRecord weighted() {
        return new DnsRecord(name, timeToLive, zone, balancer, true);
    }

    /** Lower case, without the dot at its end. */
    String name() {
        return name;
    }

    /** As Route 53 tells it: <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html">an asterisk as its octal number</a>. */
    String keptName() {
        return name.replace("*", "\\052") + ".";
    }

    boolean isWildcard() {
        return name.startsWith("*");
    }

    /** What a CNAME is written with; none for an alias. */
    Optional<Duration> writtenTimeToLive() {
        return timeToLive;
    }

    Duration timeToLive() {
        return timeToLive.orElse(OF_A_LOAD_BALANCER);
    }

    /** For how long after a change is known users may still come to where they were sent before. */
    Duration stragglersComeFor() {
        return timeToLive().multipliedBy(LIVES);
    }

    boolean isAlias() {
        return timeToLive.isEmpty();
    }

    boolean isWeighted() {
        return isWeighted;
    }

    ZoneChoice zone() {
        return zone;
    }

    EnvironmentBalancer balancer() {
        return balancer;
    }

    /** As a tag of a target group takes it; the same however the zone was chosen. */
    @Override
    String mark(Supplier<String> id) {
        return TagText.of("dns:" + (zone.byId() ? zone.text() : id.get()) + "/" + name);
    }

    /** Route 53 is in no region. */
    @Override
    Optional<String> ownRegion() {
        return Optional.empty();
    }

    @Override
    String accountOf(String service, String partition) {
        return "arn:" + partition + ":" + service + ":*:*:";
    }

    @Override
    public String toString() {
        return (isAlias() ? "alias " : "CNAME ") + name + " in zone " + zone.text();
    }
}
