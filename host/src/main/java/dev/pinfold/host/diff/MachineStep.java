package dev.pinfold.host.diff;

import dev.pinfold.mm.abi.Gives;
import dev.pinfold.mm.abi.Group;
import dev.pinfold.mm.abi.Param;
import dev.pinfold.mm.abi.ParamKind;
import dev.pinfold.mm.abi.Signature;
import dev.pinfold.mm.abi.Struct;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What both sides can be asked for besides system calls: what instructions do, and a file that is there from the start. */
public enum MachineStep implements Signature {
    /** The second and the third are its size and whether it lies in memory. */
    FILE(Gives.FD, of("name", ParamKind.PATH), of("size", ParamKind.OFFSET), of("fs", ParamKind.NUMBER)),
    LOAD(Gives.NUMBER, of("addr", ParamKind.ADDRESS), width()),
    STORE(Gives.NOTHING, of("addr", ParamKind.ADDRESS), of("value", ParamKind.NUMBER), width()),
    CAS(Gives.NUMBER, of("addr", ParamKind.ADDRESS), of("old", ParamKind.NUMBER), of("new", ParamKind.NUMBER), width()),
    FILL(Gives.NOTHING, of("addr", ParamKind.ADDRESS), of("len", ParamKind.LENGTH), of("byte", ParamKind.NUMBER)),
    CHECK(Gives.NOTHING, of("addr", ParamKind.ADDRESS), of("len", ParamKind.LENGTH), of("byte", ParamKind.NUMBER)),
    TOUCH(Gives.NOTHING, of("addr", ParamKind.ADDRESS), of("len", ParamKind.LENGTH), flags("prot", Group.PROT)),
    EXEC(Gives.NOTHING, of("addr", ParamKind.ADDRESS)),
    RDPKRU(Gives.NUMBER),
    WRPKRU(Gives.NOTHING, of("value", ParamKind.NUMBER));

    private static final String WIDTH = "size";

    private final String text = name().toLowerCase(Locale.ROOT);
    private final Gives gives;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Param> params;

    MachineStep(Gives gives, Param... params) {
        this.gives = gives;
        this.params = List.of(params);
    }

    private static Param of(String name, ParamKind kind) {
        return param(name, kind, null);
    }

    private static Param flags(String name, Group group) {
        return param(name, ParamKind.FLAGS, group);
    }

    /** How many bytes an access takes: 1, 2, 4 or 8. */
    private static Param width() {
        return of(WIDTH, ParamKind.COUNT);
    }

    private static Param param(String name, ParamKind kind, @Nullable Group group) {
        return new Param(name, kind, Long.SIZE, false, group, Struct.NONE, 0, false);
    }

    /** Returns the step of a name, or null. */
    static @Nullable MachineStep of(String text) {
        for (MachineStep step : values()) {
            if (step.text.equals(text)) {
                return step;
            }
        }
        return null;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Gives gives() {
        return gives;
    }

    @Override
    public List<Param> params() {
        return params;
    }
}
