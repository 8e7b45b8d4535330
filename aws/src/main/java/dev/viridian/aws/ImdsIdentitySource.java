package dev.viridian.aws;

import dev.viridian.provision.IdentitySource;
import dev.viridian.provision.MachineIdentity;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Who a machine of EC2 is, by its own metadata service: {@code MachineMain … --identity imds:}. It is found by itself where this module is on the class path.
 *
 * <p>The fields are those of the identity document, and {@code tag:NAME} for each of its tags where the machine was started with
 * {@code InstanceMetadataTags=enabled}. The service is asked in its version 2 alone, at the address that the AWS SDK would ask
 * ({@code AWS_EC2_METADATA_SERVICE_ENDPOINT} is another one). Needs no permission and no further library.
 */
public final class ImdsIdentitySource implements IdentitySource {
    private static final String SCHEME = "imds";
    private static final String TAGS = "tags/instance/";

    private final Supplier<Imds> imds;

    /** For {@link java.util.ServiceLoader}. */
    public ImdsIdentitySource() {
        this(Imds::ofThisMachine);
    }

    ImdsIdentitySource(Supplier<Imds> imds) {
        this.imds = imds;
    }

    @Override
    public Set<String> schemes() {
        return Set.of(SCHEME);
    }

    @Override
    public MachineIdentity read(String location) {
        if (!location.equalsIgnoreCase(SCHEME + ":")) {
            throw PlatformException.refused(
                    "read the identity document " + location,
                    "there is only one of this machine. Expected imds: alone.");
        }
        Imds asked = imds.get();
        Map<String, String> fields = new TreeMap<>(document(asked));
        tags(asked).forEach((name, value) -> fields.put("tag:" + name, value));
        return new MachineIdentity(
                Optional.ofNullable(fields.get("instanceId"))
                        .orElseThrow(() -> PlatformException.refused(
                                "read the identity document " + location,
                                "it says no instanceId. It says: " + fields.keySet() + ".")),
                fields);
    }

    private static Map<String, String> document(Imds asked) {
        try {
            return JsonFields.of(asked.document());
        } catch (IOException e) {
            throw PlatformException.passing("read the identity document of this machine", e);
        }
    }

    /** None where the machine does not tell them. */
    static Map<String, String> tags(Imds asked) {
        Map<String, String> tags = new TreeMap<>();
        asked.metadatum(TAGS)
                .map(names -> names.lines().filter(name -> !name.isBlank()).toList())
                .ifPresent(names -> names.forEach(
                        name -> asked.metadatum(TAGS + encoded(name)).ifPresent(value -> tags.put(name, value))));
        return tags;
    }

    /** Names have no slash and no space where a machine tells them, and may have colons, which stay. */
    private static String encoded(String name) {
        return name.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    }
}
