package dev.viridian.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each Java snippet of the guide to provisioning stands in the orders machine or its test to the letter, and is run. */
class ProvisioningGuideTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(?<code>.*?)```", Pattern.DOTALL);
    private static final List<Path> CODE = List.of(
            Path.of("src/main/java/dev/viridian/examples/orders/OrdersMachine.java"),
            Path.of("src/test/java/dev/viridian/examples/orders/OrdersMachineTest.java"));

    @Test
    void everySnippetStandsInCodeThatIsRun() throws IOException {
        StringBuilder code = new StringBuilder();
        for (Path file : CODE) {
            code.append(Files.readString(file));
        }
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("../docs/provisioning.md")));
        while (matcher.find()) {
            snippets.add(matcher.group("code"));
        }

        assertThat(snippets)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(snippet -> assertThat(squeezed(code.toString())).contains(squeezed(snippet)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
