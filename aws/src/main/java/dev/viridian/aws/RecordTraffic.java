package dev.viridian.aws;

import dev.viridian.EnvironmentName;
import dev.viridian.Machine;
import dev.viridian.MachineId;
import dev.viridian.TrafficSplit;
import dev.viridian.spi.Fence;
import dev.viridian.spi.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** Where the records of one name in Route 53 lead. A change shows only when all name servers know it. */
final class RecordTraffic extends CountedTraffic {
    /** <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html">ResourceRecordSet</a>. */
    private static final int HEAVIEST = 255;

    /**
     * After how long name servers are taken to know a change that cannot be asked about: twice what AWS says that they <a
     * href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">generally</a> take.
     */
    private static final Duration UNTIL_KNOWN = Duration.ofMinutes(2);

    private final AwsSetup setup;
    private final DnsRecord record;
    private final RecordSets records;
    private final FencingRecord gate;
    private final OwnFront front;
    private final MachineSets sets;
    private final TargetGroups targets;

    /** What this process asked for last. Where another one did, it asks again, to know when the name servers know it. */
    private volatile Optional<Asked> asked = Optional.empty();

    RecordTraffic(
            AwsSetup setup,
            DnsRecord record,
            RecordSets records,
            FencingRecord gate,
            OwnFront front,
            MachineSets sets,
            TargetGroups targets,
            TargetMetrics metrics) {
        super(metrics);
        this.setup = setup;
        this.record = record;
        this.records = records;
        this.gate = gate;
        this.front = front;
        this.sets = sets;
        this.targets = targets;
    }

    /** Says whether all name servers know a change. */
    private interface Change {
        boolean isKnown();
    }

    /**
     * A change that was accepted.
     *
     * @param change by which it is found out whether it is known
     * @param before what name servers may have answered until then
     * @param desired what they are to answer
     * @param isKnown whether that was found out
     */
    private record Asked(Change change, TrafficSplit before, TrafficSplit desired, boolean isKnown) {}

    @Override
    public TrafficSplit observed() {
        TrafficSplit written = split(records.read());
        return asked.filter(last -> !last.isKnown && last.desired.equals(written))
                .filter(last -> !becomesKnown(last))
                .map(Asked::before)
                .orElse(written);
    }

    private boolean becomesKnown(Asked last) {
        boolean known = last.change.isKnown();
        if (known) {
            asked = Optional.of(new Asked(last.change, last.before, last.desired, true));
        }
        return known;
    }

    /** Where users over IPv6 are sent otherwise than those over IPv4, users come to all of these. */
    private TrafficSplit split(List<ResourceRecordSet> all) {
        List<ResourceRecordSet> leading = leading(all);
        List<TrafficSplit> ofEachType = types().stream()
                .map(type -> weights(leading, type))
                .filter(weights -> !weights.isEmpty())
                .map(TrafficSplit::of)
                .distinct()
                .toList();
        Map<EnvironmentName, Integer> together = new HashMap<>();
        ofEachType.forEach(
                split -> split.weights().forEach((name, weight) -> together.merge(name, weight, Integer::sum)));
        return TrafficSplit.of(together);
    }

    private Map<EnvironmentName, Integer> weights(List<ResourceRecordSet> leading, RRType type) {
        Map<EnvironmentName, Integer> weights = new HashMap<>();
        answered(leading, type)
                .forEach(found -> weights.merge(ownerOf(found), Math.max(1, weight(found)), Integer::sum));
        return weights;
    }

    /** Those that name servers answer with. Where all have the weight 0 <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html">users are sent to all of them</a>, to each as often. */
    private List<ResourceRecordSet> answered(List<ResourceRecordSet> leading, RRType type) {
        List<ResourceRecordSet> ofType =
                leading.stream().filter(found -> found.type() == type).toList();
        List<ResourceRecordSet> weighing =
                ofType.stream().filter(found -> weight(found) > 0).toList();
        return weighing.isEmpty() ? ofType : weighing;
    }

    /** Those that say where users go. Another kind of answer to the same question would compete with ours. */
    private List<ResourceRecordSet> leading(List<ResourceRecordSet> all) {
        all.stream()
                .filter(found -> record.isAlias() == (found.type() == RRType.CNAME))
                .findFirst()
                .ifPresent(found -> {
                    throw notOurs("there is a record of the type " + found.typeAsString());
                });
        return all.stream().filter(found -> types().contains(found.type())).toList();
    }

