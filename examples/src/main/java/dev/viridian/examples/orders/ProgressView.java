package dev.viridian.examples.orders;

import dev.viridian.Notification;
import dev.viridian.Notifier;
import dev.viridian.event.Event;
import dev.viridian.event.EventListener;
import dev.viridian.report.NotificationText;
import dev.viridian.testing.load.Load;
import dev.viridian.testing.load.LoadReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Shows how a deployment goes on: a line for each step that is done and, in a terminal, a last line that lives: the step that is going
 * on, for how long, and how the users fare. Where there is no terminal, plain lines.
 */
public final class ProgressView implements EventListener, Notifier, AutoCloseable {
    private static final String CLEAR = "\r\u001b[2K";

    /** Of a line that is too long for the terminal its end is not shown: a second line could not be cleared. */
    private static final String CUT_OFF = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> redrawing;
    private Optional<Load> load = Optional.empty();
    private String step = "";
    private String detail = "";
    private long stepStarted;

    private ProgressView(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.redrawing = ticker.scheduleWithFixedDelay(this::redraw, 100, 100, TimeUnit.MILLISECONDS);
    }

    /** The system property {@code story.terminal} says whether there is a terminal: Java itself cannot tell on every release. */
    public static ProgressView on(PrintStream out) {
        String kind = System.getenv().getOrDefault("TERM", "dumb");
        return new ProgressView(out, Boolean.getBoolean("story.terminal") && !kind.equals("dumb"));
    }

    /** Begins with the next release. */
    public synchronized void chapter(String version, String what) {
        print(bold("== " + version + ": " + what));
    }

    /** Shows how these users fare. */
    public synchronized void watch(Load users) {
        load = Optional.of(users);
    }

    /** No users come any more. */
    public synchronized void watchNothing() {
        load = Optional.empty();
    }

    @Override
    public synchronized void on(Event event) {
        if (event instanceof Event.StepStarted started) {
            step = started.step() + (started.attempt() > 1 ? ", attempt " + started.attempt() : "");
            detail = "";
            stepStarted = System.nanoTime();
            redraw();
        } else if (event instanceof Event.HealthObserved health) {
            detail = health.healthy() + " of " + health.wanted() + " machines healthy";
            redraw();
        } else if (event instanceof Event.StepSucceeded succeeded) {
            done(green("  ✓ ") + String.format(Locale.ROOT, "%-58s %s", succeeded.step(), text(succeeded.took())));
        } else if (event instanceof Event.StepFailed failed) {
            done(red("  ✗ ") + failed.step() + "\n      " + failed.message());
        } else if (event instanceof Event.ResponseChosen chosen) {
            print(yellow("  → ") + chosen.response());
        } else if (event instanceof Event.DeploymentFinished finished) {
            done(bold("  " + finished.outcome() + ", live: " + finished.live()) + users() + "\n");
        }
    }

    @Override
    public synchronized void send(Notification notification) {
        if (notification.isFailure()) {
            print("  ┌─ notification");
            NotificationText.of(notification).lines().forEach(line -> print("  │ " + line));
            print("  └─\n");
        }
    }

    @Override
    public void close() {
        redrawing.cancel(false);
        ticker.shutdownNow();
    }

    private void done(String line) {
        step = "";
        print(line);
    }

    private void print(String line) {
        out.println((terminal ? CLEAR : "") + line);
        redraw();
    }

    private synchronized void redraw() {
        if (terminal && !step.isEmpty()) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - stepStarted);
            String line = step + (detail.isEmpty() ? "" : ", " + detail) + " " + text(elapsed) + users();
            out.print(CLEAR + CUT_OFF + "  … " + line + WRAP);
            out.flush();
        }
    }

    private String users() {
        return load.map(Load::soFar).map(ProgressView::users).orElse("");
    }

    private static String users(LoadReport report) {
        return "  [users: " + report.sent() + " requests, " + report.failed() + " failed]";
    }

    private static String text(Duration duration) {
        return duration.toMillis() < 1000
                ? duration.toMillis() + " ms"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private String bold(String text) {
        return coloured("1", text);
    }

    private String green(String text) {
        return coloured("32", text);
    }

    private String red(String text) {
        return coloured("31", text);
    }

    private String yellow(String text) {
        return coloured("33", text);
    }

    private String coloured(String code, String text) {
        return terminal ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
