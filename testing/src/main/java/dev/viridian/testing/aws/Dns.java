package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.ConflictingDomainExistsException;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneAlreadyExistsException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesByNameResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.VPC;

/**
 * Route 53: <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">changes are made all together or not at all</a>, and name
 * servers answer by them when they are {@code INSYNC}.
 */
final class Dns {
    private static final int PAGE = 300;
    private static final int PAGE_OF_ZONES = 100;
    private static final long MOST_WEIGHT = 255;
    private static final String OF_LOAD_BALANCERS = ".elb.amazonaws.com.";

    /** <a href="https://docs.aws.amazon.com/general/latest/gr/elb.html">The hosted zone of the region's Application Load Balancers</a>. */
    static final String ZONE_OF_LOAD_BALANCERS = "Z215JYRZR1TBD5";

    /** How a name is written in a name that is kept: <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html">"a–z, 0–9, -, _, and ."; all else as an octal number</a>. */
    private static final Pattern ESCAPED = Pattern.compile("[^a-z0-9._\\\\-]");

    final Map<String, Zone> zones = new LinkedHashMap<>();
    private final Map<String, Instant> changes = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> credits = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Ids ids;

    Dns(Agenda agenda, Ids ids) {
        this.agenda = agenda;
        this.ids = ids;
    }

    /** A hosted zone: what was written, and what name servers answer by. */
    private static final class Zone {
        final String id;
        final String name;
        final String reference;
        final Optional<String> network;
        TreeMap<String, ResourceRecordSet> written = new TreeMap<>();
        Map<String, ResourceRecordSet> answered = Map.of();

        Zone(String id, String name, String reference, Optional<String> network) {
            this.id = id;
            this.name = name;
            this.reference = reference;
            this.network = network;
        }

        boolean isPrivate() {
            return network.isPresent();
        }

        HostedZone described() {
            return HostedZone.builder()
                    .id("/hostedzone/" + id)
                    .name(name)
                    .callerReference(reference)
                    .config(config -> config.privateZone(isPrivate()))
                    .resourceRecordSetCount((long) written.size())
                    .build();
        }
    }

    Operations operations() {
        return new Operations(Service.ROUTE53)
                .on(
                        CreateHostedZoneRequest.class,
                        "Name! CallerReference! HostedZoneConfig HostedZoneConfig.Comment HostedZoneConfig.PrivateZone VPC",
                        this::create)
                .on(ListHostedZonesByNameRequest.class, "DNSName HostedZoneId MaxItems", this::listZones)
                .on(GetHostedZoneRequest.class, "Id!", this::getZone)
                .on(
                        ChangeResourceRecordSetsRequest.class,
                        "HostedZoneId! ChangeBatch! ChangeBatch.Comment ChangeBatch.Changes! ChangeBatch.Changes.Action!"
                                + " ChangeBatch.Changes.ResourceRecordSet.Name! ChangeBatch.Changes.ResourceRecordSet.Type!"
                                + " ChangeBatch.Changes.ResourceRecordSet.TTL ChangeBatch.Changes.ResourceRecordSet.ResourceRecords"
                                + " ChangeBatch.Changes.ResourceRecordSet.SetIdentifier ChangeBatch.Changes.ResourceRecordSet.Weight"
                                + " ChangeBatch.Changes.ResourceRecordSet.AliasTarget",
                        this::change)
                .on(GetChangeRequest.class, "Id!", this::getChange)
                .on(
                        ListResourceRecordSetsRequest.class,
                        "HostedZoneId! StartRecordName StartRecordType StartRecordIdentifier MaxItems",
                        this::list);
    }

