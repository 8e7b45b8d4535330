package dev.viridian.engine;

import static dev.viridian.FailureResponse.rebuild;
import static dev.viridian.FailureResponse.remedy;
import static dev.viridian.FailureResponse.rollBack;
import static dev.viridian.FailureResponse.when;
import static dev.viridian.HealthCheck.http;
import static dev.viridian.HealthCheck.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.viridian.Deployment;
import dev.viridian.Failure;
import dev.viridian.Revision;
import dev.viridian.SmokeTest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecificationTest {
    private static final Revision REVISION = new Revision("1.4.2", "ab".repeat(32));
    private static final List<String> LOG = List.of("the log");

    private static Deployment orders(String location) {
        return Deployment.blueGreen().artifact(location).healthCheck(http("/health"));
    }

    private static Deployment orders() {
        return orders("s3://releases/orders/1.4.2/orders.tar.gz");
    }

    private static String of(Deployment deployment) {
        return Specification.fingerprint(deployment, REVISION, LOG);
    }

    @Test
    void theSameWordsAreTheSame() {
        assertThat(of(orders().bake(Duration.ofMinutes(1)).drain(Duration.ofSeconds(7))))
                .isEqualTo(of(orders().drain(Duration.ofSeconds(7)).bake(Duration.ofMinutes(1))));
    }

    @Test
    void codeOfTheSameNameIsTheSame() {
        assertThat(of(orders().smokeTest("works", SmokeTest.code(green -> {}))))
                .isEqualTo(of(orders().smokeTest("works", SmokeTest.code(green -> {
                    throw new IllegalStateException("does not");
                }))));
    }

    @Test
    void whateverAPlanWouldShowMakesItAnother() {
        List<Deployment> all = List.of(
                orders(),
                orders("s3://releases/orders/1.4.3/orders.tar.gz"),
                orders().healthCheck(tcp()),
                orders().healthCheck(tcp().consecutively(7)),
                orders().smokeTest("works", SmokeTest.code(green -> {})),
                orders().smokeTest("works", SmokeTest.code(green -> {}).within(Duration.ofSeconds(3))),
                orders().machines(3),
                orders().revisionAt("/version"),
                orders().drain(Duration.ofSeconds(7)),
                orders().keepWarm(Duration.ofSeconds(7)),
                orders().bake(Duration.ofSeconds(7)),
                orders().within(Duration.ofHours(1)),
                orders().onFailure(rollBack()),
                orders().onFailure(rebuild().atMost(2)),
                orders().onFailure(when(Failure.class, remedy("mend it", failure -> {}))),
                orders().onFailure(when(
                        Failure.class, remedy("mend it", failure -> {}).within(Duration.ofHours(1)))));
        Set<String> fingerprints = new HashSet<>();
        all.forEach(deployment -> fingerprints.add(of(deployment)));
        fingerprints.add(Specification.fingerprint(orders(), new Revision("1.4.2", "cd".repeat(32)), LOG));
        fingerprints.add(Specification.fingerprint(orders(), REVISION, List.of("somebody")));

        assertThat(fingerprints).hasSize(all.size() + 2);
    }
}
