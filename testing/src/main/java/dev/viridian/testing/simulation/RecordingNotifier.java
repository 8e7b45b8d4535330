package dev.viridian.testing.simulation;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps what it is told, for tests.
 *
 * <pre>{@code
 * RecordingNotifier told = RecordingNotifier.create();
 * Deployer.on(platform).deploy(orders.notifying(told));
 * assertThat(told.notifications()).hasSize(1);
 * }</pre>
 */
public final class RecordingNotifier implements Notifier {
    private final List<Notification> notifications = new CopyOnWriteArrayList<>();

    private RecordingNotifier() {}

    /** One that was told nothing yet. */
    public static RecordingNotifier create() {
        return new RecordingNotifier();
    }

    /** The same in each run: never what a class without a name of its own says of itself. */
    static String nameOf(Notifier notifier) {
        String text = String.valueOf(notifier);
        boolean silent = text.startsWith(notifier.getClass().getName() + "@");
        return notifier.getClass().isHidden() || silent ? "a notifier of yours" : text;
    }

    @Override
    public void send(Notification notification) {
        notifications.add(notification);
    }

    /** What it was told, in order. */
    public List<Notification> notifications() {
        return List.copyOf(notifications);
    }

    @Override
    public String toString() {
        return "a recording notifier";
    }
}
