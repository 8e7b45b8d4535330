package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request as AWS looks at it before it does anything: <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature
 * Version 4</a>, with the token of a session among what is signed.
 */
final class SignedRequest {
    private static final Pattern FORM =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request,"
                    + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

    private final HttpExchange exchange;
    private final byte[] body;

    SignedRequest(HttpExchange exchange, byte[] body) {
        this.exchange = exchange;
        this.body = body;
    }

    /** Why it is refused, if it is. */
    Optional<String> problem(String secret, String session, String region, String service) {
        Matcher parts = FORM.matcher(header("Authorization"));
        if (!parts.matches()) {
            return Optional.of("no signature: " + header("Authorization"));
        }
        String scope = parts.group(2) + "/" + parts.group(3) + "/" + parts.group(4) + "/aws4_request";
        if (!scope.equals(parts.group(2) + "/" + region + "/" + service + "/aws4_request")) {
            return Optional.of("signed for " + scope);
        }
        if (!Arrays.asList(parts.group(5).split(";", -1)).contains("x-amz-security-token")
                || !header("X-Amz-Security-Token").equals(session)) {
            return Optional.of("the session's token is not signed");
        }
        String toSign = "AWS4-HMAC-SHA256\n" + header("X-Amz-Date") + "\n" + scope + "\n"
                + hex(sha256(canonical(parts.group(5)).getBytes(UTF_8)));
        byte[] key = ("AWS4" + secret).getBytes(UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        String expected = hex(hmac(key, toSign));
        return expected.equals(parts.group(6))
                ? Optional.empty()
                : Optional.of("the signature is not that of\n" + canonical(parts.group(5)));
    }

    private String canonical(String signedHeaders) {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        String headers = Arrays.stream(signedHeaders.split(";", -1))
                .map(name -> name + ":" + header(name).trim().replaceAll(" +", " ") + "\n")
                .collect(Collectors.joining());
        String payload = header("X-Amz-Content-Sha256");
        return exchange.getRequestMethod() + "\n" + exchange.getRequestURI().getRawPath() + "\n"
                + Arrays.stream(query.split("&", -1)).sorted().collect(Collectors.joining("&")) + "\n" + headers + "\n"
                + signedHeaders + "\n" + (payload.isEmpty() ? hex(sha256(body)) : payload);
    }

    private String header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
