package dev.viridian.probe;

import dev.viridian.spi.Probes.Answer;

/** What was thrown, as an answer. */
final class Thrown {
    private Thrown() {}

    static Answer answer(Throwable thrown) {
        return Answer.sick(Excerpt.head(advice(thrown) + text(thrown)));
    }

    /** Its class and message, and those of its causes where they say something new. */
    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder(one(thrown));
        int deep = 0;
        for (Throwable cause = thrown.getCause(); cause != null && deep < 5; cause = cause.getCause(), deep++) {
            if (text.indexOf(one(cause)) < 0) {
                text.append(", caused by ").append(one(cause));
            }
        }
        return text.toString();
    }

    private static String one(Throwable thrown) {
        String message = thrown.getMessage();
        String name = name(thrown.getClass());
        return message == null || message.isBlank() ? name : name + ": " + message.strip();
    }

    private static String name(Class<?> type) {
        return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }

    private static String advice(Throwable thrown) {
        if (thrown instanceof LinkageError) {
            return "the check cannot run here, a class of it is missing or does not fit: ";
        }
        return thrown instanceof VirtualMachineError ? "the check broke down and says nothing of the machine: " : "";
    }
}
