package dev.viridian.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.spi.Tasks;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RelayTest {
    private final Relay relay = Relay.onHeap();

    @Test
    void handsOnTheSameBytes() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);
        byte[][] arrived = new byte[1][];

        SideBySide.run(
                Tasks.threads(),
                () -> arrived[0] = relay.reader().readAllBytes(),
                () -> relay.fill(() -> archive(new ByteArrayInputStream(bytes))));

        assertThat(arrived[0]).isEqualTo(bytes);
    }

    @Test
    void lendsTheSameBytesFromMemoryOfEitherKind() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(7).nextBytes(bytes);

        for (Relay lending : List.of(Relay.onHeap(), Relay.direct())) {
            ByteArrayOutputStream arrived = new ByteArrayOutputStream();
            SideBySide.run(
                    Tasks.threads(),
                    () -> takeLent(lending.reader(), arrived),
                    () -> lending.fill(() -> archive(new ByteArrayInputStream(bytes))));

            assertThat(arrived.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void lendsAgainWhatWasNotTaken() throws IOException {
        relay.fill(() -> archive(new ByteArrayInputStream(new byte[] {1, 2, 3})));
        ArchiveStream reader = relay.reader();

        assertThat(reader.lend().orElseThrow().get()).isEqualTo((byte) 1);
        assertThat(reader.lend().orElseThrow().get()).isEqualTo((byte) 2);
        assertThat(reader.read()).isEqualTo(3);
        assertThat(reader.lend()).isEmpty();
        assertThat(reader.lend()).isEmpty();
    }

    private static void takeLent(ArchiveStream reader, ByteArrayOutputStream to) throws IOException {
        for (Optional<ByteBuffer> lent = reader.lend(); lent.isPresent(); lent = reader.lend()) {
            byte[] some = new byte[lent.get().remaining()];
            lent.get().get(some);
            to.writeBytes(some);
        }
    }

    @Test
    void theReaderSeesAFailureAfterAllThatCameBefore() {
        AtomicLong arrived = new AtomicLong();
        InputStream breaking = new SequenceInputStream(
                new ByteArrayInputStream(new byte[500_000]), throwing(new IOException("connection reset")));

        assertThatThrownBy(() -> SideBySide.run(
                        Tasks.threads(),
                        () -> {
                            try (InputStream reader = relay.reader()) {
                                while (reader.read() >= 0) {
                                    arrived.incrementAndGet();
                                }
                            }
                        },
                        () -> relay.fill(() -> archive(breaking))))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
        assertThat(arrived).hasValue(500_000);
    }

    @Test
    void theReaderSeesWhatOpeningThrowsAndEveryOtherFailure() {
        relay.fill(() -> {
            throw new IllegalStateException("a store with a bug");
        });
        InputStream reader = relay.reader();

        assertThatThrownBy(reader::read).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::read).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isNeverFurtherAheadThanItsBuffers() throws IOException {
        AtomicLong given = new AtomicLong();
        AtomicLong mostAhead = new AtomicLong();

        SideBySide.run(
                Tasks.threads(),
                () -> {
                    byte[] some = new byte[10_000];
                    InputStream reader = relay.reader();
                    for (long taken = 0; taken < 20_000_000; ) {
                        taken += reader.read(some);
                        long ahead = given.get() - taken;
                        mostAhead.accumulateAndGet(ahead, Math::max);
                    }
                    reader.close();
                },
                () -> relay.fill(() -> archive(endless(given))));

        assertThat(mostAhead.get()).isPositive().isLessThanOrEqualTo(9L << 17);
    }

    @Test
    void aReaderThatIsClosedEndsAnEndlessStream() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();

        SideBySide.run(
                Tasks.threads(),
                () -> relay.reader().close(),
                () -> relay.fill(() ->
                        archive(new SequenceInputStream(endless(new AtomicLong()), InputStream.nullInputStream()) {
                            @Override
                            public void close() {
                                closed.set(true);
                            }
                        })));

        assertThat(closed).isTrue();
    }

    @Test
    void whoIsInterruptedIsLeftAloneByAllThatRan() {
        AtomicLong given = new AtomicLong();
        Thread caller = Thread.currentThread();

        assertThatThrownBy(() -> SideBySide.run(
                        Tasks.threads(),
                        () -> {
                            InputStream reader = relay.reader();
                            for (int i = 0; reader.read() >= 0; i++) {
                                if (i == 100_000) {
                                    caller.interrupt();
                                }
                            }
                        },
                        () -> relay.fill(() -> archive(endless(given)))))
                .isInstanceOf(java.nio.channels.ClosedByInterruptException.class);

        assertThat(Thread.interrupted()).isTrue();
        long then = given.get();
        assertThat(given.get()).isEqualTo(then);
    }

    private static InputStream endless(AtomicLong given) {
        return new InputStream() {
            @Override
            public int read() {
                given.incrementAndGet();
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                given.addAndGet(length);
                return length;
            }
        };
    }

    private static ArchiveStream archive(InputStream bytes) {
        return new ArchiveStream() {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return bytes.read(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        };
    }

    private static InputStream throwing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw failure;
            }
        };
    }
}
