package dev.viridian.engine;

import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.Callable;

/** A platform one of whose methods, or of those of its parts, does something else. */
final class AlteredParts {
    private static final Set<Class<?>> PARTS = Set.of(
            Environments.class,
            TrafficRouter.class,
            StateStore.class,
            ArtifactStore.class,
            Probes.class,
            Controllers.class,
            Time.class,
            Tasks.class);

    private final String method;
    private final Instead instead;

    private AlteredParts(String method, Instead instead) {
        this.method = method;
        this.instead = instead;
    }

    /** What is done in place of the method. */
    interface Instead {
        Object of(Callable<Object> call) throws Throwable;
    }

    static Platform of(Platform platform, String method, Instead instead) {
        return new AlteredParts(method, instead).seen(Platform.class, platform);
    }

    private <T> T seen(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Callable<Object> call = () -> {
                        try {
                            return called.invoke(target, arguments);
                        } catch (InvocationTargetException e) {
                            throw thrown(e.getTargetException());
                        }
                    };
                    Class<?> answered = called.getReturnType();
                    Object answer = called.getName().equals(method) ? instead.of(call) : call.call();
                    return answer != null && PARTS.contains(answered) ? seen(answered, answer) : answer;
                }));
    }

    private static Exception thrown(Throwable target) {
        if (target instanceof Error error) {
            throw error;
        }
        return (Exception) target;
    }
}
