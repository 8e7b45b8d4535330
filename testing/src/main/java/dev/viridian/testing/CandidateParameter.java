package dev.viridian.testing;

import dev.viridian.Candidate;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit tests the candidate that they are run against. {@link JUnitSmokeTest} registers it by itself;
 * {@code @ExtendWith(CandidateParameter.class)} may be written for readers, and for tools that look for where parameters come from.
 */
public final class CandidateParameter implements ParameterResolver, ExecutionCondition {
    /** Made by JUnit. */
    public CandidateParameter() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Candidate.class;
    }

    /**
     * The candidate of the run that the test belongs to.
     *
     * @throws ParameterResolutionException when the test was not started by {@link JUnitSmokeTest}
     */
    @Override
    public Candidate resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return number(context)
                .flatMap(Candidates::find)
                .map(Candidates.Run::candidate)
                .orElseThrow(() -> new ParameterResolutionException(context.getDisplayName()
                        + " takes a Candidate, and there is none: a build tool or an IDE has started it."
                        + " Make it part of a deployment, .smokeTest(\"…\", JUnitSmokeTest.of("
                        + context.getTestClass().map(Class::getSimpleName).orElse("…") + ".class)),"
                        + " and keep its class out of the build's own tests."));
    }

    /** Once a smoke test's time is over, the rest of its tests is not begun. */
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        boolean over = number(context)
                .filter(number -> Candidates.find(number).isEmpty())
                .isPresent();
        return over
                ? ConditionEvaluationResult.disabled("the smoke test was interrupted")
                : ConditionEvaluationResult.enabled("there is time left");
    }

    private static Optional<String> number(ExtensionContext context) {
        return context.getConfigurationParameter(Candidates.PARAMETER);
    }
}
