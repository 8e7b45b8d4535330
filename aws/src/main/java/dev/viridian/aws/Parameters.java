package dev.viridian.aws;

import dev.viridian.aws.AwsSecretStore.SecretValues;
import dev.viridian.provision.SecretReference;
import dev.viridian.spi.PlatformException;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterVersionNotFoundException;

/** Parameters of Systems Manager as secrets. */
final class Parameters implements SecretValues {
    /** <a href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html">A version or a label</a>, which a name has no colon for. */
    private static final Pattern SELECTOR = Pattern.compile("(?<=:parameter/[^:]{1,2048}):.*");

    private final SsmClient client;

    private Parameters(SsmClient client) {
        this.client = client;
    }

    static SecretValues of(SsmClient client) {
        return new Parameters(client);
    }

    @Override
    public String read(SecretReference reference) {
        return new Call("ssm:GetParameter", resource(reference.name())).of(() -> {
            try {
                return client.getParameter(
                                request -> request.name(reference.name()).withDecryption(true))
                        .parameter()
                        .value();
            } catch (ParameterNotFoundException | ParameterVersionNotFoundException e) {
                throw PlatformException.refused(
                        "read secret " + reference,
                        "there is no such parameter in " + region() + ". Make it there, or correct the reference: "
                                + "the name begins with a slash where the parameter's does.");
            }
        });
    }

    private String region() {
        return client.serviceClientConfiguration().region().id();
    }

    private String resource(String name) {
        String arn = name.startsWith("arn:")
                ? name
                : "arn:" + Partition.of(client) + ":ssm:*:*:parameter" + (name.startsWith("/") ? "" : "/") + name;
        return SELECTOR.matcher(arn).replaceFirst("");
    }
}
