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

/** Each Java snippet of the guide to testing stands in a test to the letter, is compiled, and is run. */
class TestingGuideTest {
    private static final Pattern SNIPPET = Pattern.compile("```java\n(?<code>.*?)```", Pattern.DOTALL);
    private static final Path TEST = Path.of("src/test/java/dev/viridian/examples/orders/OrdersDeploymentTest.java");

    @Test
    void everySnippetStandsInTheTestOfTheOrdersDeployment() throws IOException {
        String test = squeezed(Files.readString(TEST));
        List<String> snippets = new ArrayList<>();
        Matcher matcher = SNIPPET.matcher(Files.readString(Path.of("../docs/testing.md")));
        while (matcher.find()) {
            snippets.add(matcher.group("code"));
        }

        assertThat(snippets)
                .hasSizeGreaterThanOrEqualTo(5)
                .allSatisfy(snippet -> assertThat(test).contains(squeezed(snippet)));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
