package dev.viridian.provision;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The instance identity document: what a machine's platform says of it. Its fields are those of the document of EC2.
 *
 * @param machine what the platform calls it: {@code i-0123456789abcdef0}
 * @param fields what else the document says, by its own names: {@code region}, {@code instanceType}
 */
public record MachineIdentity(String machine, Map<String, String> fields) {
    /** Copies the fields. */
    public MachineIdentity {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        if (machine.isBlank()) {
            throw new IllegalArgumentException("A machine without a name. Expected its instanceId, or its host name.");
        }
    }

    /** Of a machine of which nothing but its name is known. */
    public static MachineIdentity of(String machine) {
        return new MachineIdentity(machine, Map.of());
    }

    /** The region it is in: {@code eu-west-1}. */
    public String region() {
        return field("region");
    }

    /** The zone within the region: {@code eu-west-1a}. */
    public String availabilityZone() {
        return field("availabilityZone");
    }

    /** Its size: {@code m7g.large}. */
    public String instanceType() {
        return field("instanceType");
    }

    /** What it was booted from: {@code ami-0123456789abcdef0}. */
    public String imageId() {
        return field("imageId");
    }

    /** Whose it is: {@code 123456789012}. */
    public String accountId() {
        return field("accountId");
    }

    /** Its address within its network: {@code 10.0.0.17}. */
    public String privateIp() {
        return field("privateIp");
    }

    /** What it computes with: {@code arm64}. */
    public String architecture() {
        return field("architecture");
    }

    /**
     * A field of the document.
     *
     * @throws IllegalArgumentException when the document has none of this name; the message names those it has
     */
    public String field(String name) {
        return findField(name)
                .orElseThrow(() -> new IllegalArgumentException("The identity document of machine " + machine
                        + " says no '" + name + "'. It says: " + new TreeSet<>(fields.keySet())
                        + ". On a machine outside of a cloud, give it a document."));
    }

    /** A field of the document, if it has it. */
    public Optional<String> findField(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
