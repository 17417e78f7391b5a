/*
 * What the agent and its driver agree on: the layout of the shared region, the operations and the
 * results. Every number here has its twin in dev.pinfold.host.agent.Wire.
 */
#ifndef PINFOLD_AGENT_H
#define PINFOLD_AGENT_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

#define VERSION 1

/* Above the mapping area of a process without randomisation: no workload is given this memory. */
#define LINK_BASE 0x10000000UL
#define TEXT_BASE 0x7ffffc000000UL
#define REGION_BASE 0x7ffffd000000UL
#define REGION_SIZE 0x400000UL
#define TASK_END 0x7ffffffff000UL

#define HEADER_AT 0x0UL
#define SLOTS_AT 0x8000UL
#define SLOT_SIZE 0x8000UL /* aligned to itself, so a stack pointer names its slot */
#define SLOT_COUNT 48
#define OPS_AT 0x188000UL
#define OP_COUNT 4096
#define RESULTS_AT 0x1e8000UL
#define DATA_AT 0x208000UL
#define DATA_SIZE (REGION_SIZE - DATA_AT)

/* Within a slot: control words, then the signal stack, then the stack proper. */
#define SIGNAL_STACK_AT 0x400UL
#define SIGNAL_STACK_SIZE 0x4000UL
#define STACK_TOP_AT SLOT_SIZE

enum opcode {
	OP_NOP = 0,
	OP_SYSCALL = 1,    /* number, six arguments */
	OP_LOAD = 2,       /* address, size */
	OP_STORE = 3,      /* address, value, size */
	OP_EXEC = 4,       /* address */
	OP_CAS = 5,        /* address, old, new, size */
	OP_FILL = 6,       /* address, length, byte */
	OP_CHECK = 7,      /* address, length, byte: 0, or 1 + offset of the first other byte */
	OP_TOUCH = 8,      /* address, length, 1 to write */
	OP_CLONE = 9,      /* clone flags, slot of the new task */
	OP_EXIT = 10,      /* syscall number (exit or exit_group), status */
	OP_SNAPSHOT = 11,  /* offset in the data area, bytes there, pages looked at per mapping, 1 to hash */
	OP_LOOP = 12,      /* count, operations in the body: nanoseconds; aux = operations that failed */
	OP_FORK_EXIT = 13, /* fork, the child exits at once, wait for it */
	OP_COPY = 14,      /* address, length, offset in the data area: user memory to there; aux = bytes */
	OP_HASH_FD = 15,   /* descriptor: hash of the contents; aux = size */
	OP_PIN_CPU = 16,   /* cpu number */
	OP_PUT = 17,       /* address, length, offset in the data area: from there to user memory */
	OP_EXECVE = 18,    /* the task goes on in a new, empty address space */
	OP_RDPKRU = 19,    /* the rights to protection keys */
	OP_WRPKRU = 20,    /* value: sets them; key 0 is the agent's own memory's */
};

enum kind { KIND_NONE = 0, KIND_VALUE = 1, KIND_SIGNAL = 2, KIND_NO_TASK = 3, KIND_DIED = 4 };

#define NO_REF 0xffff

struct op {
	u16 opcode, task, step_arg, spare;
	u64 a[7];
	u16 ref[8]; /* NO_REF, or the operation whose value is added to a[i] */
	u64 step;   /* added to a[step_arg] once per iteration of the loop around it */
	u64 spare2;
}; /* 96 bytes */

struct result {
	i64 value;
	u32 kind;
	u16 sig, code;
	u64 address; /* si_addr */
	u64 aux; /* of a signal: si_pkey */
}; /* 32 bytes */

/* A task's state as the others see it. */
enum state { FREE = 0, STARTING = 1, ALIVE = 2, DEAD = 3 };

#define NO_VFORK 0xffffffff

struct slot {
	u32 go, state, tid, tgid;
	u64 resume[8]; /* where a fault comes back: rbx rbp r12 r13 r14 r15 rsp rip */
	u32 armed, sig, code, trap;
	u64 address, error, ip;
	u32 number, vfork_at; /* vfork_at: the operation the child of a vfork answers */
	u32 fresh, pkey;
	u64 rights; /* to protection keys, while an instruction is looked at */
};

struct header {
	u32 version, done;    /* done: 0 running, 1 batch over, 2 a task is exiting */
	u32 position, count;  /* next operation, operations in the batch */
	u32 exiting, abort;   /* slot that exits; set by the driver to give up */
	u32 ready, start;     /* barrier of a parallel batch */
	u32 left, parallel;
	u32 root, drop;       /* drop: tasks have no capabilities */
	u64 text_size, region_fd;
	u64 pkeys; /* 1 where the processor has protection keys */
};

enum command { CMD_RUN = 1, CMD_RUN_PARALLEL = 2, CMD_SPAWN = 3, CMD_RESET = 4, CMD_QUIT = 5 };

struct message {
	u32 command, arg;
	i64 value;
};

#endif
