package dev.pinfold.host.agent;

/**
 * The layout of the region that the agent and its driver share, and the numbers of operations, commands and kinds of
 * results. Every number is the twin of one in the agent's {@code agent.h}.
 */
final class Wire {
    static final int VERSION = 1;

    static final long REGION_SIZE = 0x400000;
    static final int SLOT_COUNT = 48;
    /** The root's stack lies in the last slot, so tasks have one less. */
    static final int TASK_SLOTS = SLOT_COUNT - 1;

    static final int OP_COUNT = 4096;

    static final long OPS_AT = 0x188000;
    static final long OP_SIZE = 96;
    static final long RESULTS_AT = 0x1e8000;
    static final long RESULT_SIZE = 32;
    static final long DATA_AT = 0x208000;
    static final long SLOTS_AT = 0x8000;
    static final long SLOT_SIZE = 0x8000;

    // Header, in bytes from the region's start.
    static final long HEADER_VERSION = 0;
    static final long HEADER_DONE = 4;
    static final long HEADER_POSITION = 8;
    static final long HEADER_COUNT = 12;
    static final long HEADER_ABORT = 20;
    static final long HEADER_ROOT = 40;

    // Slot, in bytes from its start.
    static final long SLOT_STATE = 4;
    static final long SLOT_TID = 8;
    static final long SLOT_TGID = 12;

    // Operation, in bytes from its start.
    static final long OP_OPCODE = 0;
    static final long OP_TASK = 2;
    static final long OP_STEP_ARG = 4;
    static final long OP_ARGS = 8;
    static final long OP_REFS = 64;
    static final long OP_STEP = 80;
    static final int NO_REF = 0xffff;

    // Result, in bytes from its start.
    static final long RESULT_VALUE = 0;
    static final long RESULT_KIND = 8;
    static final long RESULT_SIGNAL = 12;
    static final long RESULT_CODE = 14;
    static final long RESULT_ADDRESS = 16;
    static final long RESULT_AUX = 24;

    static final int CMD_RUN = 1;
    static final int CMD_RUN_PARALLEL = 2;
    static final int CMD_SPAWN = 3;
    static final int CMD_RESET = 4;
    static final int CMD_QUIT = 5;

    /** File offset and virtual address of the page below the heap, to be found in the program headers. */
    static final long BELOW_HEAP = 0x555555800000L - 4096;

    static final long LINK_BASE = 0x10000000;

    private Wire() {}
}
