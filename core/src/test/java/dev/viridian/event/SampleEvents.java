package dev.viridian.event;

import dev.viridian.DeploymentId;
import dev.viridian.EnvironmentName;
import dev.viridian.Evidence;
import dev.viridian.Failure;
import dev.viridian.MachineId;
import dev.viridian.Outcome;
import dev.viridian.Revision;
import dev.viridian.TrafficSplit;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
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

    private static final EnvironmentName LIVE = new EnvironmentName("orders-6-1");
    private static final Revision REVISION = new Revision("1.4.2", "ab".repeat(32));

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(Instant.class, Instant.parse("2026-01-01T00:00:00Z")),
            Map.entry(Duration.class, Duration.ofSeconds(90)),
            Map.entry(int.class, 3),
            Map.entry(long.class, 4L),
            Map.entry(DeploymentId.class, new DeploymentId("orders", 7)),
            Map.entry(EnvironmentName.class, new EnvironmentName("orders-7-1")),
            Map.entry(MachineId.class, new MachineId("orders-7-1.2")),
            Map.entry(Revision.class, REVISION),
            Map.entry(TrafficSplit.class, TrafficSplit.allTo(LIVE)),
            Map.entry(Outcome.class, Outcome.ROLLED_BACK),
            Map.entry(Event.Choice.class, Event.Choice.REBUILD_CANDIDATE),
            Map.entry(Event.LiveEnvironment.class, new Event.LiveEnvironment(LIVE, REVISION, 3)));

    private final String text;

    private SampleEvents(String text) {
        this.text = text;
    }

    /** One of each. */
    public static List<Event> all() {
        return each("said \"password=" + SECRET + "\"\nin two lines");
    }

    /** One of each, with texts that are nobody's secret, so that nothing of them is masked. */
    public static List<Event> withoutSecrets() {
        return each("said \"nothing\"\nin two lines, for 1.5 \u20ac");
    }

    private static List<Event> each(String text) {
        SampleEvents samples = new SampleEvents(text);
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .map(kind -> samples.sample(kind.asSubclass(Event.class)))
                .toList();
    }

    private Event sample(Class<? extends Event> kind) {
        RecordComponent[] components = kind.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> value(component.getGenericType()))
                .toArray();
        try {
            Constructor<? extends Event> constructor = kind.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No sample of " + kind, e);
        }
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Object item = value(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? List.of(item, item) : Optional.of(item);
        } else if (type == String.class) {
            return text;
        } else if (type == Evidence.class) {
            return Evidence.of("log", text);
        } else if (type == Failure.class) {
            return new Failure.SmokeTestFailed("works", "orders-7-1", text);
        }
        return Optional.ofNullable(SAMPLES.get(type))
                .orElseThrow(() -> new AssertionError("No sample of a " + type + "; add one to SampleEvents."));
    }
}
