package dev.pinfold.lab.lang;

import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Syscall;
import java.util.List;
import java.util.Locale;

/** A system call as the language describes calls, made of its row in the table. */
final class SyscallSpec {
    private SyscallSpec() {}

    static CallSpec of(Syscall call) {
        List<CallSpec.Parameter> parameters = call.params().stream()
                .filter(p -> p.kind() != ParamKind.UNUSED)
                .map(p -> new CallSpec.Parameter(p.name(), kind(p), p.optional(), false))
                .toList();
        return new CallSpec(
                CallCatalogue.nameOf(call),
                call.area().name().toLowerCase(Locale.ROOT),
                parameters,
                result(call.gives()),
                call.does(),
                true);
    }

    private static String kind(Param p) {
        return switch (p.kind()) {
            case ADDRESS -> "addr";
            case LENGTH, COUNT -> "size";
            case OFFSET -> "off";
            case FD, DIRECTORY -> "fd";
            case TASK, TASK_FD -> "pid";
            case NUMBER, MODE, UNUSED -> "int";
            case FLAGS, CHOICE -> group(p);
            case PATH -> "path";
            case NAME -> "string";
            case BUFFER_IN, BUFFER_OUT -> "buffer";
            case VECTOR_IN, VECTOR_OUT, RANGES -> "list";
            case PAGES_OUT -> "vector";
            case STRUCT_IN, STRUCT_OUT -> "struct";
            case STRINGS, VARYING -> "any";
        };
    }

    private static String group(Param p) {
        Group group = p.group();
        return group == null ? "int" : group.text();
    }

    private static String result(Gives gives) {
        return switch (gives) {
            case NOTHING -> "0";
            case ADDRESS -> "address";
            case BYTES -> "bytes";
            case OFFSET -> "off";
            case FD -> "fd";
            case TASK -> "pid";
            case NEW_TASK -> "task";
            case KEY -> "key";
            case NUMBER -> "value";
            case NEVER -> "";
        };
    }
}