    private CreateHostedZoneResponse create(CreateHostedZoneRequest request) {
        if (zones.values().stream().anyMatch(zone -> zone.reference.equals(request.callerReference()))) {
            throw Service.ROUTE53.refusal(
                    HostedZoneAlreadyExistsException.builder(),
                    409,
                    "HostedZoneAlreadyExists",
                    "A hosted zone has already been created with the specified caller reference.");
        }
        String name = dotted(request.name());
        Optional<String> network = Optional.ofNullable(request.vpc()).map(VPC::vpcId);
        requireNoOther(name, network);
        Zone zone =
                new Zone("Z" + ids.ending("zone").toUpperCase(Locale.ROOT), name, request.callerReference(), network);
        write(zone, RRType.NS, 172_800, "ns-1.awsdns-01.example.");
        write(zone, RRType.SOA, 900, "ns-1.awsdns-01.example. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400");
        zones.put(zone.id, zone);
        return CreateHostedZoneResponse.builder()
                .hostedZone(zone.described())
                .changeInfo(begin(zone))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html">Two private zones of one name are not for one network.</a> */
    private void requireNoOther(String name, Optional<String> network) {
        boolean there = zones.values().stream()
                .filter(Zone::isPrivate)
                .anyMatch(zone -> zone.name.equals(name) && zone.network.equals(network));
        if (there) {
            throw Service.ROUTE53.refusal(
                    ConflictingDomainExistsException.builder(),
                    400,
                    "ConflictingDomainExists",
                    "The VPC " + network.orElseThrow() + " is already associated with a hosted zone of the name "
                            + name);
        }
    }

    /** <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html">Each zone has these from its beginning.</a> */
    private static void write(Zone zone, RRType type, long ttl, String value) {
        ResourceRecordSet record = ResourceRecordSet.builder()
                .name(zone.name)
                .type(type)
                .ttl(ttl)
                .resourceRecords(ResourceRecord.builder().value(value).build())
                .build();
        zone.written.put(key(record), record);
    }

    private static String dotted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String escaped = ESCAPED.matcher(lower)
                .replaceAll(found -> String.format(
                        Locale.ROOT, "\\\\%03o", (int) found.group().charAt(0)));
        return escaped.endsWith(".") ? escaped : escaped + ".";
    }

    /** From the last label to the first: {@code com.example.www.}. */
    private static String reversed(String name) {
        List<String> labels = new ArrayList<>(List.of(name.split("\\.")));
        Collections.reverse(labels);
        return String.join(".", labels) + ".";
    }

    /** <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html">In the order of their names with the labels reversed, from the name that is given on.</a> */
    private ListHostedZonesByNameResponse listZones(ListHostedZonesByNameRequest request) {
        String from = request.dnsName() == null
                ? ""
                : reversed(dotted(request.dnsName())) + " "
                        + Optional.ofNullable(request.hostedZoneId()).orElse("");
        List<Zone> found = zones.values().stream()
                .filter(zone -> orderOf(zone).compareTo(from) >= 0)
                .sorted(Comparator.comparing(Dns::orderOf))
                .toList();
        int most = most(request.maxItems(), PAGE_OF_ZONES);
        ListHostedZonesByNameResponse.Builder answer = ListHostedZonesByNameResponse.builder()
                .hostedZones(found.stream().limit(most).map(Zone::described).toList())
                .dnsName(request.dnsName())
                .isTruncated(found.size() > most)
                .maxItems(Integer.toString(most));
        if (found.size() > most) {
            answer.nextDNSName(found.get(most).name).nextHostedZoneId(found.get(most).id);
        }
        return answer.build();
    }

    private static String orderOf(Zone zone) {
        return reversed(zone.name) + " " + zone.id;
    }

    private Zone zone(String id) {
        Zone zone = zones.get(id.replaceFirst("^/hostedzone/", ""));
        if (zone == null) {
            throw Service.ROUTE53.refusal(
                    NoSuchHostedZoneException.builder(),
                    404,
                    "NoSuchHostedZone",
                    "No hosted zone found with ID: " + id);
        }
        return zone;
    }

    private GetHostedZoneResponse getZone(GetHostedZoneRequest request) {
        return GetHostedZoneResponse.builder()
                .hostedZone(zone(request.id()).described())
                .build();
    }

    private ChangeResourceRecordSetsResponse change(ChangeResourceRecordSetsRequest request) {
        Zone zone = zone(request.hostedZoneId());
        TreeMap<String, ResourceRecordSet> changed = new TreeMap<>(zone.written);
        List<String> refusals = new ArrayList<>();
        for (Change change : request.changeBatch().changes()) {
            apply(zone, changed, change, refusals);
        }
        changed.values().forEach(record -> requirePermitted(zone, record, changed, refusals));
        if (!refusals.isEmpty()) {
            throw Service.ROUTE53.refusal(
                    InvalidChangeBatchException.builder().messages(refusals),
                    400,
                    "InvalidChangeBatch",
                    refusals.toString());
        }
        zone.written = changed;
        return ChangeResourceRecordSetsResponse.builder()
                .changeInfo(begin(zone))
                .build();
    }

