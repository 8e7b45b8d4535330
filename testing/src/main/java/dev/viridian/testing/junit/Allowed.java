package dev.viridian.testing.junit;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What a test may leave: what it says itself, and what its class and those around it say. */
final class Allowed {
    private Allowed() {}

    static Set<Leftover> in(ExtensionContext context) {
        Set<Leftover> allowed = EnumSet.noneOf(Leftover.class);
        AnnotationSupport.findAnnotation(context.getTestMethod(), MayLeave.class)
                .ifPresent(said -> allowed.addAll(List.of(said.value())));
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            AnnotationSupport.findAnnotation(type, MayLeave.class)
                    .ifPresent(said -> allowed.addAll(List.of(said.value())));
        }
        return allowed;
    }
}
