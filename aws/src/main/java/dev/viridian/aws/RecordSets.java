package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.InvalidChangeBatchException;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/**
 * The records of one name in Route 53, as they are written. They are changed by one batch, which is done
 * <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html">as a whole or not at all</a>: it removes what was read, to the letter, and so fails where somebody
 * else has changed that meanwhile.
 */
final class RecordSets {
    private final AwsSetup setup;
    private final DnsRecord record;
    private final Supplier<Route53Client> client;
    private final HostedZones zones;

    RecordSets(AwsSetup setup, DnsRecord record, Supplier<Route53Client> client, HostedZones zones) {
        this.setup = setup;
        this.record = record;
        this.client = client;
        this.zones = zones;
    }

    /** All of that name: they come in the order of names, so the first of another one ends them. */
    List<ResourceRecordSet> read() {
        String zone = zones.id();
        return onZone("ListResourceRecordSets", zone)
                .of(() -> client
                        .get()
                        .listResourceRecordSetsPaginator(request -> request.hostedZoneId(zone)
                                .startRecordName(record.keptName())
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .resourceRecordSets()
                        .stream()
                        .takeWhile(found -> found.name().equals(record.keptName()))
                        .toList());
    }

    private Call onZone(String operation, String zone) {
        return setup.call("route53:" + operation, "arn:" + setup.partition() + ":route53:::hostedzone/" + zone);
    }

    /** Whether all name servers know that change. */
    boolean isKnown(String change) {
        return setup.call("route53:GetChange", "arn:" + setup.partition() + ":route53:::change/*")
                        .of(() -> client.get()
                                .getChange(request -> request.id(change)
                                        .overrideConfiguration(setup.caller().inUserAgent()))
                                .changeInfo()
                                .status())
                == ChangeStatus.INSYNC;
    }

    /**
     * Writes these in place of those.
     *
     * @param removed as they were read
     * @return the id of the change
     * @throws PlatformException which passes, where somebody else has changed them meanwhile
     */
    String replace(List<ResourceRecordSet> removed, List<ResourceRecordSet> wanted, Caller caller) {
        String zone = zones.id();
        List<Change> changes = batch(removed, wanted);
        return onZone("ChangeResourceRecordSets", zone).of(() -> {
            try {
                return client.get()
                        .changeResourceRecordSets(request -> request.hostedZoneId(zone)
                                .changeBatch(
                                        batch -> batch.comment(caller.name()).changes(changes))
                                .overrideConfiguration(caller.inUserAgent()))
                        .changeInfo()
                        .id();
            } catch (InvalidChangeBatchException e) {
                throw refused(e);
            }
        });
    }

    /**
     * What is there is removed as it was read, which
     * <a href="https://docs.aws.amazon.com/Route53/latest/APIReference/API_Change.html">must be as it is</a>; where nothing of a type is, nothing may have been made meanwhile.
     */
    private static List<Change> batch(List<ResourceRecordSet> removed, List<ResourceRecordSet> wanted) {
        return Stream.concat(
                        removed.stream().map(found -> change(ChangeAction.DELETE, found)),
                        wanted.stream().map(found -> change(writing(found, removed), found)))
                .toList();
    }

    private static ChangeAction writing(ResourceRecordSet wanted, List<ResourceRecordSet> removed) {
        return removed.stream().anyMatch(gone -> gone.type() == wanted.type())
                ? ChangeAction.UPSERT
                : ChangeAction.CREATE;
    }

    private static Change change(ChangeAction action, ResourceRecordSet written) {
        return Change.builder().action(action).resourceRecordSet(written).build();
    }

    /** What was read is not there any more, or what was not there is: another try reads what is there now. */
    private PlatformException refused(InvalidChangeBatchException e) {
        String said = String.join(" ", e.messages().isEmpty() ? List.of(String.valueOf(e.getMessage())) : e.messages());
        return said.contains("not found") || said.contains("already exists") || said.contains("do not match")
                ? PlatformException.passing(
                        "change " + record,
                        new IllegalStateException(
                                "somebody else has changed it meanwhile, so it was left as it is: " + said))
                : PlatformException.refused("change " + record, said);
    }
}