    private static void apply(Zone zone, Map<String, ResourceRecordSet> records, Change change, List<String> refusals) {
        ResourceRecordSet given = change.resourceRecordSet();
        ResourceRecordSet record = normalized(given);
        String called = "[name='" + record.name() + "', type='" + record.typeAsString() + "']";
        if (!record.name().equals(zone.name) && !record.name().endsWith("." + zone.name)) {
            refusals.add("RRSet with DNS name " + record.name() + " is not permitted in zone " + zone.name);
        } else if (change.action() == ChangeAction.DELETE) {
            if (!record.equals(records.get(key(record)))) {
                refusals.add("Tried to delete resource record set " + called + " but it was not found");
            }
            records.remove(key(record));
        } else if (change.action() == ChangeAction.CREATE && records.containsKey(key(record))) {
            refusals.add("Tried to create resource record set " + called + " but it already exists");
        } else {
            requireWhole(record, called, records, refusals);
            records.put(key(record), record);
        }
    }

    private static ResourceRecordSet normalized(ResourceRecordSet given) {
        ResourceRecordSet.Builder record = given.toBuilder().name(dotted(given.name()));
        if (given.aliasTarget() != null) {
            record.aliasTarget(given.aliasTarget().toBuilder()
                    .dnsName(dotted(given.aliasTarget().dnsName()))
                    .build());
        }
        return record.build();
    }

    /** <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#CNAMEFormat">Not at the zone's own name, and not beside other records of its name.</a> */
    private static void requirePermitted(
            Zone zone, ResourceRecordSet record, Map<String, ResourceRecordSet> records, List<String> refusals) {
        if (record.type() != RRType.CNAME) {
            return;
        }
        String called = "RRSet of type CNAME with DNS name " + record.name() + " is not permitted ";
        if (record.name().equals(zone.name)) {
            refusals.add(called + "at apex in zone " + zone.name);
        } else if (records.values().stream()
                .anyMatch(other -> other.name().equals(record.name()) && other.type() != RRType.CNAME)) {
            refusals.add(called + "as it conflicts with other records with the same DNS name in zone " + zone.name);
        }
    }

    private static void requireWhole(
            ResourceRecordSet record, String called, Map<String, ResourceRecordSet> records, List<String> refusals) {
        boolean isAlias = record.aliasTarget() != null;
        if (isAlias == record.hasResourceRecords() || isAlias == (record.ttl() != null)) {
            refusals.add(
                    "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords]] for "
                            + called);
        }
        if ((record.weight() == null) != (record.setIdentifier() == null)) {
            refusals.add("Missing field 'SetIdentifier' or 'Weight' in " + called);
        }
        if (record.weight() != null && (record.weight() < 0 || record.weight() > MOST_WEIGHT)) {
            refusals.add("Weight " + record.weight() + " of " + called + " is not between 0 and " + MOST_WEIGHT);
        }
        if (isAlias
                && record.aliasTarget().dnsName().endsWith(OF_LOAD_BALANCERS)
                && !record.aliasTarget().hostedZoneId().equals(ZONE_OF_LOAD_BALANCERS)) {
            refusals.add("Tried to create an alias that targets "
                    + record.aliasTarget().dnsName() + ", type " + record.typeAsString() + " in zone "
                    + record.aliasTarget().hostedZoneId()
                    + ", but the alias target name does not lie within the target zone");
        }
        boolean mixes = records.values().stream()
                .filter(other -> other.name().equals(record.name()) && other.type() == record.type())
                .anyMatch(other -> (other.weight() == null) != (record.weight() == null));
        if (mixes) {
            refusals.add("RRSet " + called + " cannot be both simple and weighted");
        }
    }

    private static String key(ResourceRecordSet record) {
        return reversed(record.name()) + " " + record.typeAsString() + " "
                + Optional.ofNullable(record.setIdentifier()).orElse("");
    }

    /** The name servers answer by what is written now, once it is {@code INSYNC}. */
    private ChangeInfo begin(Zone zone) {
        String id = "C" + ids.ending("change").toUpperCase(Locale.ROOT);
        Map<String, ResourceRecordSet> now = new TreeMap<>(zone.written);
        changes.put(id, agenda.now());
        agenda.after(Pace.PROPAGATION, () -> zone.answered = now);
        return info(id);
    }

    private ChangeInfo info(String id) {
        Instant submitted = Optional.ofNullable(changes.get(id))
                .orElseThrow(() -> Service.ROUTE53.refusal(
                        NoSuchChangeException.builder(),
                        404,
                        "NoSuchChange",
                        "Could not find resource with ID: " + id));
        boolean isDone = !agenda.now().isBefore(submitted.plus(Pace.PROPAGATION));
        return ChangeInfo.builder()
                .id("/change/" + id)
                .status(isDone ? "INSYNC" : "PENDING")
                .submittedAt(submitted)
                .build();
    }

    private GetChangeResponse getChange(GetChangeRequest request) {
        return GetChangeResponse.builder()
                .changeInfo(info(request.id().replaceFirst("^/change/", "")))
                .build();
    }

