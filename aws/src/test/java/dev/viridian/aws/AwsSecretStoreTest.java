package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.SecretReference;
import dev.viridian.provision.SecretStore;
import dev.viridian.spi.PlatformException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** LocalStack tells EventBridge of each parameter that is written, which its smaller images lack: parameters are moto's. */
@ExtendWith({OnMoto.class, OnEmulator.class})
class AwsSecretStoreTest {
    private final String name = "orders-" + UUID.randomUUID();
    private final List<Optional<String>> regions = new ArrayList<>();
    private SsmClient parameters;
    private SecretsManagerClient secrets;
    private AwsSecretStore store;

    @BeforeEach
    void connect(Moto moto, Emulated emulated) {
        parameters = moto.client(SsmClient.builder()).build();
        secrets = emulated.client(SecretsManagerClient.builder()).build();
        store = new AwsSecretStore(
                region -> {
                    regions.add(region);
                    return Parameters.of(parameters);
                },
                region -> {
                    regions.add(region);
                    return ManagedSecrets.of(secrets);
                });
    }

    @AfterEach
    void close() {
        parameters.close();
        secrets.close();
    }

    private String read(String scheme, String secret) {
        return store.read(new SecretReference(scheme, secret));
    }

    @Test
    void isFoundByItself() {
        assertThat(ServiceLoader.load(SecretStore.class))
                .singleElement()
                .satisfies(found -> assertThat(found.schemes()).containsExactlyInAnyOrder("ssm", "secretsmanager"));
    }

    @Test
    void aParameterIsDecrypted() {
        parameters.putParameter(
                request -> request.name("/" + name + "/db").value("s3cr:t").type(ParameterType.SECURE_STRING));

        assertThat(read("ssm", "/" + name + "/db")).isEqualTo("s3cr:t");
    }

    @Test
    void oneVersionOfAParameterMayBeMeant() {
        for (String value : List.of("old one", "new one")) {
            parameters.putParameter(
                    request -> request.name(name).value(value).overwrite(true).type(ParameterType.SECURE_STRING));
        }

        assertThat(read("ssm", name + ":1")).isEqualTo("old one");
        assertThat(read("ssm", name)).isEqualTo("new one");
    }

    /** Its version is no part of what a policy allows. */
    @Test
    void aParameterThatMayNotBeReadIsNamedAsAPolicyNamesIt(Moto moto) {
        ExecutionInterceptor denied = new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                throw SsmException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .build())
                        .build();
            }
        };
        parameters.close();
        parameters = moto.client(SsmClient.builder())
                .overrideConfiguration(with -> with.addExecutionInterceptor(denied))
                .build();

        for (String reference : List.of("/orders/db:3", "arn:aws:ssm:eu-central-1:1:parameter/orders/db:3")) {
            assertRefused("ssm", reference, ":parameter/orders/db\".");
        }
    }

    @Test
    void aSecretIsReadWholeOrByItsField() {
        secrets.createSecret(request -> request.name(name).secretString("""
                        {"user": "orders", "password": "s3#cret", "port": 5432, "more": {"password": "other"}}"""));

        assertThat(read("secretsmanager", name)).startsWith("{\"user\"");
        assertThat(read("secretsmanager", name + "#password")).isEqualTo("s3#cret");
        assertThat(read("secretsmanager", name + "#port")).isEqualTo("5432");
        assertThatThrownBy(() -> read("secretsmanager", name + "#pasword"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("it has no field 'pasword'. It has: [password, port, user].")
                .message()
                .doesNotContain("s3#cret");
    }

    @Test
    void whatIsNotJsonHasNoFieldsAndIsNotTold() {
        secrets.createSecret(request -> request.name(name).secretString("s3cret, not JSON"));

        assertThatThrownBy(() -> read("secretsmanager", name + "#password"))
                .isInstanceOf(PlatformException.class)
                .hasNoCause()
                .hasMessageContaining("Leave out '#password'")
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void anArnSaysTheRegion() {
        String arn = secrets.createSecret(request -> request.name(name).secretString("s3cret"))
                .arn();

        assertThat(read("secretsmanager", arn)).isEqualTo("s3cret");
        assertThat(regions).containsExactly(Optional.of("eu-central-1"));
    }

    @Test
    void whatIsMissingIsNamedWithItsRegionAndNotAskedForAgain() {
        secrets.createSecret(request -> request.name(name).secretBinary(SdkBytes.fromUtf8String("bytes")));

        assertRefused("ssm", "/no/such", "read secret ssm:/no/such: there is no such parameter in eu-central-1");
        assertRefused("secretsmanager", "no-such", "secretsmanager:no-such: there is no such secret");
        assertRefused("secretsmanager", name, "it is binary. Expected text.");
        assertThat(regions).containsOnly(Optional.empty());
    }

    private void assertRefused(String scheme, String secret, String message) {
        assertThatThrownBy(() -> read(scheme, secret))
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isFalse())
                .hasMessageContaining(message);
    }
}
