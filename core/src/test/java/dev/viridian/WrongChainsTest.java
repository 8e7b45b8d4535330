package dev.viridian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not compile does not, and the compiler's message says what is missing. */
class WrongChainsTest {
    private static final String ORDERS = "Deployment.blueGreen().artifact(\"s3://releases/orders-1.0.tar.gz\")";

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private static InMemoryOutput output;

    /** One for all: opening the class path takes longer than compiling a line. */
    @BeforeAll
    static void openClassPath() {
        output = new InMemoryOutput(COMPILER.getStandardFileManager(null, Locale.ROOT, null));
    }

    @AfterAll
    static void closeClassPath() {
        output.close();
    }

    @Test
    void withoutAnArtifactTheCompilerNamesWhatIsMissing() {
        assertThat(errorsOf("Deployment wrong = Deployment.blueGreen();"))
                .containsExactly(
                        "incompatible types: dev.viridian.NeedsArtifact cannot be converted to dev.viridian.Deployment");
        assertThat(errorsOf("Deployment wrong = Deployment.blueGreen().healthCheck(http(\"/health\"));"))
                .singleElement()
                .asString()
                .contains("cannot find symbol", "method healthCheck", "class dev.viridian.NeedsArtifact");
    }

    @Test
    void withoutAHealthCheckTheCompilerNamesWhatIsMissing() {
        assertThat(errorsOf("Deployment wrong = " + ORDERS + ";"))
                .containsExactly(
                        "incompatible types: dev.viridian.NeedsHealthCheck cannot be converted to dev.viridian.Deployment");
        assertThat(errorsOf("Deployment wrong = " + ORDERS + ".onFailure(rebuild());"))
                .singleElement()
                .asString()
                .contains("cannot find symbol", "method onFailure", "class dev.viridian.NeedsHealthCheck");
    }

    @Test
    void aHealthCheckStageWithoutAnyDoesNotCompile() {
        assertThat(errorsOf("Deployment wrong = " + ORDERS + ".healthCheck();"))
                .singleElement()
                .asString()
                .contains("healthCheck", "NeedsHealthCheck", "actual and formal argument lists differ in length");
    }

    @Test
    void notifyingNobodyDoesNotCompile() {
        assertThat(errorsOf("Deployment wrong = " + ORDERS + ".healthCheck(tcp()).notifying();"))
                .singleElement()
                .asString()
                .contains("notifying", "actual and formal argument lists differ in length");
    }

    @Test
    void nothingFollowsALastResort() {
        for (String last : List.of("rollBack()", "halt()", "quarantine(ofHours(1))")) {
            assertThat(errorsOf("FailureResponse wrong = " + last + ".then(rebuild());"))
                    .singleElement()
                    .asString()
                    .contains("cannot find symbol", "method then", "LastResort");
        }
    }

    @Test
    void aRebuildIsNotFollowedByARetryOrAnotherRebuild() {
        for (String next :
                List.of("retry(3)", "rebuild()", "when(Failure.DiskFull.class, remedy(\"prune\", f -> {}))")) {
            assertThat(errorsOf("FailureResponse wrong = rebuild().then(" + next + ");"))
                    .singleElement()
                    .asString()
                    .contains("incompatible types", "cannot be converted to dev.viridian.FailureResponse.LastResort");
        }
    }

    @Test
    void aRetryIsNotFollowedByAnother() {
        assertThat(errorsOf("FailureResponse wrong = retry(3).then(retry(3));"))
                .singleElement()
                .asString()
                .contains("no suitable method found for then(dev.viridian.FailureResponse.Retry)");
    }

    @Test
    void severalChecksInOneHaveOneCadence() {
        assertThat(errorsOf("HealthCheck wrong = allOf(http(\"/a\").consecutively(3), tcp());"))
                .singleElement()
                .asString()
                .contains("HealthCheck cannot be converted to dev.viridian.Probe");
        assertThat(errorsOf("HealthCheck wrong = allOf();"))
                .singleElement()
                .asString()
                .contains("actual and formal argument lists differ in length");
    }

    @Test
    void theStagesCannotBeSkipped() {
        assertThat(errorsOf("Object wrong = new NeedsHealthCheck(null, null);"))
                .singleElement()
                .asString()
                .contains("not public");
        assertThat(errorsOf("Object wrong = new Deployment(null, null, null, null);"))
                .singleElement()
                .asString()
                .contains("private access");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Deployment right = Deployment.blueGreen().artifact(s3Uri).healthCheck(http(\"/health\")).onFailure(rebuild());",
                "Deployment right = Deployment.blueGreen().artifact(location).healthCheck(tcp()).onFailure(rebuild());",
                "Deployment right = Deployment.blueGreen().artifact(Artifact.of(s3Uri)).healthCheck(tcp(), http(\"/\"));",
                """
                Deployment right = Deployment.blueGreen()
                    .artifact("s3://releases/orders/1.4.2/orders.tar.gz")
                    .healthCheck(http("/health").consecutively(3).within(ofMinutes(5)))
                    .smokeTest("reaches its database", green -> jdbc(green.property("db.url")).answers("select 1"))
                    .bake(ofMinutes(30))
                    .onFailure(retry(3).then(rebuild().atMost(2)).then(rollBack()))
                    .notifying(message -> {});
                """,
                "FailureResponse right = retry(3).then(when(Failure.DiskFull.class, remedy(\"prune\", f -> {}))).then(rebuild());",
                "FailureResponse right = when(Failure.DiskFull.class, remedy(\"prune\", f -> {})).then(retry(2)).then(halt());",
                "FailureResponse right = retry(3).after(ofSeconds(5)).then(quarantine(ofHours(1)));",
                "HealthCheck right = allOf(http(\"/health\"), tcp()).every(ofSeconds(2));",
                "SmokeTest right = SmokeTest.code(green -> green.uri(\"/\").toURL().openStream().close()).within(ofSeconds(5));"
            })
    void theRightChainsCompile(String statement) {
        assertThat(errorsOf(statement)).isEmpty();
    }

    private static List<String> errorsOf(String statement) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> options = List.of("-classpath", System.getProperty("java.class.path"), "-proc:none");
        boolean compiled = COMPILER.getTask(
                        new StringWriter(), output, diagnostics, options, null, List.of(new Source(statement)))
                .call();
        List<String> errors = diagnostics.getDiagnostics().stream()
                .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                .toList();
        assertThat(errors.isEmpty()).as(errors.toString()).isEqualTo(compiled);
        return errors;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String statement;

        Source(String statement) {
            super(URI.create("string:///Chain.java"), Kind.SOURCE);
            this.statement = statement;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return """
                    import static dev.viridian.FailureResponse.*;
                    import static dev.viridian.HealthCheck.*;
                    import static java.time.Duration.*;
                    import dev.viridian.*;
                    import java.net.URI;

                    class Chain {
                        void write(String s3Uri, URI location) {
                            %s
                        }
                    }
                    """.formatted(statement);
        }
    }
}
