package dev.viridian.provision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDifferenceTest {
    @Test
    void showsTheLinesThatGoAndThoseThatCome() {
        assertThat(LineDifference.between("f", "a\nb\nc\n".getBytes(UTF_8), "a\nB\nc\n".getBytes(UTF_8)))
                .containsExactly("f, line 2:", "- b", "+ B");
    }

    @Test
    void showsLinesThatAreAddedAtTheEnd() {
        assertThat(LineDifference.between("f", "a\n".getBytes(UTF_8), "a\nb\n".getBytes(UTF_8)))
                .containsExactly("f, line 2:", "+ b");
    }

    @Test
    void masksWhatLooksLikeASecret() {
        assertThat(LineDifference.between("f", "password=old".getBytes(UTF_8), "password=new".getBytes(UTF_8)))
                .containsExactly("f, line 1:", "- password=***", "+ password=***");
    }

    @Test
    void doesNotShowWhatIsNoText() {
        assertThat(LineDifference.between("f", new byte[] {(byte) 0xff}, "text".getBytes(UTF_8)))
                .containsExactly("f: 1 bytes → 4 other bytes");
    }

    @Test
    void cutsWhatNobodyWouldRead() {
        assertThat(LineDifference.between("f", new byte[0], "x\n".repeat(1_000).getBytes(UTF_8)))
                .hasSize(41)
                .last()
                .isEqualTo("… and 961 lines more");
    }
}
