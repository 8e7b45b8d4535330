package dev.viridian.spi;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The environments of one application. Each call may be repeated, and made at the same time as others.
 *
 * <p>A call that changes something throws a {@link PlatformException} with {@link dev.viridian.Failure.FencedOff}, and changes
 * nothing, when its fencing token is older than one that was seen by any such call before, here or in the router.
 */
public interface Environments {
    /**
     * Looks for what is known already to stand in the way of making the environment: a permission, a quota, an image that is not there. A
     * plan asks for it, and a deployment before it touches anything. It changes nothing; what nobody can know before is found when the
     * environment is made. Without it nothing is looked for.
     *
     * @throws PlatformException when the environment cannot be made
     */
    default void requirePossible(EnvironmentSpec spec) {}

    /**
     * Makes the environment of that name, or adopts what an earlier call made and never makes it smaller; machines may still be
     * starting when it returns.
     *
     * @throws PlatformException when it cannot, or when an environment of that name runs another revision
     */
    Environment create(EnvironmentSpec spec, Fence fence);

    /** The environment as it is now, never as it is remembered. */
    Optional<Environment> find(EnvironmentName name);

    /** All that belong to the application, so that what was left behind can be found. */
    List<Environment> list();

    /**
     * How many machines the environment is meant to have, as it is now; nothing where there is none of that name. It is asked after each step of
     * a deployment whether what serves users is still there in its full size. Without it the environment is looked at with its machines, which a
     * platform that must ask for them by further calls had better leave out.
     */
    default OptionalInt size(EnvironmentName name) {
        return find(name).map(Environment::size).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** The same of all that {@link #list()} shows, in its order. */
    default Map<EnvironmentName, Integer> sizes() {
        Map<EnvironmentName, Integer> sizes = new LinkedHashMap<>();
        list().forEach(environment -> sizes.put(environment.name(), environment.size()));
        return sizes;
    }

    /**
     * Tears the machine down and has another built in its place, with an id that the environment never had before; of a machine that
     * is gone already, nothing.
     *
     * @throws PlatformException when it cannot, or when there is no such environment
     */
    void replace(EnvironmentName name, MachineId machine, Fence fence);

    /**
     * Brings the environment to this many machines, and keeps as many as it can of those that are there.
     *
     * @throws PlatformException when it cannot, or when there is no such environment
     */
    void resize(EnvironmentName name, int machines, Fence fence);

    /** Whatever can be found out about a machine, also about one that is gone. Never throws for lack of findings. */
    Evidence examine(EnvironmentName name, MachineId machine);

    /**
     * Removes the environment and all that belongs to it, and returns when it is gone; of nothing, nothing.
     *
     * @throws PlatformException when it cannot, or when the environment gets traffic
     */
    void destroy(EnvironmentName name, Fence fence);
}
