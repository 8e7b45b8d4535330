package dev.viridian.aws;

import dev.viridian.spi.PlatformException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.HostedZone;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;

/** The hosted zone that has the record. It is looked up once: an id is never given twice. */
final class HostedZones {
    private static final String PREFIX = "/hostedzone/";

    private final AwsSetup setup;
    private final DnsRecord record;
    private final Supplier<Route53Client> client;
    private final Once<String> id = new Once<>(this::look);

    HostedZones(AwsSetup setup, DnsRecord record, Supplier<Route53Client> client) {
        this.setup = setup;
        this.record = record;
        this.client = client;
    }

    /** The record that it has. */
    DnsRecord record() {
        return record;
    }

    /**
     * Its id.
     *
     * @throws PlatformException when it is not there, or may not have the record
     */
    String id() {
        return id.get();
    }

    private String look() {
        HostedZone zone = record.zone().byId() ? byId() : byName();
        String name = zone.name().replaceFirst("\\.$", "");
        if (!DnsRecord.isWithin(record.name(), name)) {
            throw refused("it is the zone of " + name + ". Expected one whose name " + record.name() + " ends with.");
        }
        if (record.name().equals(name) && !record.isAlias()) {
            throw refused("its own name can have no CNAME record. Use DnsRecord.alias.");
        }
        return zone.id().replaceFirst("^" + PREFIX, "");
    }

    private HostedZone byId() {
        String id = record.zone().text();
        return setup.call("route53:GetHostedZone", "arn:" + setup.partition() + ":route53:::hostedzone/" + id)
                .of(() -> {
                    try {
                        return client.get()
                                .getHostedZone(request -> request.id(id)
                                        .overrideConfiguration(setup.caller().inUserAgent()))
                                .hostedZone();
                    } catch (NoSuchHostedZoneException e) {
                        throw refused("there is no such hosted zone in this account.");
                    }
                });
    }

    private HostedZone byName() {
        String name = record.zone().text() + ".";
        List<HostedZone> found = setup.call("route53:ListHostedZonesByName", "*")
                .of(() -> client
                        .get()
                        .listHostedZonesByName(request -> request.dnsName(name)
                                .overrideConfiguration(setup.caller().inUserAgent()))
                        .hostedZones()
                        .stream()
                        .filter(zone -> zone.name().equals(name))
                        .toList());
        if (found.size() != 1) {
            throw refused(
                    found.isEmpty()
                            ? "there is no hosted zone of that name in this account."
                            : "there are " + found.size() + " of that name: "
                                    + found.stream().map(HostedZones::told).collect(Collectors.joining(", "))
                                    + ". Say which by its id.");
        }
        return found.get(0);
    }

    private static String told(HostedZone zone) {
        boolean isPrivate =
                zone.config() != null && Boolean.TRUE.equals(zone.config().privateZone());
        return zone.id().replaceFirst("^" + PREFIX, "") + (isPrivate ? " (private)" : " (public)");
    }

    private PlatformException refused(String why) {
        return PlatformException.refused("find hosted zone " + record.zone().text(), why);
    }
}
