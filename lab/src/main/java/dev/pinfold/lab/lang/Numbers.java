package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Errno;
import java.util.OptionalLong;

/** Numbers as C and strace write them, and sizes with a letter: 64-bit words whose meaning is unsigned. */
public final class Numbers {
    private Numbers() {}

    /**
     * Reads a whole number: decimal, {@code 0x} hex, octal with a leading 0, with a leading minus, or decimal with one
     * of {@code K M G T} behind it.
     *
     * @return nothing where the text is no number or does not fit 64 bits
     */
    public static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        int shift = 0;
        int radix = 10;
        if (digits.length() > 2 && (digits.startsWith("0x") || digits.startsWith("0X"))) {
            radix = 16;
            digits = digits.substring(2);
        } else {
            shift = shiftOf(digits.charAt(digits.length() - 1));
            if (shift > 0) {
                digits = digits.substring(0, digits.length() - 1);
            } else if (digits.length() > 1 && digits.charAt(0) == '0') {
                radix = 8;
            }
        }
        if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
            return OptionalLong.empty();
        }
        long value;
        try {
            value = Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
        if (shift > 0 && value >>> (64 - shift) != 0) {
            return OptionalLong.empty();
        }
        value <<= shift;
        if (negative && value < 0 && value != Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(negative ? -value : value);
    }

    private static int shiftOf(char letter) {
        return switch (letter) {
            case 'K' -> 10;
            case 'M' -> 20;
            case 'G' -> 30;
            case 'T' -> 40;
            default -> 0;
        };
    }

    /** Returns a word as a report shows it: small numbers in decimal, small negatives as such, the rest in hex. */
    public static String show(long value) {
        return value >= -Errno.MAX_ERRNO && value < 0x10000 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    /** Returns a size as people write it: {@code 64K}, {@code 3M}, {@code 1G} where it is even, bytes otherwise. */
    public static String size(long bytes) {
        if (bytes >= 1L << 30 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "G";
        }
        if (bytes >= 1L << 20 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "M";
        }
        return bytes >= 1L << 10 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "K" : Long.toString(bytes);
    }
}
