package dev.viridian.local;

import dev.viridian.spi.PlatformException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * What a router throws, told as failures of a platform: what it refuses it will refuse again, and what did not reach it may go well
 * another time.
 */
final class RouterTrouble {
    private RouterTrouble() {}

    static <T> T told(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw PlatformException.refused(doing, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw PlatformException.passing(doing, e);
        }
    }

    static void told(String doing, Runnable call) {
        boolean ignored = told(doing, () -> {
            call.run();
            return true;
        });
    }
}