    /** <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html">In the order of their names with the labels reversed, and then of their types.</a> */
    private ListResourceRecordSetsResponse list(ListResourceRecordSetsRequest request) {
        Zone zone = zone(request.hostedZoneId());
        String from = request.startRecordName() == null
                ? ""
                : reversed(dotted(request.startRecordName())) + " "
                        + Optional.ofNullable(request.startRecordTypeAsString()).orElse("") + " "
                        + Optional.ofNullable(request.startRecordIdentifier()).orElse("");
        List<ResourceRecordSet> found =
                List.copyOf(zone.written.tailMap(from.strip(), true).values());
        int most = most(request.maxItems(), PAGE);
        ListResourceRecordSetsResponse.Builder answer = ListResourceRecordSetsResponse.builder()
                .resourceRecordSets(found.subList(0, Math.min(most, found.size())))
                .isTruncated(found.size() > most)
                .maxItems(Integer.toString(most));
        if (found.size() > most) {
            ResourceRecordSet next = found.get(most);
            answer.nextRecordName(next.name())
                    .nextRecordType(next.typeAsString())
                    .nextRecordIdentifier(next.setIdentifier());
        }
        return answer.build();
    }

    private static int most(@Nullable String items, int page) {
        return items == null ? page : Math.min(page, number(items));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalidInput("MaxItems is '" + text + "'");
        }
    }

    private static AwsServiceException invalidInput(String message) {
        return Service.ROUTE53.refusal(400, "InvalidInput", message);
    }

    /** Names and types of all but those that a zone has by itself. */
    List<String> records() {
        if (zones.isEmpty()) {
            return List.of();
        }
        return zones.values().stream()
                .flatMap(zone -> zone.written.values().stream())
                .filter(record -> record.type() != RRType.NS && record.type() != RRType.SOA)
                .map(record -> record.name() + " " + record.typeAsString())
                .toList();
    }

    /** What a name server answers: where the name leads, and how long a resolver may keep that. Aliases are followed within. */
    record Resolved(String target, Duration ttl) {}

    /** By the zones of a network where they have that name, and else by those that all can ask. <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html">An alias of a load balancer is answered with that one's own TTL, 60 seconds.</a> */
    Optional<Resolved> answer(String name, boolean overIpv6) {
        if (zones.isEmpty()) {
            return Optional.empty(); // whoever uses none need not have the library of Route 53
        }
        String wanted = dotted(name);
        RRType addresses = overIpv6 ? RRType.AAAA : RRType.A;
        List<ResourceRecordSet> inside = answered(wanted, addresses, true);
        List<ResourceRecordSet> found = inside.isEmpty() ? answered(wanted, addresses, false) : inside;
        return choose(wanted, found).map(record -> {
            if (record.aliasTarget() != null) {
                String target = bare(record.aliasTarget().dnsName());
                return answer(target, overIpv6).orElseGet(() -> new Resolved(target, Duration.ofSeconds(60)));
            }
            return new Resolved(bare(record.resourceRecords().get(0).value()), Duration.ofSeconds(record.ttl()));
        });
    }

    private List<ResourceRecordSet> answered(String name, RRType addresses, boolean inside) {
        return zones.values().stream()
                .filter(zone -> zone.isPrivate() == inside)
                .flatMap(zone -> zone.answered.values().stream())
                .filter(record -> record.name().equals(name))
                .filter(record -> record.type() == addresses || record.type() == RRType.CNAME)
                .sorted(Comparator.comparing(Dns::key))
                .toList();
    }

    private static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceFirst("^dualstack\\.", "");
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** By weights, in turn. Where all are zero, <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html">all are answered equally often</a>. */
    private Optional<ResourceRecordSet> choose(String name, List<ResourceRecordSet> records) {
        if (records.size() < 2) {
            return records.stream().findFirst();
        }
        boolean allZero = records.stream().allMatch(record -> record.weight() == null || record.weight() == 0);
        Map<String, Long> credit = credits.computeIfAbsent(name, any -> new LinkedHashMap<>());
        long total = 0;
        Optional<ResourceRecordSet> richest = Optional.empty();
        for (ResourceRecordSet record : records) {
            long weight = allZero ? 1 : Optional.ofNullable(record.weight()).orElse(0L);
            long now = credit.merge(key(record), weight, Long::sum);
            total += weight;
            if (weight > 0 && (richest.isEmpty() || now > credit.getOrDefault(key(richest.get()), 0L))) {
                richest = Optional.of(record);
            }
        }
        long spent = total;
        richest.ifPresent(record -> credit.merge(key(record), -spent, Long::sum));
        return richest;
    }
}
