package dev.viridian.engine;

import dev.failsafe.Execution;
import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.Response;
import dev.viridian.event.Event;
import dev.viridian.report.NotificationText;
import dev.viridian.spi.PlatformException;
import dev.viridian.state.Outbox;
import dev.viridian.text.Durations;
import dev.viridian.text.Thrown;
import dev.viridian.text.ThrownByWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Delivers notifications by way of the outbox. Whatever a notifier does, the deployment is not touched by it; what could not be
 * delivered stays in the outbox for the next deployment.
 */
final class NotificationDesk {
    private static final EngineLog LOG = EngineLog.of(NotificationDesk.class);
    private static final Response.Retrying PATIENTLY = new Response.Retrying(3, Duration.ofSeconds(1));

    private final BoundedPlatform platform;
    private final KnownNotifiers notifiers;
    private final EventLog log;
    private final Outbox outbox;
    private final Runnable keepAlive;
    private final Set<String> dead = new HashSet<>();

    /** Who has heard of what, though the outbox does not know it. */
    private final Set<Heard> heard = new HashSet<>();

    /**
     * For one run.
     *
     * @param keepAlive renews the lease: notifiers that do not answer may take longer than it lasts
     */
    NotificationDesk(BoundedPlatform platform, KnownNotifiers notifiers, EventLog log, Runnable keepAlive) {
        this.platform = platform;
        this.notifiers = notifiers;
        this.log = log;
        this.outbox = Outbox.in(platform.state());
        this.keepAlive = keepAlive;
    }

    /** Tells all notifiers that are known here. */
    void tell(Notification notification) {
        deliver(notification, post(notification, notifiers.names()), notifiers.names());
    }

    /** Writes down who has to hear of it; empty where nobody has, or where that is not possible, which keeps nobody from being told. */
    Optional<Outbox.Slip> post(Notification notification, List<String> owed) {
        try {
            return owed.isEmpty() ? Optional.empty() : Optional.of(outbox.put(notification, owed));
        } catch (PlatformException e) {
            LOG.warn(
                    "Notification {} could not be put into the outbox: {}",
                    notification.key(),
                    e.failure().message());
            return Optional.empty();
        }
    }

    /**
     * Tells all of them, each with retries. What an earlier controller had put into the outbox is told as it was put there; what could not
     * be put there and did not reach everybody is put there now, when some time has passed.
     *
     * @return whether it reached everybody, or waits in the outbox for those it did not
     */
    boolean deliver(Notification made, Optional<Outbox.Slip> slip, List<String> owed) {
        Notification notification = slip.map(Outbox.Slip::notification).orElse(made);
        List<String> missed = new ArrayList<>();
        for (String name : slip.map(Outbox.Slip::owed).orElse(owed)) {
            if (reached(notification, name)) {
                slip.ifPresent(posted -> crossOff(posted, name));
            } else {
                missed.add(name);
            }
        }
        return missed.isEmpty() || waits(notification, slip, missed);
    }

    private boolean waits(Notification notification, Optional<Outbox.Slip> slip, List<String> missed) {
        boolean waits = slip.isPresent() || post(notification, missed).isPresent();
        if (waits) {
            LOG.warn(
                    "Notification {} waits in the outbox for {}, until the next deployment tells it.",
                    notification.key(),
                    missed);
        }
        return waits;
    }

    private boolean reached(Notification notification, String name) {
        Optional<Notifier> notifier = notifiers.find(name);
        if (notifier.isEmpty()) {
            LOG.warn(
                    "'{}' is not among the notifiers at hand and cannot be told:\n{}",
                    name,
                    NotificationText.of(notification));
        }
        return notifier.isPresent() && sent(notification, name, notifier.get());
    }

    /** Tries once what earlier runs could not deliver, the oldest first; a notifier that fails again is left alone. */
    void catchUp() {
        try {
            outbox.keys().forEach(this::catchUp);
        } catch (PlatformException e) {
            LOG.warn("The outbox cannot be read: {}", e.failure().message());
        }
    }

