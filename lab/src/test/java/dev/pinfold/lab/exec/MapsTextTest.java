package dev.pinfold.lab.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MapsTextTest {
    private static final String PRINTED = """
            7ffff7fee000-7ffff7fef000 r--s 00001000 fe:00 17                         data
            00010000-00011000 rw-p 00000000 00:00 0
            """;

    @Test
    void blanksDeviceInodeAndLeadingZeroesMeanNothing() {
        assertThat(MapsComparison.same(
                        "7ffff7fee000-7ffff7fef000 r--s 1000 00:00 0 data\n10000-11000 rw-p 0 00:00 0", PRINTED))
                .isTrue();
    }

    @Test
    void rangesRightsOffsetsAndNamesMean() {
        assertThat(MapsComparison.same(PRINTED.replace("fef000", "ff0000"), PRINTED))
                .isFalse();
        assertThat(MapsComparison.same(PRINTED.replace("r--s", "rw-s"), PRINTED))
                .isFalse();
        assertThat(MapsComparison.same(PRINTED.replace("00001000", "00002000"), PRINTED))
                .isFalse();
        assertThat(MapsComparison.same(PRINTED.replace("data", "date"), PRINTED))
                .isFalse();
        assertThat(MapsComparison.same("", PRINTED)).isFalse();
        assertThat(MapsComparison.same("", "")).isTrue();
    }
}
