package dev.viridian.state;

import dev.viridian.EnvironmentName;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One failure of every kind that core has; a kind that is added is in it by itself. */
final class SampleFailures {
    private static final Map<Class<?>, Object> SAMPLES = Map.of(
            String.class,
            "this and that",
            int.class,
            3,
            boolean.class,
            true,
            Duration.class,
            Duration.ofMillis(1500),
            EnvironmentName.class,
            new EnvironmentName("orders-7-1"),
            MachineId.class,
            new MachineId("orders-7-1.2"));

    private SampleFailures() {}

    static List<Failure> all() {
        return Arrays.stream(Failure.class.getPermittedSubclasses())
                .filter(Class::isRecord)
                .map(kind -> sample(kind.asSubclass(Failure.class)))
                .toList();
    }

    private static Failure sample(Class<? extends Failure> kind) {
        Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return kind.getDeclaredConstructor(types)
                    .newInstance(Arrays.stream(types).map(SAMPLES::get).toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No sample of " + kind, e);
        }
    }
}
