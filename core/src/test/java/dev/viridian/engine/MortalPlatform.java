package dev.viridian.engine;

import dev.viridian.Notifier;
import dev.viridian.spi.ArtifactStore;
import dev.viridian.spi.ControllerStop;
import dev.viridian.spi.Controllers;
import dev.viridian.spi.Environments;
import dev.viridian.spi.Platform;
import dev.viridian.spi.Probes;
import dev.viridian.spi.StateStore;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.spi.TrafficRouter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A world as one controller sees it, who is killed before or after a certain call, and makes no other from then on. */
final class MortalPlatform implements Platform {
    /** What changes something, or may. */
    private static final Set<String> EFFECTS =
            Set.of("create", "replace", "resize", "destroy", "route", "createIfAbsent", "delete", "send");

    private static final AtomicInteger BORN = new AtomicInteger();
    private static final Set<String> DEAD = ConcurrentHashMap.newKeySet();

    final List<String> calls = new ArrayList<>();
    private final String mark = "mortal " + BORN.incrementAndGet();
    private final Platform world;
    private int lastCall = Integer.MAX_VALUE;
    private boolean before;
    private boolean dead;

    private MortalPlatform(Platform world) {
        this.world = world;
    }

    /** The death of a controller: nobody catches it. */
    static final class Killed extends Error implements ControllerStop {
        private static final long serialVersionUID = 1;

        Killed() {
            super("the controller was killed", null, false, false);
        }
    }

    static MortalPlatform immortal(Platform world) {
        return new MortalPlatform(world);
    }

    static MortalPlatform killedBefore(int call, Platform world) {
        MortalPlatform platform = new MortalPlatform(world);
        platform.lastCall = call;
        platform.before = true;
        return platform;
    }

    static MortalPlatform killedAfter(int call, Platform world) {
        MortalPlatform platform = new MortalPlatform(world);
        platform.lastCall = call;
        return platform;
    }

    boolean isDead() {
        return dead;
    }

    /** The numbers of all calls. */
    List<Integer> all() {
        return IntStream.rangeClosed(1, calls.size()).boxed().toList();
    }

    /** The numbers of the calls that change something. */
    List<Integer> effects() {
        List<Integer> effects = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            if (EFFECTS.contains(calls.get(i))) {
                effects.add(i + 1);
            }
        }
        return effects;
    }

    /** A notifier of this controller's. */
    Notifier notifier(Notifier notifier) {
        return notification -> port(Notifier.class, notifier).send(notification);
    }

    private <T> T port(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(target, method, arguments)));
    }

    /** To read the clock changes nothing: to be killed there is to be killed before the next call. */
    private Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("now") && !dead) {
            return invoke(target, method, arguments);
        }
        live();
        calls.add(method.getName());
        boolean last = calls.size() == lastCall;
        die(last && before);
        try {
            return invoke(target, method, arguments);
        } finally {
            die(last);
        }
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    private void die(boolean now) {
        dead |= now;
        if (now) {
            DEAD.add(mark);
        }
        live();
    }

    private void live() {
        if (dead) {
            throw new Killed();
        }
    }

    @Override
    public String application() {
        return world.application();
    }

    @Override
    public Environments environments() {
        return port(Environments.class, world.environments());
    }

    @Override
    public TrafficRouter traffic() {
        return port(TrafficRouter.class, world.traffic());
    }

    @Override
    public StateStore state() {
        return port(StateStore.class, world.state());
    }

    @Override
    public ArtifactStore artifacts() {
        return port(ArtifactStore.class, world.artifacts());
    }

    @Override
    public Probes probes() {
        return port(Probes.class, world.probes());
    }

    @Override
    public Time time() {
        return port(Time.class, world.time());
    }

    @Override
    public Tasks tasks() {
        return port(Tasks.class, world.tasks());
    }

    /** Those that were killed are known to be dead. */
    @Override
    public Controllers controllers() {
        return new Controllers() {
            @Override
            public String present() {
                return mark;
            }

            @Override
            public boolean isDead(String controller) {
                return DEAD.contains(controller);
            }
        };
    }

    @Override
    public Duration pace() {
        return world.pace();
    }

    @Override
    public void close() {
        world.close();
    }
}
