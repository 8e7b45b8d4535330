package dev.viridian.testing.junit;

import dev.viridian.testing.simulation.Simulation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** Finds the description of a test's world: in its class, then in the classes around it. */
final class DescribedWorld {
    private final ExtensionContext context;

    private DescribedWorld(ExtensionContext context) {
        this.context = context;
    }

    static Simulation of(ExtensionContext context) {
        DescribedWorld described = new DescribedWorld(context);
        List<Object> instances =
                new ArrayList<>(context.getRequiredTestInstances().getAllInstances());
        for (int i = instances.size() - 1; i >= 0; i--) {
            Optional<Simulation> found = described.in(instances.get(i));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Simulation.of(described.application());
    }

    private Optional<Simulation> in(Object instance) {
        List<Object> found = new ArrayList<>();
        for (Field field : AnnotationSupport.findAnnotatedFields(instance.getClass(), World.class)) {
            found.add(read(field, instance));
        }
        for (Method method : AnnotationSupport.findAnnotatedMethods(
                instance.getClass(), World.class, HierarchyTraversalMode.BOTTOM_UP)) {
            found.add(invoke(method, instance));
        }
        if (found.size() > 1) {
            throw new ExtensionConfigurationException(instance.getClass().getSimpleName() + " has " + found.size()
                    + " fields and methods with @World. Expected one: a test has one world.");
        }
        return found.stream().findFirst().map(this::requireSimulation);
    }

    private static Object read(Field field, Object instance) {
        Object value = ReflectionSupport.tryToReadFieldValue(field, instance)
                .getOrThrow(thrown ->
                        new ExtensionConfigurationException("@World " + field + " could not be read", thrown));
        return value == null ? "null" : value;
    }

    private static Object invoke(Method method, Object instance) {
        if (method.getParameterCount() > 0) {
            throw new ExtensionConfigurationException(
                    "@World " + method + " takes parameters. Expected a method without any.");
        }
        Object value = ReflectionSupport.invokeMethod(method, instance);
        return value == null ? "null" : value;
    }

    private Simulation requireSimulation(Object found) {
        if (found instanceof Simulation simulation) {
            return simulation;
        }
        throw new ExtensionConfigurationException("What @World marks in "
                + context.getRequiredTestClass().getSimpleName() + " is " + found
                + ". Expected a Simulation, such as Simulation.of(\"orders\").live(\"1.2\", 4).");
    }

    private String application() {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            Optional<ViridianTest> annotation = AnnotationSupport.findAnnotation(type, ViridianTest.class);
            if (annotation.isPresent()) {
                return annotation.get().value();
            }
        }
        return ViridianExtension.APPLICATION;
    }
}