    private void catchUp(String key) {
        try {
            outbox.find(key)
                    .ifPresent(slip -> slip.owed()
                            .forEach(name -> notifiers.find(name).ifPresent(notifier -> again(slip, name, notifier))));
        } catch (PlatformException e) {
            LOG.warn(
                    "A notification in the outbox is not delivered: {}",
                    e.failure().message());
        }
    }

    private void again(Outbox.Slip slip, String name, Notifier notifier) {
        if (heard.contains(new Heard(slip.notification().key(), name))) {
            crossOff(slip, name);
        } else if (!dead.contains(name)) {
            Optional<Undelivered> problem = attempt(slip.notification(), notifier);
            if (problem.isEmpty()) {
                recordSent(slip.notification(), name);
                crossOff(slip, name);
            } else {
                giveUp(slip.notification(), name, problem.get());
            }
        }
    }

    private boolean sent(Notification notification, String name, Notifier notifier) {
        Optional<Execution<Object>> retries = Optional.empty();
        while (true) {
            Optional<Undelivered> problem = attempt(notification, notifier);
            if (problem.isEmpty()) {
                recordSent(notification, name);
                return true;
            }
            retries = retries.or(() -> Optional.of(Execution.of(RetryPolicies.of(PATIENTLY, notification.key()))));
            Execution<Object> execution = retries.get();
            execution.recordException(problem.get().cause());
            if (execution.isComplete() || dead.contains(name) || !waited(execution.getDelay())) {
                giveUp(notification, name, problem.get());
                return false;
            }
        }
    }

    /** Whether it could be waited: whoever is interrupted tries no more, and what came of the deployment is told all the same. */
    private boolean waited(Duration delay) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        try {
            platform.time().sleep(delay);
            return true;
        } catch (PlatformException e) {
            LOG.warn("{} It is not tried again.", e.failure().message());
            return false;
        }
    }

    private Optional<Undelivered> attempt(Notification notification, Notifier notifier) {
        keepAlive.run();
        Duration limit = Notifier.LONGEST;
        try {
            limit = Durations.shorter(notifier.deadline(), limit);
            platform.tasks().within(limit, ThrownByWork.toldFromTheWait(() -> {
                platform.deliver(notifier, notification);
                return true;
            }));
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Undelivered(e, Thrown.text(e)));
        } catch (ThrownByWork e) {
            return Optional.of(new Undelivered(e.thrown(), Thrown.text(e.thrown())));
        } catch (Exception e) {
            return Optional.of(new Undelivered(e, Thrown.text(e, limit)));
        } catch (Error e) {
            return Optional.of(new Undelivered(e, Thrown.text(Failures.ordinary(e))));
        }
    }

    /** That the notification of this key was delivered to that notifier. */
    private record Heard(String key, String name) {}

    /** What kept it from being delivered, and how that is told. */
    private record Undelivered(Throwable cause, String why) {}

    /** Written at once, so that no other controller tells it again. */
    private void recordSent(Notification notification, String name) {
        log.emit(new Event.NotificationSent(platform.time().latest(), notification.key(), name));
        writeDown();
    }

    private void giveUp(Notification notification, String name, Undelivered problem) {
        dead.add(name);
        String why = problem.why();
        LOG.error(() -> "Could not notify by " + name + ": " + why
                + ". The message was:\n"
                + NotificationText.of(notification));
        log.emit(new Event.NotificationFailed(platform.time().latest(), notification.key(), name, why));
        writeDown();
    }

    private void writeDown() {
        try {
            log.writeWhatWaits();
        } catch (PlatformException e) {
            LOG.warn(
                    "That somebody was notified could not be written down: {}",
                    e.failure().message());
        }
    }

    private void crossOff(Outbox.Slip slip, String name) {
        try {
            slip.delivered(name);
        } catch (PlatformException e) {
            heard.add(new Heard(slip.notification().key(), name));
            LOG.warn(
                    "Notification {} could not be removed from the outbox and may be told again by the next deployment: {}",
                    slip.notification().key(),
                    e.failure().message());
        }
    }
}
