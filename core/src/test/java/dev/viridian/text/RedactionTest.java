package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "jdbc:postgresql://db/orders?user=app&password=hunter2&ssl=true | jdbc:postgresql://db/orders?user=app&password=***&ssl=true",
                "jdbc:postgresql://app:hunter2@db:5432/orders | jdbc:postgresql://app:***@db:5432/orders",
                "jdbc:sqlserver://db;databaseName=orders;password=hunter2;encrypt=true | jdbc:sqlserver://db;databaseName=orders;password=***;encrypt=true",
                "jdbc:oracle:thin:app/hunter2@//db:1521/orders | jdbc:oracle:thin:app/***@//db:1521/orders",
                "Authorization: Bearer hunter2 | Authorization: ***",
                "Authorization: Basic YXBwOmh1bnRlcjI= | Authorization: ***",
                "{\"Authorization\":\"Bearer hunter2\"} | {\"Authorization\":\"***\"}",
                "got 401 for bearer eyJhbGciOi.hunter2-x_y and stopped | got 401 for bearer *** and stopped",
                "https://app:hunter2@host/path?x=1 | https://app:***@host/path?x=1",
                "https://app:p@hunter2@host/path | https://app:***@host/path",
                "https://:hunter2@host/ | https://:***@host/",
                "https://ghp_hunter2@host/repository | https://***@host/repository",
                "{\"user\":\"app\",\"password\":\"hunter2\",\"port\":1} | {\"user\":\"app\",\"password\":***,\"port\":1}",
                "{\"password\" : \"a\\\"hunter2\",\"port\":1} | {\"password\" : ***,\"port\":1}",
                "{'db.password': 'hunter 2'} | {'db.password': ***}",
                "DB_PASSWORD=hunter2 AWS_SECRET_ACCESS_KEY=hunter2 PATH=/bin | DB_PASSWORD=*** AWS_SECRET_ACCESS_KEY=*** PATH=/bin",
                "mysql --password hunter2 --host db | mysql --password *** --host db",
                "curl --api-key=hunter2 /x | curl --api-key=*** /x",
                "PaSsWoRd=hunter2 is told | PaSsWoRd=*** is told",
                "ppassword=hunter2 | ppassword=***",
                "ü token=hunter2 | ü token=***",
                "s3?X-Amz-Credential=hunter2&X-Amz-Signature=hunter2&a=b | s3?X-Amz-Credential=***&X-Amz-Signature=***&a=b",
                "passwd: hunter2, then more | passwd: ***, then more",
                "client_secret = hunter2 | client_secret = ***"
            })
    void masksTheSecretAndNothingElse(String text, String masked) {
        assertThat(Redaction.of(text)).isEqualTo(masked).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "503 Service Unavailable: {\"status\":\"sick\",\"since\":\"12:30:00\"}",
                "https://orders.example.com:8443/health?full=true",
                "s3://releases/orders/1.4.2/orders.tar.gz",
                "jdbc:h2:mem:orders;DB_CLOSE_DELAY=-1",
                "The password is wrong",
                "Could not read the token",
                "HTTP basic authentication failed",
                "orders-7-1 100 %, orders#7/create orders-7-1",
                "mail admin@example.com at 10:00",
                "ssh://git@host/repository",
                "java -jar app/orders.jar --port 8080",
                "sha256 abababababab"
            })
    void leavesHarmlessTextAlone(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void masksEachSecretOfSeveralLines() {
        assertThat(Redaction.of("password=one\ntoken: two\n\tat line 3"))
                .isEqualTo("password=***\ntoken: ***\n\tat line 3");
    }

    @Test
    void maskingTwiceIsMaskingOnce() {
        String once = Redaction.of("password=hunter2 https://a:b@c Authorization: Basic abcdefgh12 {\"token\":\"x\"}");

        assertThat(Redaction.of(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"password\":\"hunter2 and then it was cut of | {\"password\":***",
                "{\"line\":\"{\\\"password\\\":\\\"hunter 2\\\",\\\"a\\\":1}\"} | {\"line\":\"{\\\"password\\\":***,\\\"a\\\":1}\"}",
                "{\"line\":\"{\\\"Authorization\\\":\\\"Bearer hunter2\\\"}\"} | {\"line\":\"{\\\"Authorization\\\":\\\"***\\\"}\"}"
            })
    void masksSecretsInTextsThatWereQuotedAgainOrCutOff(String text, String masked) {
        assertThat(Redaction.of(text)).isEqualTo(masked);
    }

    @Test
    void masksPrivateKeys() {
        String key = "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nhunter2\n-----END RSA PRIVATE KEY-----\nthen more";

        assertThat(Redaction.of(key))
                .isEqualTo("-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----\nthen more");
    }

    @Test
    void longTextsOverflowNothingAndTakeNoTimeWorthMentioning() {
        List<String> texts = List.of(
                "a".repeat(200_000),
                "-".repeat(200_000),
                "--" + "a-".repeat(100_000),
                "token".repeat(40_000),
                "://" + ":".repeat(200_000),
                "basic ".repeat(40_000),
                "\\\"".repeat(100_000),
                "'token".repeat(40_000));

        for (String text : texts) {
            assertThat(Redaction.of(text + " ; password=hunter2").endsWith(" ; password=***"))
                    .isTrue();
            assertThat(Redaction.of("password=\"" + text).startsWith("password=***"))
                    .isTrue();
        }
        assertThat(Redaction.of("-----BEGIN PRIVATE KEY-----" + "x\n".repeat(100_000)))
                .isEqualTo("-----BEGIN PRIVATE KEY-----***");
    }
}
