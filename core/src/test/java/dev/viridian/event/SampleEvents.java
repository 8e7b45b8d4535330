package dev.viridian.event;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of every kind there is, with a secret in each of its texts; a kind that is added is in it by itself. */
public final class SampleEvents {
    /** What must be nowhere. */
    public static final String SECRET = "hunter2";

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(Instant.class, Instant.parse("2026-01-01T00:00:00Z")),
            Map.entry(Duration.class, Duration.ofSeconds(90)),
            Map.entry(String.class, "said \"password=" + SECRET + "\"\nin two lines"),
            Map.entry(int.class, 3),
            Map.entry(long.class, 4L),
            Map.entry(DeploymentId.class, new DeploymentId("orders", 7)),
            Map.entry(EnvironmentName.class, new EnvironmentName("orders-7-1")),
            Map.entry(Revision.class, new Revision("1.4.2", "ab".repeat(32))),
            Map.entry(TrafficSplit.class, TrafficSplit.allTo(new EnvironmentName("orders-6-1"))),
            Map.entry(Outcome.class, Outcome.ROLLED_BACK),
            Map.entry(Evidence.class, Evidence.of("log", "token=" + SECRET)),
            Map.entry(List.class, List.of("secret=" + SECRET, "second")),
            Map.entry(Optional.class, Optional.of(new MachineId("orders-7-1.2"))));

    private SampleEvents() {}

    /** One of each. */
    public static List<Event> all() {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .map(kind -> sample(kind.asSubclass(Event.class)))
                .toList();
    }

    private static Event sample(Class<? extends Event> kind) {
        Class<?>[] types = Arrays.stream(kind.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(types).map(SampleEvents::value).toArray();
        try {
            Constructor<? extends Event> constructor = kind.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No sample of " + kind, e);
        }
    }

    private static Object value(Class<?> type) {
        return Optional.ofNullable(SAMPLES.get(type))
                .orElseThrow(() -> new AssertionError("No sample of a " + type + "; add one to SampleEvents."));
    }
}
