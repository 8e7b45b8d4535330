package dev.viridian.spi;

import dev.viridian.Environment;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import java.util.List;
import java.util.Optional;

/** The environments of one application. */
public interface Environments {
    /**
     * Makes the environment of that name, or adopts what an earlier call made; machines may still be starting when it returns.
     *
     * @throws PlatformException when it cannot, or when an environment of that name runs another revision
     */
    Environment create(EnvironmentSpec spec, Fence fence);

    /** The environment as it is now, never as it is remembered. */
    Optional<Environment> find(EnvironmentName name);

    /** All that belong to the application, so that what was left behind can be found. */
    List<Environment> list();

    /** Tears the machine down and has another built in its place; of a machine that is gone already, nothing. */
    void replace(EnvironmentName name, MachineId machine, Fence fence);

    /** Brings the environment to this many machines. */
    void resize(EnvironmentName name, int machines, Fence fence);

    /** Whatever can be found out about a machine, also about one that is gone. Never throws for lack of findings. */
    Evidence examine(EnvironmentName name, MachineId machine);

    /** Removes the environment and all that belongs to it, and returns when it is gone; of nothing, nothing. */
    void destroy(EnvironmentName name, Fence fence);
}
