package dev.viridian.provision;

import dev.viridian.Evidence;
import dev.viridian.text.Redaction;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers each secret that a step has read, so that it can be taken out of whatever is said afterwards. */
final class KnownSecrets implements HostSecrets {
    /** Masking shorter ones would tear texts to pieces and hide nothing: such a secret is guessed in no time. */
    private static final int SHORTEST = 4;

    private final HostSecrets secrets;
    private final Set<String> read = ConcurrentHashMap.newKeySet();

    KnownSecrets(HostSecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String read(SecretReference reference) {
        String secret = secrets.read(reference);
        if (secret.length() >= SHORTEST) {
            read.add(secret);
        }
        return secret;
    }

    String masked(String text) {
        String masked = text;
        for (String secret : longestFirst()) {
            masked = masked.replace(secret, "***");
        }
        return Redaction.of(masked);
    }

    List<String> masked(List<String> texts) {
        return texts.stream().map(this::masked).toList();
    }

    Evidence masked(Evidence evidence) {
        return new Evidence(evidence.items().stream()
                .map(item -> new Evidence.Item(masked(item.title()), masked(item.text())))
                .toList());
    }

    private List<String> longestFirst() {
        return read.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
