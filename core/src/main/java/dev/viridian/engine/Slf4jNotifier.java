package dev.viridian.engine;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.report.NotificationText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes notifications to the log of the application, logger {@code dev.viridian.notification}: what failed as an error, what was
 * overcome as a warning, the rest for information. This is who is told when a deployment names nobody.
 *
 * <pre>{@code
 * .notifying(slf4j())
 * }</pre>
 */
public final class Slf4jNotifier implements Notifier {
    private static final Logger LOG = LoggerFactory.getLogger("dev.viridian.notification");

    private Slf4jNotifier() {}

    /** The notifier. */
    public static Slf4jNotifier slf4j() {
        return new Slf4jNotifier();
    }

    @Override
    public void send(Notification notification) {
        String text = NotificationText.of(notification);
        if (!notification.isFailure()) {
            LOG.info("{}", text);
        } else if (notification.outcome().isEmpty()) {
            LOG.warn("{}", text);
        } else {
            LOG.error("{}", text);
        }
    }

    @Override
    public String toString() {
        return "the log";
    }
}
