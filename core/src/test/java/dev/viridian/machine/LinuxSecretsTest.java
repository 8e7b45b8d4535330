package dev.viridian.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.SecretReference;
import dev.viridian.provision.SecretStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxSecretsTest {
    private static final SecretStore VAULT = new SecretStore() {
        @Override
        public Set<String> schemes() {
            return Set.of("vault");
        }

        @Override
        public String read(SecretReference reference) {
            return "from the vault: " + reference.name();
        }
    };

    @TempDir
    private Path folder;

    @Test
    void readsTheEnvironmentFilesAndStores() throws IOException {
        Files.writeString(folder.resolve("db"), "correct horse\r\n");

        assertThat(read("env:DB")).isEqualTo("hunter2");
        assertThat(read("file:db")).isEqualTo("correct horse");
        assertThat(read("vault:orders/db")).isEqualTo("from the vault: orders/db");
    }

    @Test
    void saysWhatIsMissingAndNeverWhatIsThere() throws IOException {
        Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> read("env:NONE")).hasMessageContaining("no such variable");
        assertThatThrownBy(() -> read("file:none")).hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> read("file:binary")).hasMessageContaining("no UTF-8 text");
        assertThatThrownBy(() -> read("file:empty")).hasMessageContaining("it is empty");
        assertThatThrownBy(() -> read("ssm:/orders/db"))
                .hasMessageContaining("nobody here knows the scheme 'ssm', only [env, file, vault]")
                .hasMessageContaining("Put viridian-aws on the class path");
    }

    private String read(String reference) {
        String[] parts = reference.split(":", 2);
        return new LinuxSecrets(new LinuxRoot(Path.of("/"), folder.toString()), Map.of("DB", "hunter2"), List.of(VAULT))
                .read(new SecretReference(parts[0], parts[1]));
    }
}
