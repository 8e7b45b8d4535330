package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.Failure;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Tasks;
import dev.viridian.spi.Time;
import dev.viridian.testing.aws.AwsFault;
import dev.viridian.testing.aws.SimulatedAws;
import dev.viridian.testing.simulation.SimulatedPlatform;
import dev.viridian.testing.simulation.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Large objects, fetched in parts, in virtual time: each call takes a tenth of a second. */
class S3PartsTest {
    private static final int PART = 1 << 16;
    private static final int PARTS = 9;
    private static final byte[] CONTENT = content(1);
    private static final byte[] OTHER = content(2);
    private static final Duration LATENCY = Duration.ofMillis(100);

    private static byte[] content(int seed) {
        byte[] bytes = new byte[PART * (PARTS - 1) + 12_345];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** A bucket in a world. */
    private static final class World {
        final SimulatedPlatform platform;
        final Time time;
        final SimulatedAws aws;
        final UnreliableS3 s3;
        final List<Instant> asked = new ArrayList<>();
        int atOnce;
        int mostAtOnce;

        World(long seed) {
            platform = Simulation.of("orders").seed(seed).open().platform();
            time = platform.time();
            aws = SimulatedAws.at(time);
            S3Client real = aws.s3();
            real.createBucket(request -> request.bucket("releases"));
            s3 = new UnreliableS3(real);
            put(CONTENT);
            faulty(0, AwsFault.FAILS);
        }

        /** The n-th call of those that fetch goes wrong; none with 0. */
        World faulty(int number, AwsFault fault) {
            int before = aws.calls().size();
            aws.faults(call -> {
                if (!call.operation().equals("GetObject")) {
                    return Optional.empty();
                }
                asked.add(time.now());
                mostAtOnce = Math.max(mostAtOnce, ++atOnce);
                time.sleep(LATENCY);
                atOnce--;
                return Optional.of(fault).filter(any -> call.number() - before == number);
            });
            return this;
        }

        World keepingVersions() {
            aws.s3()
                    .putBucketVersioning(request -> request.bucket("releases")
                            .versioningConfiguration(versions -> versions.status(BucketVersioningStatus.ENABLED)));
            put(CONTENT);
            return this;
        }

        void put(byte[] content) {
            aws.s3().putObject(request -> request.bucket("releases").key("orders.tar"), RequestBody.fromBytes(content));
        }

        S3Object open() {
            return open(platform.tasks());
        }

        S3Object open(Tasks tasks) {
            return S3Object.open(s3, time, tasks, S3Location.parse("s3://releases/orders.tar"), PART);
        }

        byte[] fetch() throws IOException {
            try (InputStream bits = open()) {
                return bits.readAllBytes();
            }
        }
    }

    @Test
    void allOfItComesInOrderWithEachPartAskedForOnceOfWhatWasFound() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            World world = new World(seed).keepingVersions();

            assertThat(world.fetch()).isEqualTo(CONTENT);

            assertThat(world.s3.ranges()).hasSize(PARTS).doesNotHaveDuplicates();
            List<GetObjectRequest> others = world.s3.requests.subList(1, PARTS);
            assertThat(others).extracting(GetObjectRequest::ifMatch).doesNotContainNull();
            assertThat(others).extracting(GetObjectRequest::versionId).doesNotContainNull();
        }
    }

    @Test
    void severalAreFetchedAtOnceAndNeverMoreThanSix() throws IOException {
        World world = new World(1);
        Instant begin = world.time.now();

        world.fetch();

        assertThat(world.mostAtOnce).isBetween(4, PartPace.MOST);
        assertThat(Duration.between(begin, world.time.now()))
                .as("%s calls of a tenth of a second", PARTS)
                .isLessThanOrEqualTo(LATENCY.multipliedBy(4));
    }

    @Test
    void whereNothingRunsSideBySideTheyComeOneAfterTheOther() throws IOException {
        World world = new World(1);

        try (InputStream bits = world.open(world.aws.tasks())) {
            assertThat(bits.readAllBytes()).isEqualTo(CONTENT);
        }

        assertThat(world.mostAtOnce).isEqualTo(1);
    }

    @Test
    void theSeedSaysInWhichOrderTheyAreAskedFor() throws IOException {
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 12; seed++) {
            World world = new World(seed);
            world.fetch();
            World again = new World(seed);
            again.fetch();
            assertThat(again.s3.ranges()).isEqualTo(world.s3.ranges());
            orders.add(world.s3.ranges());
        }

        assertThat(orders).hasSizeGreaterThan(3);
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsFault.class,
            names = {"FAILS", "ANSWER_LOST", "THROTTLED", "HANGS", "STALE"})
    void whateverPassesAtAnyOfItsCallsNothingIsLost(AwsFault fault) throws IOException {
        for (int number = 2; number <= PARTS; number++) {
            World world = new World(number).faulty(number, fault);

            assertThat(world.fetch()).isEqualTo(CONTENT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AwsFault.class,
            names = {"DENIED", "EXPIRED"})
    void whatIsDeniedAtAnyOfItsCallsEndsIt(AwsFault fault) {
        for (int number = 1; number <= PARTS; number++) {
            World world = new World(number).faulty(number, fault);

            assertThatThrownBy(world::fetch)
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure().worthRetrying()).isFalse());
        }
    }

    @Test
    void whatIsReplacedBetweenAnyTwoPartsIsRefused() {
        for (int number = 2; number <= PARTS; number++) {
            World world = new World(number);
            replacingAt(number, world);

            assertThatThrownBy(world::fetch)
                    .isInstanceOfSatisfying(
                            PlatformException.class,
                            e -> assertThat(e.failure()).isInstanceOf(Failure.ArtifactRefused.class))
                    .hasMessageContaining("it changed while it was fetched: its bytes from ");
        }
    }

    @Test
    void whereVersionsAreKeptTheOneThatWasFoundIsFetchedWhateverComesThen() throws IOException {
        for (int number = 2; number <= PARTS; number++) {
            World world = new World(number).keepingVersions();
            replacingAt(number, world);

            assertThat(world.fetch()).isEqualTo(CONTENT);
        }
    }

    /** Right before the call with that number is answered. */
    private static void replacingAt(int number, World world) {
        int before = world.aws.calls().size();
        world.aws.faults(call -> {
            if (call.operation().equals("GetObject") && call.number() - before == number) {
                world.put(OTHER);
            }
            return Optional.empty();
        });
    }

    @Test
    void aPartThatBreaksGoesOnByItself() throws IOException {
        for (int number = 1; number <= PARTS; number++) {
            World world = new World(number);
            int broken = number;
            world.s3.answering(answer -> answer == broken
                    ? body -> UnreliableS3.cut(body, 5_000, new IOException("Connection reset"))
                    : UnaryOperator.identity());

            assertThat(world.fetch()).isEqualTo(CONTENT);

            assertThat(world.s3.ranges()).hasSize(PARTS + 1);
            long begin = Long.parseLong(world.s3.ranges().get(broken - 1).replaceAll("bytes=|-.*", ""));
            assertThat(world.s3.ranges()).anyMatch(range -> range.startsWith("bytes=" + (begin + 5_000) + "-"));
        }
    }

    /** Java's exception for a connection on which nothing comes says that it was interrupted. */
    @Test
    void aPartOfWhichNothingComesForTooLongGoesOnByAnotherConnection() throws IOException {
        World world = new World(1);
        world.s3.answering(answer -> answer == 3
                ? body -> UnreliableS3.cut(body, 5_000, new SocketTimeoutException("Read timed out"))
                : UnaryOperator.identity());

        assertThat(world.fetch()).isEqualTo(CONTENT);
    }

    @Test
    void whereS3AsksForLessAllOfThemWaitAndFewerAreFetchedAtOnce() throws IOException {
        World world = new World(1);
        List<Instant> throttled = new ArrayList<>();
        int before = world.aws.calls().size();
        world.aws.faults(call -> {
            if (!call.operation().equals("GetObject")) {
                return Optional.empty();
            }
            world.asked.add(world.time.now());
            world.time.sleep(LATENCY);
            if (call.number() - before >= 2 && call.number() - before <= 4) {
                throttled.add(world.time.now());
                return Optional.of(AwsFault.THROTTLED);
            }
            return Optional.empty();
        });

        assertThat(world.fetch()).isEqualTo(CONTENT);

        assertThat(throttled).hasSize(3);
        Instant heard = throttled.get(0);
        assertThat(world.asked)
                .as("nobody asks within 0.2 s of being told to ask less")
                .noneMatch(at -> at.isAfter(heard) && at.isBefore(heard.plusMillis(200)));
    }

    @Test
    void aServerThatSendsNoPartsIsAskedOnce() throws IOException {
        World world = new World(1);
        world.s3.withoutRanges();

        assertThat(world.fetch()).isEqualTo(CONTENT);
        assertThat(world.s3.requests).hasSize(1);
    }

    @Test
    void ofAServerThatSendsNoPartsTheBeginningIsPassedOverWhereItBroke() throws IOException {
        World world = new World(1);
        world.s3
                .withoutRanges()
                .answering(answer -> answer == 1
                        ? body -> UnreliableS3.cut(body, 500_000, new IOException("Connection reset"))
                        : UnaryOperator.identity());

        assertThat(world.fetch()).isEqualTo(CONTENT);
        assertThat(world.s3.requests).hasSize(2);
    }

    @Test
    void whatFitsIntoAPartTakesOneCall() throws IOException {
        World world = new World(1);
        for (int length : new int[] {0, 1, PART - 1, PART}) {
            world.s3.requests.clear();
            byte[] small = new byte[length];
            world.put(small);

            assertThat(world.fetch()).isEqualTo(small);
            assertThat(world.s3.requests).hasSize(length == 0 ? 2 : 1);
        }
    }

    @Test
    void whatIsClosedHalfWayIsFetchedNoFurther() throws IOException {
        World world = new World(1);
        try (InputStream bits = world.open()) {
            assertThat(bits.readNBytes(10)).hasSize(10);
        }
        world.platform.time().sleep(Duration.ofMinutes(1));

        assertThat(world.s3.requests.size()).isLessThanOrEqualTo(1 + PartPace.MOST);
        assertThat(world.atOnce).isZero();
    }

    @Test
    void onThreadsItIsTheSame() throws IOException {
        S3Client real = SimulatedAws.create().s3();
        real.createBucket(request -> request.bucket("releases"));
        real.putObject(request -> request.bucket("releases").key("orders.tar"), RequestBody.fromBytes(CONTENT));

        try (InputStream bits = S3Object.open(
                real, Time.system(), Tasks.threads(), S3Location.parse("s3://releases/orders.tar"), PART)) {
            assertThat(bits.readAllBytes()).isEqualTo(CONTENT);
        }
    }

    /** Reading byte by byte is reading, too. */
    @Test
    void singleBytesAreReadAsTheyAre() throws IOException {
        World world = new World(1);
        try (InputStream bits = world.open()) {
            bits.skipNBytes(PART - 2);
            assertThat(Stream.generate(() -> read(bits)).limit(4))
                    .containsExactly(
                            CONTENT[PART - 2] & 0xff,
                            CONTENT[PART - 1] & 0xff,
                            CONTENT[PART] & 0xff,
                            CONTENT[PART + 1] & 0xff);
        }
    }

    private static int read(InputStream bits) {
        try {
            return bits.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
