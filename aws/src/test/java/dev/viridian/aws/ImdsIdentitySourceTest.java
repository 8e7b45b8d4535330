package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.viridian.provision.IdentitySource;
import dev.viridian.provision.MachineIdentity;
import dev.viridian.spi.PlatformException;
import dev.viridian.spi.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImdsIdentitySourceTest {
    private final List<Duration> slept = new ArrayList<>();
    private final Time time = new Time() {
        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            slept.add(duration);
        }
    };
    private StandInImds machine;
    private Imds imds;

    @BeforeEach
    void boot() throws IOException {
        machine = new StandInImds();
        imds = new Imds(machine.endpoint(), time);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    private MachineIdentity read() {
        return new ImdsIdentitySource(() -> imds).read("imds:");
    }

    @Test
    void isFoundByItself() {
        assertThat(ServiceLoader.load(IdentitySource.class)).singleElement().isInstanceOf(ImdsIdentitySource.class);
    }

    @Test
    void theMachineKnowsItselfByATokenItAskedForOnce() {
        machine.tags(Map.of("viridian:application", "orders", "Name", "orders-7-1"));

        MachineIdentity identity = read();

        assertThat(identity.machine()).isEqualTo("i-0123456789abcdef0");
        assertThat(identity.region()).isEqualTo("eu-central-1");
        assertThat(identity.privateIp()).isEqualTo("10.0.0.17");
        assertThat(identity.field("tag:viridian:application")).isEqualTo("orders");
        assertThat(identity.field("tag:Name")).isEqualTo("orders-7-1");
        assertThat(identity.findField("billingProducts")).isEmpty();
        assertThat(machine.asked).filteredOn(path -> path.startsWith("PUT")).hasSize(1);
    }

    @Test
    void withoutTagsItIsTheDocumentAlone() {
        assertThat(read().fields().keySet()).noneMatch(field -> field.startsWith("tag:"));
    }

    @Test
    void aTokenThatHasExpiredIsMadeAnew() {
        read();
        machine.expire();

        assertThat(read().region()).isEqualTo("eu-central-1");
        assertThat(machine.asked).filteredOn(path -> path.startsWith("PUT")).hasSize(2);
    }

    @Test
    void whatFailsForAMomentIsAskedAgain() {
        machine.troubles.addAll(List.of(503, 429));

        assertThat(read().region()).isEqualTo("eu-central-1");
        assertThat(slept).extracting(Duration::toMillis).containsExactly(200L, 500L);
    }

    @Test
    void whatFailsAgainAndAgainIsGivenUp() {
        machine.troubles.addAll(Collections.nCopies(5, 503));

        assertThatThrownBy(this::read)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("it answered 503. Expected 200.");
        assertThat(slept).hasSize(4);
    }

    @Test
    void aServiceThatIsTurnedOffIsNotAskedInVersionOne() {
        machine.troubles.add(403);

        assertThatThrownBy(this::read)
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("HttpEndpoint=enabled");
        assertThat(machine.asked).containsExactly("PUT /latest/api/token");
    }

    @Test
    void whereNothingListensIsNoMachineOfEc2() {
        machine.close();

        assertThatThrownBy(this::read)
                .isInstanceOfSatisfying(
                        PlatformException.class,
                        e -> assertThat(e.failure().worthRetrying()).isTrue())
                .hasMessageContaining("read " + machine.endpoint() + "/latest/api/token");
    }

    @Test
    void thereIsNoOtherDocumentThanThatOfThisMachine() {
        assertThatThrownBy(() -> new ImdsIdentitySource(() -> imds).read("imds:other"))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("Expected imds: alone");
    }
}
