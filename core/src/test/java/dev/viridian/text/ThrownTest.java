package dev.viridian.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ThrownTest {
    @Test
    void namesWhatItWasCausedBy() {
        Exception refused = new ConnectException("Connection refused");

        assertThat(Thrown.text(new IllegalStateException("no order was taken", new IOException(null, refused))))
                .isEqualTo("IllegalStateException: no order was taken, caused by IOException,"
                        + " caused by ConnectException: Connection refused");
        assertThat(Thrown.text(new ExceptionInInitializerError(new IllegalStateException("no settings"))))
                .isEqualTo("ExceptionInInitializerError, caused by IllegalStateException: no settings");
    }

    @Test
    void repeatsNoCauseThatWasSaid() {
        assertThat(Thrown.text(new UncheckedIOException(new IOException("disk on fire"))))
                .isEqualTo("UncheckedIOException: java.io.IOException: disk on fire");
    }

    @Test
    void endsWhereCausesGoInACircle() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Thrown.text(first)).isEqualTo("Exception: first, caused by Exception: second");
    }

    @Test
    void saysOfWhatEndedTooLateHowLongItHad() {
        Duration limit = Duration.ofSeconds(3);

        assertThat(Thrown.text(new TimeoutException(), limit))
                .isEqualTo("it did not end within 3 s and was interrupted");
        assertThat(Thrown.text(new TimeoutException("of its own"), limit)).isEqualTo("TimeoutException: of its own");
    }
}
