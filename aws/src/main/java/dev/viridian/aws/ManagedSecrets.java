package dev.viridian.aws;

import dev.viridian.aws.AwsSecretStore.SecretValues;
import dev.viridian.provision.SecretReference;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** Secrets of Secrets Manager, whole or one field of them. */
final class ManagedSecrets implements SecretValues {
    private final SecretsManagerClient client;

    private ManagedSecrets(SecretsManagerClient client) {
        this.client = client;
    }

    static SecretValues of(SecretsManagerClient client) {
        return new ManagedSecrets(client);
    }

    @Override
    public String read(SecretReference reference) {
        int hash = reference.name().indexOf('#');
        return hash < 0
                ? whole(reference, reference.name())
                : field(
                        reference,
                        whole(reference, reference.name().substring(0, hash)),
                        reference.name().substring(hash + 1));
    }

    private String whole(SecretReference reference, String id) {
        String resource =
                id.startsWith("arn:") ? id : "arn:" + Partition.of(client) + ":secretsmanager:*:*:secret:" + id + "-*";
        return new Call("secretsmanager:GetSecretValue", resource).of(() -> {
            try {
                return Optional.ofNullable(client.getSecretValue(request -> request.secretId(id))
                                .secretString())
                        .orElseThrow(() -> refused(reference, "it is binary. Expected text."));
            } catch (ResourceNotFoundException e) {
                throw refused(
                        reference,
                        "there is no such secret, or no value of it, in "
                                + client.serviceClientConfiguration().region().id()
                                + ". Make it there, or correct the reference.");
            }
        });
    }

    private static String field(SecretReference reference, String text, String name) {
        Map<String, String> fields;
        try {
            fields = JsonFields.of(text);
        } catch (IOException e) {
            // What was read is in that exception's message.
            throw refused(
                    reference, "it is no JSON object, so it has no fields. Leave out '#" + name + "' for the whole.");
        }
        return Optional.ofNullable(fields.get(name))
                .orElseThrow(() -> refused(
                        reference, "it has no field '" + name + "'. It has: " + new TreeSet<>(fields.keySet()) + "."));
    }

    private static PlatformException refused(SecretReference reference, String why) {
        return PlatformException.refused("read secret " + reference, why);
    }
}
