package dev.viridian.aws;

import dev.viridian.provision.SecretReference;
import dev.viridian.provision.SecretStore;
import dev.viridian.spi.PlatformException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Secrets of AWS, for provisioning. It is found by itself where this module is on the class path:
 *
 * <pre>{@code
 * template("orders.properties").with("db.password", secret("ssm:/orders/production/db.password"))
 * template("orders.properties").with("db.password", secret("secretsmanager:orders/production#db.password"))
 * }</pre>
 *
 * <ul>
 *   <li>{@code ssm:NAME} is a parameter of Systems Manager, decrypted; {@code ssm:NAME:3} and {@code ssm:NAME:LABEL} are one version of it.
 *   <li>{@code secretsmanager:NAME} is a secret of Secrets Manager, whole; {@code secretsmanager:NAME#FIELD} is one field of the JSON object that it is, as the
 *       console makes them.
 * </ul>
 *
 * <p>A name may be an ARN, which then says the region; otherwise it is where the AWS SDK looks for it, on a machine of EC2 that machine's own.
 *
 * <p>What must be allowed: {@code ssm:GetParameter} on the parameter or {@code secretsmanager:GetSecretValue} on the secret, and {@code kms:Decrypt} on the key
 * where it is one of yours. Needs the library {@code software.amazon.awssdk:ssm} or {@code software.amazon.awssdk:secretsmanager}. Safe for use by several threads.
 */
public final class AwsSecretStore implements SecretStore {
    private static final String PARAMETERS = "ssm";
    private static final String SECRETS = "secretsmanager";
    private static final Pattern ARN = Pattern.compile("arn:aws[a-z-]*:[a-z]+:(?<region>[a-z0-9-]+):.*");

    private final Function<Optional<String>, SecretValues> parameters;
    private final Function<Optional<String>, SecretValues> secrets;

    /** For {@link java.util.ServiceLoader}. */
    public AwsSecretStore() {
        this(LazyParameters::parameters, LazySecrets::secrets);
    }

    AwsSecretStore(
            Function<Optional<String>, SecretValues> parameters, Function<Optional<String>, SecretValues> secrets) {
        this.parameters = parameters;
        this.secrets = secrets;
    }

    /** Where secrets of one scheme and region are read. */
    @FunctionalInterface
    interface SecretValues {
        String read(SecretReference reference);
    }

    @Override
    public Set<String> schemes() {
        return Set.of(PARAMETERS, SECRETS);
    }

    @Override
    public String read(SecretReference reference) {
        boolean isParameter = reference.scheme().equals(PARAMETERS);
        requireHere(reference, isParameter ? OptionalClient.SSM : OptionalClient.SECRETS_MANAGER);
        try {
            return (isParameter ? parameters : secrets)
                    .apply(region(reference.name()))
                    .read(reference);
        } catch (SdkClientException e) {
            throw PlatformException.passing("read secret " + reference, e);
        }
    }

    private static void requireHere(SecretReference reference, OptionalClient client) {
        try {
            client.require("A secret of this kind");
        } catch (IllegalStateException e) {
            throw PlatformException.refused("read secret " + reference, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> region(String name) {
        Matcher arn = ARN.matcher(name);
        return arn.matches() ? Optional.of(arn.group("region")) : Optional.empty();
    }

    /** Apart, so that this class is loaded where one of the clients is missing. */
    private static final class LazyParameters {
        private static final ClientForEachRegion<SsmClient> PARAMETERS = ClientForEachRegion.of(SsmClient::builder);

        static SecretValues parameters(Optional<String> region) {
            return Parameters.of(PARAMETERS.in(region));
        }
    }

    /** Apart, since one of the two may be there without the other. */
    private static final class LazySecrets {
        private static final ClientForEachRegion<SecretsManagerClient> SECRETS =
                ClientForEachRegion.of(SecretsManagerClient::builder);

        static SecretValues secrets(Optional<String> region) {
            return ManagedSecrets.of(SECRETS.in(region));
        }
    }
}
