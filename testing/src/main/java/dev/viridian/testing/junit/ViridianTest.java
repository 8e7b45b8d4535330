package dev.viridian.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class deploy to a simulated world: a fresh one for each test, which takes what it needs of it as parameters.
 *
 * <pre>{@code
 * @ViridianTest("orders")
 * class OrdersDeploymentTest {
 *   @Test
 *   void isDeployed(Deployer deployer, SimulatedWorld world) {
 *     assertThat(deployer.deploy(orders)).isDeployed();
 *     assertThat(world).isLive("1.3").trafficNeverDropped();
 *   }
 * }
 * }</pre>
 *
 * <p>Nothing is live in that world when a test begins; {@link World} describes another one. What else is done is told at
 * {@link ViridianExtension}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ViridianExtension.class)
public @interface ViridianTest {
    /** The name of the application, where no {@link World} describes it; {@code application} without it. */
    String value() default ViridianExtension.APPLICATION;
}
