package dev.viridian.machine;

import dev.viridian.provision.HostSecrets;
import dev.viridian.provision.SecretReference;
import dev.viridian.provision.SecretStore;
import dev.viridian.spi.PlatformException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Secrets of the environment, of files, and of whatever stores are there. */
final class LinuxSecrets implements HostSecrets {
    private static final long MOST_BYTES = 64 * 1024;
    private static final Map<String, String> BROUGHT_BY =
            Map.of("ssm", "viridian-aws", "secretsmanager", "viridian-aws");

    private final LinuxRoot root;
    private final Map<String, String> environment;
    private final List<SecretStore> stores;

    LinuxSecrets(LinuxRoot root, Map<String, String> environment, List<SecretStore> stores) {
        this.root = root;
        this.environment = environment;
        this.stores = List.copyOf(stores);
    }

    @Override
    public String read(SecretReference reference) {
        String secret = withoutLineBreak(found(reference));
        if (secret.isEmpty()) {
            throw refused(reference, "it is empty. Expected a secret there.");
        }
        return secret;
    }

    private String found(SecretReference reference) {
        return switch (reference.scheme()) {
            case "env" -> variable(reference);
            case "file" -> file(reference);
            default -> stored(reference);
        };
    }

    private String variable(SecretReference reference) {
        @Nullable String value = environment.get(reference.name());
        if (value == null) {
            throw refused(reference, "there is no such variable in the environment of this program. Set it there.");
        }
        return value;
    }

    private String file(SecretReference reference) {
        return FileTroubles.told("read secret " + reference, root.folder(), () -> {
            Path file = root.followed(reference.name());
            if (!Files.isRegularFile(file)) {
                throw refused(reference, "there is no such file. Expected the secret in it.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw refused(reference, "the file has " + Files.size(file) + " bytes. Expected at most 64 KiB.");
            }
            return text(reference, file);
        });
    }

    private static String text(SecretReference reference, Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw refused(reference, "the file is no UTF-8 text.");
        }
    }

    private String stored(SecretReference reference) {
        for (SecretStore store : stores) {
            if (store.schemes().contains(reference.scheme())) {
                return store.read(reference);
            }
        }
        TreeSet<String> known = new TreeSet<>(List.of("env", "file"));
        stores.forEach(store -> known.addAll(store.schemes()));
        String module = BROUGHT_BY.get(reference.scheme());
        throw refused(
                reference,
                "nobody here knows the scheme '" + reference.scheme() + "', only " + known + ". "
                        + (module == null
                                ? "Put a module that provides a SecretStore for it on the class path."
                                : "Put " + module + " on the class path."));
    }

    private static PlatformException refused(SecretReference reference, String why) {
        return PlatformException.refused("read secret " + reference, why);
    }

    private static String withoutLineBreak(String text) {
        String shorter = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return shorter.endsWith("\r") ? shorter.substring(0, shorter.length() - 1) : shorter;
    }
}
