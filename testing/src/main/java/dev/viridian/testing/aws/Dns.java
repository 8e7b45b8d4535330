package dev.viridian.testing.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeInfo;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.GetChangeRequest;
import software.amazon.awssdk.services.route53.model.GetChangeResponse;
import software.amazon.awssdk.services.route53.model.GetHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.GetHostedZoneResponse;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.HostedZoneAlreadyExistsException;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * Route 53: <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">changes are made all together or not at all</a>, and name
 * servers answer by them when they are {@code INSYNC}.
 */
final class Dns {
    private static final int PAGE = 300;
    private static final long MOST_WEIGHT = 255;

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
        TreeMap<String, ResourceRecordSet> written = new TreeMap<>();
        Map<String, ResourceRecordSet> answered = Map.of();

        Zone(String id, String name, String reference) {
            this.id = id;
            this.name = name;
            this.reference = reference;
        }

        HostedZone described() {
            return HostedZone.builder()
                    .id("/hostedzone/" + id)
                    .name(name)
                    .callerReference(reference)
                    .resourceRecordSetCount((long) written.size())
                    .build();
        }
    }

    Operations operations() {
        return new Operations(Service.ROUTE53)
                .on(CreateHostedZoneRequest.class, "Name! CallerReference! HostedZoneConfig", this::create)
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
        Zone zone = new Zone(
                "Z" + ids.ending("zone").toUpperCase(Locale.ROOT), dotted(request.name()), request.callerReference());
        zones.put(zone.id, zone);
        return CreateHostedZoneResponse.builder()
                .hostedZone(zone.described())
                .changeInfo(begin(zone))
                .build();
    }

    private static String dotted(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
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
        ResourceRecordSet record = given.toBuilder().name(dotted(given.name())).build();
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
        boolean mixes = records.values().stream()
                .filter(other -> other.name().equals(record.name()) && other.type() == record.type())
                .anyMatch(other -> (other.weight() == null) != (record.weight() == null));
        if (mixes) {
            refusals.add("RRSet " + called + " cannot be both simple and weighted");
        }
    }

    private static String key(ResourceRecordSet record) {
        return record.name() + " " + record.typeAsString() + " "
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

    private ListResourceRecordSetsResponse list(ListResourceRecordSetsRequest request) {
        Zone zone = zone(request.hostedZoneId());
        String from = request.startRecordName() == null
                ? ""
                : dotted(request.startRecordName()) + " "
                        + Optional.ofNullable(request.startRecordTypeAsString()).orElse("") + " "
                        + Optional.ofNullable(request.startRecordIdentifier()).orElse("");
        List<ResourceRecordSet> found =
                List.copyOf(zone.written.tailMap(from.strip(), true).values());
        int most = request.maxItems() == null ? PAGE : Math.min(PAGE, number(request.maxItems()));
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

    /** Names and types of all. */
    List<String> records() {
        return zones.values().stream()
                .flatMap(zone -> zone.written.values().stream())
                .map(record -> record.name() + " " + record.typeAsString())
                .toList();
    }

    /** What a name server answers: where the name leads, and how long a resolver may keep that. Aliases are followed within. */
    record Resolved(String target, Duration ttl) {}

    /** <a href="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html">An alias of a load balancer is answered with that one's own TTL, 60 seconds.</a> */
    Optional<Resolved> answer(String name) {
        String wanted = dotted(name);
        List<ResourceRecordSet> found = zones.values().stream()
                .flatMap(zone -> zone.answered.values().stream())
                .filter(record -> record.name().equals(wanted))
                .filter(record -> List.of("A", "CNAME").contains(record.typeAsString()))
                .sorted(Comparator.comparing(Dns::key))
                .toList();
        return choose(wanted, found).map(record -> {
            if (record.aliasTarget() != null) {
                String target = bare(record.aliasTarget().dnsName());
                return answer(target).orElseGet(() -> new Resolved(target, Duration.ofSeconds(60)));
            }
            return new Resolved(bare(record.resourceRecords().get(0).value()), Duration.ofSeconds(record.ttl()));
        });
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
