package dev.viridian.engine;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of the engine. Whoever deploys silently, as simulations do by the thousands, hears nothing of it. */
final class EngineLog {
    private static final ThreadLocal<Boolean> SILENT = ThreadLocal.withInitial(() -> false);

    private final Logger logger;

    private EngineLog(Logger logger) {
        this.logger = logger;
    }

    static EngineLog of(Class<?> type) {
        return new EngineLog(LoggerFactory.getLogger(type));
    }

    /** Does the work without a word in the log. */
    static <T> T silently(Supplier<T> work) {
        boolean before = SILENT.get();
        SILENT.set(true);
        try {
            return work.get();
        } finally {
            SILENT.set(before);
        }
    }

    void info(String text, Object... arguments) {
        if (!SILENT.get()) {
            logger.info(text, arguments);
        }
    }

    void warn(String text, Object... arguments) {
        if (!SILENT.get()) {
            logger.warn(text, arguments);
        }
    }

    /** The text is made only where somebody hears it. */
    void error(Supplier<String> text) {
        if (!SILENT.get()) {
            logger.error("{}", text.get());
        }
    }
}
