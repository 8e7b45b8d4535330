package dev.viridian.testing;

import java.util.Optional;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** What tests and their failures are called in one line. */
final class TestNames {
    private static final int LONGEST = 500;

    private TestNames() {}

    /** For instance {@code OrdersSmokeTest.takesAnOrder}, with its arguments where there are several of that name. */
    static String of(TestIdentifier identifier, TestPlan plan) {
        Optional<TestSource> source = identifier.getSource();
        boolean oneOfSeveral = source.isPresent()
                && plan.getParent(identifier).flatMap(TestIdentifier::getSource).equals(source);
        String name = source.flatMap(TestNames::of).orElse(identifier.getDisplayName());
        return oneOfSeveral ? name + " " + identifier.getDisplayName() : name;
    }

    /** The message of an assertion; of anything else its class, too; and what caused it. */
    static String reason(Throwable thrown) {
        String reason = one(thrown);
        Throwable cause = thrown.getCause();
        return cause == null || reason.contains(one(cause)) ? reason : reason + ", caused by " + one(cause);
    }

    private static String one(Throwable thrown) {
        String message =
                String.valueOf(thrown.getMessage()).replaceAll("\\s+", " ").strip();
        String type = thrown.getClass().getSimpleName();
        if (thrown.getMessage() == null || message.isEmpty()) {
            return type;
        }
        String reason = thrown instanceof AssertionError ? message : type + ": " + message;
        return reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason;
    }

    private static Optional<String> of(TestSource source) {
        if (source instanceof MethodSource method) {
            return Optional.of(simple(method.getClassName()) + "." + method.getMethodName());
        }
        return source instanceof ClassSource type ? Optional.of(simple(type.getClassName())) : Optional.empty();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
    }
}
