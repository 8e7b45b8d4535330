package dev.viridian.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the field, or the method without parameters, that describes the world of the tests of a class. A nested class without one of
 * its own has that of the class around it.
 *
 * <pre>{@code
 * @World
 * Simulation orders = Simulation.of("orders").live("1.2", 4);
 * }</pre>
 */
@Documented
@Target({ElementType.FIELD, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface World {}
