package dev.viridian.examples.orders.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void putsVariablesOfTheEnvironmentWhereTheFileNamesThem() throws IOException {
        Settings settings = read("version=1.0\ndb.url=jdbc:h2:tcp://${HOST}:${DB_PORT}/./orders\ndb.user=orders");

        assertThat(settings).isEqualTo(new Settings("1.0", "jdbc:h2:tcp://a$1:9/./orders", "orders", false, false));
    }

    @Test
    void readsWhichFeaturesAreOn() throws IOException {
        Settings settings = read("version=1\ndb.url=u\ndb.user=o\nfeature.totals=true\nboot.sick-once=true");

        assertThat(settings.totals()).isTrue();
        assertThat(settings.sickOnce()).isTrue();
    }

    @Test
    void namesTheVariableThatIsMissing() {
        assertThatThrownBy(() -> read("version=1.0\ndb.url=jdbc:h2:tcp://${DB_ADDRESS}/./orders\ndb.user=orders"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessage(
                        "Cannot start with " + file().toAbsolutePath()
                                + ": db.url needs the environment variable DB_ADDRESS, which is not set. Set it, or write the value.");
    }

    @Test
    void refusesAFileWithoutTheDatabase() {
        assertThatThrownBy(() -> read("version=1.0\ndb.user=orders"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("db.url has no value");
    }

    @Test
    void refusesAFeatureThatIsNeitherOnNorOff() {
        assertThatThrownBy(() -> read("version=1\ndb.url=u\ndb.user=o\nfeature.totals=yes"))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("feature.totals is 'yes'. Expected true or false");
    }

    @Test
    void saysWhereItLookedForTheFile() {
        assertThatThrownBy(() -> Settings.read(file(), Map.of()))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("There is no configuration " + file().toAbsolutePath());
    }

    private Settings read(String text) throws IOException {
        return Settings.read(Files.writeString(file(), text), Map.of("HOST", "a$1", "DB_PORT", "9"));
    }

    private Path file() {
        return folder.resolve("orders.properties");
    }
}
