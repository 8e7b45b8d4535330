package dev.viridian;

/** One question to a machine. By itself it is a health check with the default cadence. */
public sealed interface Probe extends HealthCheck
        permits HttpProbe, TcpProbe, JdbcProbe, CommandProbe, CodeProbe, CompositeProbe {
    /** What is asked, in a few words: {@code GET /health}. */
    String describe();

    @Override
    default Probe probe() {
        return this;
    }

    @Override
    default Cadence cadence() {
        return Cadence.DEFAULT;
    }
}
