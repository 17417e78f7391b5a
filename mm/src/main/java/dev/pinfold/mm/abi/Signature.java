package dev.pinfold.mm.abi;

import java.util.List;

/** What is called by a name, with arguments, and gives something: a system call, or a step that somebody adds to them. */
public interface Signature {
    /** Returns the name, as it is written before the parenthesis. */
    String text();

    /** Returns what its value is when it went well. */
    Gives gives();

    /** Returns the parameters in order. */
    List<Param> params();
}
