package dev.viridian.testing.junit;

import dev.viridian.engine.Deployer;
import dev.viridian.spi.Platform;
import dev.viridian.testing.simulation.SimulatedWorld;
import dev.viridian.testing.simulation.Simulation;
import java.io.PrintStream;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test a platform of its own to deploy to, and looks after it. {@link ViridianTest} registers it for a simulated world; the
 * same tests run on another platform where one line is changed:
 *
 * <pre>{@code
 * @RegisterExtension
 * static ViridianExtension viridian = ViridianExtension.simulated();
 *
 * @RegisterExtension
 * static ViridianExtension viridian = ViridianExtension.on(() -> LocalPlatform.application("orders")….open());
 * }</pre>
 *
 * <p>Test methods and {@code @BeforeEach} and {@code @AfterEach} methods may take a {@link Platform} or what it really is, a
 * {@link Deployer} on it, and in a simulation the {@link SimulatedWorld}; all of one test take the same. After the test
 *
 * <ul>
 *   <li>a failed one is followed by its story: calls, events, what users got (events are those of the given deployer);
 *   <li>a green one fails when it left something: an environment that is neither live nor in quarantine, a lease that was not given
 *       back, a notification that was not sent, or a broken {@linkplain dev.viridian.testing.simulation.Rule rule}, unless
 *       {@link MayLeave} says that this is meant;
 *   <li>the platform is closed.
 * </ul>
 *
 * <p>Immutable; tests may run at the same time, each in its own world. A simulated world belongs to the thread that JUnit runs the
 * test on: what gives a test another one, such as {@code assertTimeoutPreemptively}, is refused. In a simulation
 * {@link SimulatedWorld#hold} says what a deployment promises; without it rules are held to what is true of every deployment.
 */
public final class ViridianExtension implements ParameterResolver, AfterEachCallback {
    static final String APPLICATION = "application";

    private static final ExtensionContext.Namespace KEPT = ExtensionContext.Namespace.create(ViridianExtension.class);

    private final Source source;
    private final Optional<PrintStream> stories;

    /** Made by JUnit: on the world that {@link World} describes, or an empty one. */
    public ViridianExtension() {
        this(context -> DescribedWorld.of(context).open().platform(), Optional.empty());
    }

    private ViridianExtension(Source source, Optional<PrintStream> stories) {
        this.source = source;
        this.stories = stories;
    }

    /** Each test has a simulated world: the one that {@link World} describes, or an empty one. */
    public static ViridianExtension simulated() {
        return new ViridianExtension();
    }

    /** Each test has a world like this. */
    public static ViridianExtension simulated(Simulation simulation) {
        return new ViridianExtension(context -> simulation.open().platform(), Optional.empty());
    }

    /** Each test has a platform that is opened by this, and closed after the test. */
    public static ViridianExtension on(Opening opening) {
        return new ViridianExtension(context -> opening.open(), Optional.empty());
    }

    /** Where the stories of failed tests are printed; {@link System#err} without it. */
    public ViridianExtension printingTo(PrintStream stream) {
        return new ViridianExtension(source, Optional.of(stream));
    }

    /** Opens a platform. */
    @FunctionalInterface
    public interface Opening {
        /** A platform with nothing of another test on it. */
        Platform open() throws Exception;
    }

    /** Where the platform of a test comes from. */
    private interface Source {
        Platform open(ExtensionContext context) throws Exception;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SimulatedWorld.class || type == Deployer.class || Platform.class.isAssignableFrom(type);
    }

    /**
     * What the test asks for.
     *
     * @throws ParameterResolutionException when that is not of the platform that the tests run on, or nobody's: a constructor and
     *     {@code @BeforeAll} belong to no single test
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(parameter.getDeclaringExecutable() + " takes a "
                    + type.getSimpleName()
                    + ", and there is one for each test only. Take it in the test, or in a @BeforeEach method.");
        }
        Scene scene = scene(context);
        return scene.give(type)
                .orElseThrow(() -> new ParameterResolutionException(context.getDisplayName() + " takes a "
                        + type.getSimpleName() + ", and it runs on " + scene.platform() + ", a "
                        + scene.platform().getClass().getSimpleName()
                        + ". Take a Platform and a Deployer where the same test runs on several platforms."));
    }

    private Scene scene(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(KEPT);
        Scene known = store.get(Scene.class, Scene.class);
        if (known != null) {
            return known;
        }
        Scene opened = Scene.on(open(context));
        store.put(Scene.class, opened);
        return opened;
    }

    private Platform open(ExtensionContext context) {
        try {
            return Objects.requireNonNull(source.open(context), "what opens the platform of a test returned null");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ParameterResolutionException(
                    "The platform for " + context.getDisplayName() + " could not be opened: " + e.getMessage(), e);
        }
    }

    /** Tells the story of a failed test, fails a green one that left something, and closes the platform. */
    @Override
    public void afterEach(ExtensionContext context) {
        Scene scene = context.getStore(KEPT).get(Scene.class, Scene.class);
        if (scene == null) {
            return;
        }
        try (scene) {
            String test = name(context);
            Optional<Throwable> thrown = context.getExecutionException();
            if (thrown.isEmpty()) {
                Leaks.of(scene).require(test, Allowed.in(context));
            } else if (!(thrown.get() instanceof TestAbortedException)) {
                stories.orElse(System.err).println(test + " failed. What happened:\n" + scene.story());
            }
        }
    }

    /** A repetition, or a test with arguments, is displayed without its method. */
    private static String name(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String displayed = context.getDisplayName();
        return context.getRequiredTestClass().getSimpleName() + "."
                + (displayed.startsWith(method) ? displayed : method + " " + displayed);
    }
}
