package dev.pinfold.mm.abi;

import org.jspecify.annotations.Nullable;

/**
 * A parameter of a system call.
 *
 * @param name as manual pages and logs call it
 * @param bits of the register that the call looks at: 64, 32, or 16 for permission bits
 * @param signed whether these bits are a signed number
 * @param group the group of constants that {@link ParamKind#FLAGS} and {@link ParamKind#CHOICE} are of, else null
 * @param struct what {@link ParamKind#STRUCT_IN} and {@link ParamKind#STRUCT_OUT} point to, else {@link Struct#NONE}
 * @param measure how many parameters further on its length or its number of entries stands; 0 where it has none
 * @param optional whether the call may be written without it, and what stands in its register then is not looked at
 */
public record Param(
        String name,
        ParamKind kind,
        int bits,
        boolean signed,
        @Nullable Group group,
        Struct struct,
        int measure,
        boolean optional) {

    /** Returns what the call sees of a register: the bits that it looks at, extended as its type is. */
    public long seen(long register) {
        return switch (bits) {
            case Integer.SIZE -> signed ? (int) register : register & 0xffff_ffffL;
            case Short.SIZE -> register & 0xffff;
            default -> register;
        };
    }

    private static Param of(String name, ParamKind kind, int bits, boolean signed) {
        return new Param(name, kind, bits, signed, null, Struct.NONE, 0, false);
    }

    static Param address(String name) {
        return of(name, ParamKind.ADDRESS, 64, false);
    }

    static Param length(String name) {
        return of(name, ParamKind.LENGTH, 64, false);
    }

    static Param count(String name) {
        return of(name, ParamKind.COUNT, 64, false);
    }

    static Param offset(String name) {
        return of(name, ParamKind.OFFSET, 64, true);
    }

    /** An {@code unsigned long}. */
    static Param word(String name) {
        return of(name, ParamKind.NUMBER, 64, false);
    }

    /** A register that means nothing on a machine of 64 bits. */
    static Param unused(String name) {
        return of(name, ParamKind.UNUSED, 64, false);
    }

    static Param varying(String name) {
        return of(name, ParamKind.VARYING, 64, false);
    }

    /** An {@code int}. */
    static Param integer(String name) {
        return of(name, ParamKind.NUMBER, 32, true);
    }

    static Param fd(String name) {
        return of(name, ParamKind.FD, 32, true);
    }

    static Param directory(String name) {
        return new Param(name, ParamKind.DIRECTORY, 32, true, Group.AT, Struct.NONE, 0, false);
    }

    static Param task(String name) {
        return of(name, ParamKind.TASK, 32, true);
    }

    static Param taskFd(String name) {
        return of(name, ParamKind.TASK_FD, 32, true);
    }

    /** Bits in an {@code int}. */
    static Param flags(String name, Group group) {
        return new Param(name, ParamKind.FLAGS, 32, false, group, Struct.NONE, 0, false);
    }

    /** Bits in an {@code unsigned long}. */
    static Param wideFlags(String name, Group group) {
        return new Param(name, ParamKind.FLAGS, 64, false, group, Struct.NONE, 0, false);
    }

    static Param choice(String name, Group group) {
        return new Param(name, ParamKind.CHOICE, 32, true, group, Struct.NONE, 0, false);
    }

    static Param mode(String name) {
        return of(name, ParamKind.MODE, 16, false);
    }

    static Param path(String name) {
        return of(name, ParamKind.PATH, 64, false);
    }

    static Param label(String name) {
        return of(name, ParamKind.NAME, 64, false);
    }

    /** A buffer or a vector, whose length or number of entries is the next parameter. */
    static Param measured(String name, ParamKind kind) {
        return new Param(name, kind, 64, false, null, Struct.NONE, 1, false);
    }

    static Param pages(String name) {
        return new Param(name, ParamKind.PAGES_OUT, 64, false, null, Struct.NONE, -1, false);
    }

    static Param in(String name, Struct struct) {
        return new Param(name, ParamKind.STRUCT_IN, 64, false, null, struct, 0, false);
    }

    static Param out(String name, Struct struct) {
        return new Param(name, ParamKind.STRUCT_OUT, 64, false, null, struct, 0, false);
    }

    static Param strings(String name) {
        return of(name, ParamKind.STRINGS, 64, false);
    }

    /** The same parameter, which need not be given. */
    Param orNot() {
        return new Param(name, kind, bits, signed, group, struct, measure, true);
    }
}
