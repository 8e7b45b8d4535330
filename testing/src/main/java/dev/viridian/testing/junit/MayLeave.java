package dev.viridian.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The test, or each test of the class and of those that extend it, means to leave this behind and does not fail because of it. Without it a test may leave nothing.
 *
 * <pre>{@code
 * @Test
 * @MayLeave(Leftover.ENVIRONMENT)
 * void leavesTheCandidateToAPerson(Deployer deployer) {
 *   assertThat(deployer.deploy(orders.onFailure(halt()))).isHalted();
 * }
 * }</pre>
 */
@Documented
@Inherited
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MayLeave {
    /** What may be left. */
    Leftover[] value();
}
