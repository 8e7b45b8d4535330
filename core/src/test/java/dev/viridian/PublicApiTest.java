package dev.viridian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicApiTest {
    private static final Path FILE =
            Path.of(System.getProperty("basedir", ""), "src", "test", "resources", "public-api.txt");

    @Test
    void changesOnlyWhenThatIsMeant() throws IOException, URISyntaxException {
        String api = PublicApi.of(Path.of(Deployment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
        if (Boolean.getBoolean("viridian.updateApi")) {
            Files.writeString(FILE, api);
        }
        List<String> before = Files.readAllLines(FILE);
        List<String> now = api.lines().toList();

        assertThat(now)
                .as("""
                        The public API is not what %s says.
                        Gone: %s
                        New: %s
                        If that is meant, write it down with
                          mvn -pl core test -Dtest=PublicApiTest -Dviridian.updateApi=true
                        and say in CHANGELOG.md what users have to do.""", FILE, without(before, now), without(now, before))
                .isEqualTo(before);
    }

    private static String without(List<String> lines, List<String> others) {
        return lines.stream()
                .filter(line -> !others.contains(line))
                .map(line -> "\n  " + line.strip())
                .reduce("", String::concat);
    }
}
