package dev.viridian.engine;

import dev.failsafe.Execution;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.Response;
import dev.viridian.event.Event;
import dev.viridian.report.NotificationText;
import dev.viridian.spi.Platform;
import dev.viridian.text.Names;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers notifications. Whatever a notifier does, the deployment is not touched by it. */
final class NotificationDesk {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationDesk.class);
    private static final Duration DELIVERY = Duration.ofSeconds(10);
    private static final Response.Retrying RETRYING = new Response.Retrying(3, Duration.ofSeconds(1));

    private final Platform platform;
    private final List<Notifier> notifiers;
    private final EventLog log;

    NotificationDesk(Platform platform, List<Notifier> notifiers, EventLog log) {
        this.platform = platform;
        this.notifiers = notifiers.isEmpty() ? List.of(Slf4jNotifier.slf4j()) : notifiers;
        this.log = log;
    }

    void deliver(Notification notification) {
        notifiers.forEach(notifier -> deliver(notification, notifier));
    }

    private void deliver(Notification notification, Notifier notifier) {
        Execution<Object> execution = Execution.of(RetryPolicies.of(RETRYING, notification.key()));
        String name = Names.of(notifier, "a notifier of yours");
        while (true) {
            try {
                platform.tasks().within(DELIVERY, () -> {
                    platform.deliver(notifier, notification);
                    return true;
                });
                log.emitOrTell(new Event.NotificationSent(platform.time().now(), notification.key(), name));
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                giveUp(notification, name, e);
                return;
            } catch (Exception | LinkageError | AssertionError e) {
                execution.recordException(e);
                if (execution.isComplete()) {
                    giveUp(notification, name, e);
                    return;
                }
                platform.time().sleep(execution.getDelay());
            }
        }
    }

    private void giveUp(Notification notification, String name, Throwable cause) {
        LOG.error(
                "Could not notify by {}: {}. The message was:\n{}",
                name,
                Failures.text(cause),
                NotificationText.of(notification));
        log.emitOrTell(
                new Event.NotificationFailed(platform.time().now(), notification.key(), name, Failures.text(cause)));
    }
}
