package dev.viridian.probe;

import dev.viridian.CodeProbe;
import dev.viridian.CommandProbe;
import dev.viridian.CompositeProbe;
import dev.viridian.HttpProbe;
import dev.viridian.JdbcProbe;
import dev.viridian.Machine;
import dev.viridian.Probe;
import dev.viridian.TcpProbe;
import dev.viridian.spi.Probes;
import dev.viridian.spi.Tasks;
import java.time.Duration;

/**
 * Asks machines over the network, databases by JDBC, commands as processes of this machine, and code by calling it. Whatever comes of
 * it within the timeout is the answer; so is that nothing came. What is thrown, an {@link Error} too, is a bad answer that says so:
 * {@link AssertionError} is how assertion libraries report, and a broken check must not take the controller with it.
 *
 * <ul>
 *   <li><b>HTTP and TCP</b>: the timeout covers the whole answer to its last byte. Each question has a connection of its own, closed
 *       before the answer is returned, and no thread of its own. HTTP/1.1 without TLS; bodies are read as UTF-8, at most 1 MiB of
 *       them, and that much is searched.
 *   <li><b>Commands</b> are killed at the timeout with all of their descendants. They get no input, and may write at most 16 MiB,
 *       of which the last 4 KiB are told.
 *   <li><b>JDBC and code</b> run as a task that is interrupted at the timeout, and a database connection is aborted then. Code that
 *       ignores interrupts, or a driver that ignores both, keeps its thread until it comes back by itself. While it connects,
 *       {@link java.sql.DriverManager#setLoginTimeout} is lent a value if the program has set none.
 * </ul>
 *
 * <p>Where the asking thread is interrupted, the answer says that, and the thread stays interrupted. Safe for use by many threads.
 */
public final class RealProbes implements Probes {
    private final HttpQuestion http;
    private final TcpQuestion tcp;
    private final JdbcQuestion jdbc;
    private final CommandQuestion command;
    private final CodeQuestion code;

    private RealProbes(Tasks tasks) {
        Patience patience = new Patience(tasks);
        Network network = new Network(tasks);
        this.http = new HttpQuestion(network);
        this.tcp = new TcpQuestion(network);
        this.jdbc = new JdbcQuestion(patience);
        this.command = new CommandQuestion();
        this.code = new CodeQuestion(patience);
    }

    /** Probes whose tasks run in threads of this process. */
    public static RealProbes create() {
        return create(Tasks.threads());
    }

    /** Probes with these tasks, for instance those of a platform. */
    public static RealProbes create(Tasks tasks) {
        return new RealProbes(tasks);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException for a composite probe
     */
    @Override
    public Answer ask(Probe probe, Machine machine, Duration timeout) {
        if (probe instanceof CompositeProbe composite) {
            throw new IllegalArgumentException("Asked machine " + machine + ": " + composite
                    + ". Expected one question at a time: whoever asks takes a composite probe apart and counts its good answers,"
                    + " because each part has a timeout and an answer of its own.");
        }
        try {
            return answer(probe, machine, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.sick(Trouble.INTERRUPTED);
        } catch (Throwable thrown) {
            return ThrownAnswer.of(thrown);
        }
    }

    private Answer answer(Probe probe, Machine machine, Duration timeout) throws Exception {
        if (probe instanceof HttpProbe question) {
            return http.ask(question, machine, timeout);
        }
        if (probe instanceof TcpProbe question) {
            return tcp.ask(question, machine, timeout);
        }
        if (probe instanceof JdbcProbe question) {
            return jdbc.ask(question, timeout);
        }
        if (probe instanceof CommandProbe question) {
            return command.ask(question, machine, timeout);
        }
        if (probe instanceof CodeProbe question) {
            return code.ask(question, machine, timeout);
        }
        throw new AssertionError("A probe of a kind that nobody knows how to ask: " + probe.getClass());
    }
}