    /** An alias of each type of address; a CNAME is that of all. */
    private List<RRType> types() {
        return record.isAlias() ? List.of(RRType.A, RRType.AAAA) : List.of(RRType.CNAME);
    }

    /** A record alone needs none. Other ways to choose one, as by regions, are not for us to change. */
    private int weight(ResourceRecordSet found) {
        if (found.weight() != null) {
            return found.weight().intValue();
        }
        if (found.setIdentifier() != null) {
            throw notOurs("it is chosen by something else than weights, as record " + found.setIdentifier());
        }
        return 1;
    }

    private EnvironmentName ownerOf(ResourceRecordSet found) {
        List<String> targets = found.aliasTarget() != null
                ? List.of(found.aliasTarget().dnsName())
                : found.resourceRecords().stream().map(ResourceRecord::value).toList();
        Optional<EnvironmentName> owner = targets.size() == 1 ? front.owner(targets.get(0)) : Optional.empty();
        return owner.orElseThrow(() -> notOurs("it leads to " + String.join(", ", targets) + ", which no deployment of "
                + setup.application() + " has made"));
    }

    private PlatformException notOurs(String found) {
        return PlatformException.refused(
                "read where " + record + " leads",
                found + ". Expected load balancers of environments of " + setup.application()
                        + ", or no record where nothing was deployed yet: give deployments a name of their own, or, if that may go, remove it.");
    }

    @Override
    public void route(TrafficSplit desired, Fence fence) {
        gate.admit("route to " + desired, fence);
        if (!record.isWeighted() && desired.environments().size() > 1) {
            throw PlatformException.refused(
                    "route to " + desired,
                    record
                            + " leads to one environment alone. Make it a weighted one for shares: DnsRecord….weighted().");
        }
        write(wanted(desired), Caller.of(fence));
        desired.sole().flatMap(sets::find).ifPresent(live -> live.takeOver(Caller.of(fence)));
    }

    private void write(List<ResourceRecordSet> wanted, Caller caller) {
        List<ResourceRecordSet> there = leading(records.read());
        TrafficSplit before = split(there);
        TrafficSplit after = split(wanted);
        boolean isAsked = asked.filter(last -> last.desired.equals(after)).isPresent();
        if (!(isAsked && saysTheSame(there, wanted))) {
            Change change = there.isEmpty() && wanted.isEmpty() ? passing() : replaced(there, wanted, caller);
            asked = Optional.of(new Asked(change, before.equals(after) ? anywhere() : before, after, false));
        }
    }

    /** Records of weight 0 that others keep beside ours stay. */
    private Change replaced(List<ResourceRecordSet> there, List<ResourceRecordSet> wanted, Caller caller) {
        List<ResourceRecordSet> removed =
                types().stream().flatMap(type -> answered(there, type).stream()).toList();
        if (wanted.isEmpty()) {
            requireNoneLeft(there, removed);
        }
        String change = records.replace(removed, wanted, caller);
        return () -> records.isKnown(change);
    }

