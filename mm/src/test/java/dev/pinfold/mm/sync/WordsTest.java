package dev.pinfold.mm.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/** Native words and bytes; the same in both modes. */
class WordsTest {
    private final long a = Arena.global().allocate(8192, 64).address();

    @Test
    void longsDoWhatTheirNamesSay() {
        Words.setLong(a, 0x8000_0000_0000_0001L);
        assertThat(Words.getLong(a)).isEqualTo(0x8000_0000_0000_0001L);
        assertThat(Words.casLong(a, 0, 1)).isFalse();
        assertThat(Words.casLong(a, 0x8000_0000_0000_0001L, 6)).isTrue();
        assertThat(Words.getAndOrLong(a, 9)).isEqualTo(6);
        assertThat(Words.getAndAndLong(a, 12)).isEqualTo(15);
        assertThat(Words.getAndAddLong(a, -2)).isEqualTo(12);
        assertThat(Words.getAndSetLong(a, -1)).isEqualTo(10);
        assertThat(Words.getLongAcquire(a)).isEqualTo(-1);
        Words.setLongRelease(a, 3);
        assertThat(Words.getLongVolatile(a)).isEqualTo(3);
        Words.setLongVolatile(a, 4);
        assertThat(Words.peekLong(a)).isEqualTo(4);
    }

    @Test
    void intsDoWhatTheirNamesSay() {
        Words.setInt(a, 7);
        assertThat(Words.casInt(a, 7, -7)).isTrue();
        assertThat(Words.getAndAddInt(a, 7)).isEqualTo(-7);
        assertThat(Words.getAndOrInt(a, 5)).isZero();
        assertThat(Words.getAndAndInt(a, 4)).isEqualTo(5);
        assertThat(Words.getAndSetInt(a, 1)).isEqualTo(4);
        assertThat(Words.getIntAcquire(a)).isEqualTo(1);
        Words.setIntRelease(a, 2);
        Words.setIntVolatile(a, Words.getIntVolatile(a) + 1);
        assertThat(Words.peekInt(a)).isEqualTo(3);
        Words.setByte(a + 4, (byte) -1);
        Words.setShort(a + 6, (short) -2);
        assertThat(Words.getByte(a + 4)).isEqualTo((byte) -1);
        assertThat(Words.getShort(a + 6)).isEqualTo((short) -2);
        assertThat(Words.getLong(a)).isEqualTo(0xFFFE_00FF_0000_0003L);
    }

    @Test
    void bytesAreLittleEndianAndOfAnyAlignment() {
        Bytes.storeLong(a + 1, 0x0807_0605_0403_0201L);
        assertThat(Bytes.loadByte(a + 1)).isEqualTo((byte) 1);
        assertThat(Bytes.loadShort(a + 2)).isEqualTo((short) 0x0302);
        assertThat(Bytes.loadInt(a + 3)).isEqualTo(0x0605_0403);
        Bytes.storeInt(a + 5, -1);
        Bytes.storeShort(a + 1, (short) 0);
        Bytes.storeByte(a + 3, (byte) 9);
        assertThat(Bytes.loadLong(a + 1)).isEqualTo(0xFFFF_FFFF_0409_0000L);
        Bytes.copy(a, a + 4096, 16);
        assertThat(Bytes.loadLong(a + 4097)).isEqualTo(0xFFFF_FFFF_0409_0000L);
        Bytes.fill(a, 16, (byte) 3);
        Bytes.zero(a + 8, 8);
        byte[] out = new byte[4];
        Bytes.read(a + 6, out, 0, 4);
        assertThat(out).containsExactly(3, 3, 0, 0);
        Bytes.write(new byte[] {5, 6, 7}, 1, a, 2);
        assertThat(Bytes.loadShort(a)).isEqualTo((short) 0x0706);
    }

    @Test
    void exchangeWorksOnEverySize() {
        for (int size = 1; size <= 8; size *= 2) {
            Bytes.storeLong(a, -1);
            long mask = size == 8 ? -1 : (1L << (size * 8)) - 1;
            long at = a + 8 - size;
            assertThat(Bytes.compareAndExchange(at, size, 0, 5)).isEqualTo(mask);
            assertThat(Bytes.compareAndExchange(at, size, -1, 5)).isEqualTo(mask);
            assertThat(Bytes.compareAndExchange(at, size, 5, 5)).isEqualTo(5);
            assertThat(Bytes.loadLong(a) >>> (64 - size * 8)).isEqualTo(5);
        }
    }
}
