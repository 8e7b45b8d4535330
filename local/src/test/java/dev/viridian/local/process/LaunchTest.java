package dev.viridian.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaunchTest {
    private static final Path FOLDER = Path.of("/srv/orders");
    private static final Launch LAUNCH = Launch.of(FOLDER, "java", "-jar", "orders.jar");

    @Test
    void startsWithAnEmptyEnvironmentAndALogInItsFolder() {
        assertThat(LAUNCH.command()).containsExactly("java", "-jar", "orders.jar");
        assertThat(LAUNCH.environment()).isEmpty();
        assertThat(LAUNCH.output()).isEqualTo(FOLDER.resolve("output.log"));
    }

    @Test
    void isNotChangedByItsWords() {
        Launch more = LAUNCH.with("PORT", "1").with("PORT", "2").writingTo(Path.of("/var/log/orders"));

        assertThat(more.environment()).isEqualTo(Map.of("PORT", "2"));
        assertThat(more.output()).isEqualTo(Path.of("/var/log/orders"));
        assertThat(LAUNCH.environment()).isEmpty();
    }

    @Test
    void showsNoValueOfTheEnvironment() {
        assertThat(LAUNCH.with("PASSWORD", "s3cret").toString())
                .contains("PASSWORD", "orders.jar")
                .doesNotContain("s3cret");
    }

    @Test
    void refusesWhatNoSystemCouldStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Launch(List.of(), FOLDER, Map.of(), FOLDER.resolve("log")))
                .withMessageContaining("Nothing to run in /srv/orders");
        assertThatIllegalArgumentException().isThrownBy(() -> Launch.of(FOLDER, " "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Launch.of(FOLDER, "echo", "a\0b"))
                .withMessageContaining("NUL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LAUNCH.with("A=B", ""))
                .withMessageContaining("'A=B'");
        assertThatIllegalArgumentException().isThrownBy(() -> LAUNCH.with("", "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LAUNCH.with("PASSWORD", "s3\0cret"))
                .withMessageContaining("PASSWORD")
                .withMessageNotContaining("cret");
    }
}
