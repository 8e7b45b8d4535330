package dev.viridian.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3://releases/orders/1.4.2/orders.tar.gz",
                "s3://releases/orders.tar.gz?versionId=3HL4kqtJ.lcpX_roDTDmJ-",
                "s3://releases/ordérs %20&(1).tar.gz=",
                "=3F"
            })
    void whateverIsWrittenIsTakenAndReadBack(String text) {
        assertThat(TagText.isTaken(TagText.of(text))).isTrue();
        assertThat(TagText.read(TagText.of(text))).isEqualTo(text);
    }

    @Test
    void mostStaysReadable() {
        assertThat(TagText.of("s3://releases/orders.tar.gz?versionId=3HL4"))
                .isEqualTo("s3://releases/orders.tar.gz=3FversionId=3D3HL4");
    }

    @Test
    void whatIsTakenAsItIs() {
        assertThat(TagText.isTaken("1.4.2+build 7")).isTrue();
        assertThat(TagText.isTaken("1.4.2 (build 7)")).isFalse();
    }
}
