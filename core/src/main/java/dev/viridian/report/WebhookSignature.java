package dev.viridian.report;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is sent, so that its receiver knows who sent it. Prints nothing of the secret. */
final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    WebhookSignature(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException(
                    "The secret that a webhook is signed with is blank. Expected the text that its"
                            + " receiver knows too, of 32 characters or more.");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** For instance {@code sha256=9f86d0…}, over the timestamp, a full stop, and the body. */
    String of(String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Every Java platform has " + ALGORITHM + ".", e);
        }
    }
}