    private void requireNoneLeft(List<ResourceRecordSet> there, List<ResourceRecordSet> removed) {
        String left = there.stream()
                .filter(found -> !removed.contains(found))
                .map(ResourceRecordSet::setIdentifier)
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            throw PlatformException.refused(
                    "send users nowhere by " + record,
                    "records of weight 0 that somebody else keeps there would get all users then: " + left
                            + ". Remove them. The routing stays as it is.");
        }
    }

    /** Whoever removed the records may have done it this moment, and what is not there cannot be written again, to ask about that. */
    private Change passing() {
        Instant known = setup.time().now().plus(UNTIL_KNOWN);
        return () -> !setup.time().now().isBefore(known);
    }

    /** Somebody has written it already, and whether name servers know that is not to be asked without the id of that change: until they know this one users may come to any environment. */
    private TrafficSplit anywhere() {
        Map<EnvironmentName, Integer> all = new HashMap<>();
        targets.tagsOfAll()
                .values()
                .forEach(tags -> EnvironmentTags.in(tags)
                        .filter(found -> found.belongsTo(setup))
                        .ifPresent(found -> all.put(found.environment(), 1)));
        return TrafficSplit.of(all);
    }

    private List<ResourceRecordSet> wanted(TrafficSplit desired) {
        Map<EnvironmentName, Integer> weights = Weights.upTo(HEAVIEST, desired);
        Map<EnvironmentName, LoadBalancer> balancers = new TreeMap<>();
        desired.environments().forEach(name -> balancers.put(name, balancer(name, desired)));
        List<ResourceRecordSet> wanted = new ArrayList<>();
        for (RRType type : types()) {
            if (type != RRType.AAAA || balancers.values().stream().allMatch(RecordTraffic::isDualStack)) {
                balancers.forEach(
                        (name, balancer) -> wanted.add(leadingTo(name, balancer, type, weights.getOrDefault(name, 0))));
            }
        }
        return wanted;
    }

    /** Were only some of those that share the users reached over IPv6, they would get all users who come by it: who has both prefers it. */
    private static boolean isDualStack(LoadBalancer balancer) {
        return balancer.ipAddressType() == IpAddressType.DUALSTACK;
    }

    /** Whether its targets are well is the deployment's matter alone: Route 53 does not judge it. */
    private ResourceRecordSet leadingTo(EnvironmentName name, LoadBalancer balancer, RRType type, int weight) {
        ResourceRecordSet.Builder built =
                ResourceRecordSet.builder().name(record.keptName()).type(type);
        record.writtenTimeToLive()
                .ifPresentOrElse(
                        time -> built.ttl(time.toSeconds())
                                .resourceRecords(ResourceRecord.builder()
                                        .value(balancer.dnsName())
                                        .build()),
                        () -> built.aliasTarget(alias -> alias.dnsName(balancer.dnsName() + ".")
                                .hostedZoneId(balancer.canonicalHostedZoneId())
                                .evaluateTargetHealth(false)));
        if (record.isWeighted()) {
            built.setIdentifier(name.value()).weight((long) weight);
        }
        return built.build();
    }

    private LoadBalancer balancer(EnvironmentName name, TrafficSplit desired) {
        return front.find(name)
                .orElseThrow(() -> PlatformException.refused(
                        "route to " + desired,
                        "there is no environment " + name
                                + ", or it has no load balancer. The routing stays as it is."));
    }

    /** Route 53 writes names its own way, so what they mean is compared. */
    private boolean saysTheSame(List<ResourceRecordSet> there, List<ResourceRecordSet> wanted) {
        return meanings(there).equals(meanings(wanted));
    }

    private List<List<Object>> meanings(List<ResourceRecordSet> records) {
        return records.stream()
                .map(found -> List.<Object>of(
                        found.type(),
                        ownerOf(found),
                        Optional.ofNullable(found.setIdentifier()),
                        Optional.ofNullable(found.weight()),
                        Optional.ofNullable(found.ttl())))
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    /** What speaks against a deployment, before it begins. */
    List<String> against() {
        List<ResourceRecordSet> there = leading(records.read());
        List<String> against = new ArrayList<>(againstIpv6(there));
        against.addAll(againstTimesToLive(there));
        return against;
    }

    private List<String> againstIpv6(List<ResourceRecordSet> there) {
        boolean isLost =
                !record.balancer().isDualStack() && there.stream().anyMatch(found -> found.type() == RRType.AAAA);
        return isLost
                ? List.of(
                        record.name()
                                + " has an AAAA record, too, by which users come over IPv6, and load balancers of new environments would have no such address. Say EnvironmentBalancer….dualStack(), or remove that record.")
                : List.of();
    }

    private List<String> againstTimesToLive(List<ResourceRecordSet> there) {
        return there.stream()
                .filter(found ->
                        found.ttl() != null && found.ttl() > record.timeToLive().toSeconds())
                .findFirst()
                .map(found -> List.of("The record " + record.name() + " is kept by resolvers for " + found.ttl()
                        + " s, which is longer than the " + record.timeToLive().toSeconds()
                        + " s that are waited for twice before what it leads to is drained. Set its time to live to "
                        + record.timeToLive().toSeconds() + " s, and deploy when " + found.ttl() + " s have passed."))
                .orElse(List.of());
    }

    @Override
    public Duration stragglersComeFor() {
        return record.stragglersComeFor();
    }

    /** Where users come in, where that can be asked from here without knowing more: by HTTP. */
    @Override
    public Optional<Machine> entry() {
        boolean isPlain = record.balancer().certificate().isEmpty() && !record.isWildcard();
        return isPlain
                ? Optional.of(new Machine(
                        new MachineId("entry"), record.name(), record.balancer().port(), Machine.State.RUNNING, ""))
                : Optional.empty();
    }
}
