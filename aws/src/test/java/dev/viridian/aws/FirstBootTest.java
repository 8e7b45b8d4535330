package dev.viridian.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;

class FirstBootTest {
    private static final String DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static final FirstBoot BOOT =
            FirstBoot.of("com.acme.OrdersMachine").jar("s3://releases/orders/machine 1.jar?versionId=a1", DIGEST);

    @Test
    void isAScriptThatAnyImageRuns() {
        assertThat(BOOT.script())
                .startsWith("#!/bin/sh\n")
                .contains("FirstBootMain 'com.acme.OrdersMachine' --home \"$home\" --port '8080' --within '1800'\n")
                .contains("bucket='releases'\nkey='orders/machine%201.jar?versionId=a1'\n")
                .contains("digest=" + DIGEST + "\n", "home=/opt/viridian\n", "java=17\n", "hook=viridian-ready\n")
                .doesNotContainPattern("\\{(class|bucket|key|region|digest|java|home|hook|options)}");
        assertThat(Base64.getDecoder().decode(BOOT.userData())).asString(UTF_8).isEqualTo(BOOT.script());
    }

    @Test
    void whatIsChosenIsInIt() {
        assertThat(BOOT.home("/opt/orders")
                        .java(21)
                        .port(9000)
                        .within(Duration.ofMinutes(5))
                        .jarIn("us-east-1")
                        .property("greeting", "it's {home} $HOME")
                        .script())
                .contains("home=/opt/orders\n", "java=21\n", "jar_region=us-east-1\n")
                .contains("--port '9000' --within '300' --property 'greeting=it'\\''s {home} $HOME'\n");
    }

    @Test
    void theJarMayBeInEachRegionThatThereIs() {
        Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .forEach(region ->
                        assertThat(BOOT.jarIn(region.id()).script()).contains("jar_region=" + region.id() + "\n"));
    }

    @Test
    void eachIsAnotherOne() {
        BOOT.port(9000);

        assertThat(BOOT.script()).contains("--port '8080'");
    }

    @Test
    void secretsAreThereByReferenceAlone() {
        assertThatThrownBy(() -> BOOT.property("db.password", "hunter2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'db.password' looks like a secret")
                .message()
                .doesNotContain("hunter2");
        assertThat(BOOT.property("db.password", "ssm:/orders/db.password").script())
                .contains("--property 'db.password=ssm:/orders/db.password'");
    }

    @Test
    void moreThanEc2TakesIsRefused() {
        assertThatThrownBy(() -> BOOT.property("text", "x".repeat(16 * 1024)).script())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected at most 16384");
    }

    @Test
    void whatCannotBeMeantIsRefused() {
        for (Runnable wrong : new Runnable[] {
            () -> FirstBoot.of("com.acme.Orders Machine"),
            () -> FirstBoot.of("com.acme.Orders").jar("s3://releases/machine.jar", "9f86"),
            () -> BOOT.home("/opt/orders; rm -rf /"),
            () -> BOOT.home("orders"),
            () -> BOOT.port(0),
            () -> BOOT.java(11),
            () -> BOOT.within(Duration.ZERO),
            () -> BOOT.jarIn("here"),
            () -> BOOT.property("a=b", "c")
        }) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Expected ");
        }
    }
}
