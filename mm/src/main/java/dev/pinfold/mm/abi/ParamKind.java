package dev.pinfold.mm.abi;

/** What a parameter of a system call is. */
public enum ParamKind {
    /** An address in the caller's space. */
    ADDRESS,
    /** A number of bytes. */
    LENGTH,
    /** How many entries a vector has. */
    COUNT,
    /** A plain number. */
    NUMBER,
    /** A number, flags or an address: the choice before it decides. */
    VARYING,
    /** Nothing: a register that the call does not look at and nobody writes down. */
    UNUSED,
    /** A position in a file, or a size of one, in bytes. */
    OFFSET,
    /** A descriptor of an open file. */
    FD,
    /** A descriptor of a directory, or AT_FDCWD. */
    DIRECTORY,
    /** The number of a task. */
    TASK,
    /** A descriptor that stands for a task. */
    TASK_FD,
    /** Bits, each of which has a name in the parameter's group of constants. */
    FLAGS,
    /** One value of the parameter's group of constants. */
    CHOICE,
    /** Permission bits of a new file. */
    MODE,
    /** The address of a path that ends with a zero byte. */
    PATH,
    /** The address of a name that ends with a zero byte and is no path. */
    NAME,
    /** The address of bytes that the call reads. */
    BUFFER_IN,
    /** The address of room for bytes that the call writes. */
    BUFFER_OUT,
    /** The address of a vector of buffers ({@code struct iovec}) that the call reads. */
    VECTOR_IN,
    /** The address of a vector of buffers that the call writes. */
    VECTOR_OUT,
    /** The address of a vector of ranges, which may lie in another task's space. */
    RANGES,
    /** The address of room for one byte for each page. */
    PAGES_OUT,
    /** The address of a structure that the call reads; 0 for none. */
    STRUCT_IN,
    /** The address of room for a structure that the call writes; 0 for none. */
    STRUCT_OUT,
    /** The address of a list of addresses of strings, which ends with 0. */
    STRINGS;

    /** Whether the argument is an address of the caller's memory that the call reads or writes there. */
    public boolean pointer() {
        return compareTo(PATH) >= 0;
    }

    /** Whether the call writes to where the argument points. */
    public boolean written() {
        return this == BUFFER_OUT || this == VECTOR_OUT || this == PAGES_OUT || this == STRUCT_OUT;
    }
}
