package dev.viridian.testing.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** What a broken adapter does in the place of one call. */
@FunctionalInterface
interface Twist {
    /** The answer of the broken call; {@code real} is the sound call, for whoever wants it. */
    Object answer(Object[] arguments, Sound real) throws Throwable;

    /** The call of the platform that is not broken. */
    @FunctionalInterface
    interface Sound {
        Object call(Object... arguments) throws Throwable;
    }

    /** A decorator of the port that breaks the method of that name, and passes on all others. */
    static <T> T of(Class<T> port, T sound, String method, Twist twist) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, called, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    Sound real = changed -> invoke(called, sound, changed);
                    return called.getName().equals(method) ? twist.answer(arguments, real) : real.call(arguments);
                }));
    }

    private static Object invoke(Method method, Object target, Object... arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
