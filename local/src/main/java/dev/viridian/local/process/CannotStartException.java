package dev.viridian.local.process;

import org.jspecify.annotations.Nullable;

/** A process was not started, and nothing of it is left; the message says what was found and what to do next. */
public final class CannotStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotStartException(Launch launch, String found, String next, @Nullable Throwable cause) {
        super(
                "Cannot start '" + launch.program() + "' in " + launch.folder() + ": " + found + ". " + next + ".",
                cause);
    }

    CannotStartException(Launch launch, String found, String next) {
        this(launch, found, next, null);
    }
}
