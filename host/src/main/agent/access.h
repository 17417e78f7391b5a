/* Loads and stores as user code makes them, and the signals they may raise. */
#ifndef PINFOLD_AGENT_ACCESS_H
#define PINFOLD_AGENT_ACCESS_H

#include "base.h"

struct siginfo {
	int signo, error, code, pad;
	u64 address;
	u64 bound;
	u32 pkey;
};

/* Where the kernel's ucontext keeps what matters here, in words from its start. */
enum { UC_R12 = 9, UC_R13, UC_R14, UC_R15, UC_RDI, UC_RSI, UC_RBP, UC_RBX, UC_RDX, UC_RAX, UC_RCX,
       UC_RSP, UC_RIP, UC_FLAGS, UC_SEGMENTS, UC_ERROR, UC_TRAP };

/* Notes what happened and goes back to where the task was armed. */
static void handler(int sig, struct siginfo *info, u64 *reg)
{
	volatile struct slot *me = self();
	if (!me->armed)
		call(SYS_exit_group, 99, 0, 0);
	me->armed = 0;
	me->sig = sig;
	me->code = info->code;
	me->address = info->address;
	me->pkey = info->pkey;
	me->trap = reg[UC_TRAP];
	me->error = reg[UC_ERROR];
	me->ip = reg[UC_RIP];
	reg[UC_RBX] = me->resume[0];
	reg[UC_RBP] = me->resume[1];
	reg[UC_R12] = me->resume[2];
	reg[UC_R13] = me->resume[3];
	reg[UC_R14] = me->resume[4];
	reg[UC_R15] = me->resume[5];
	reg[UC_RSP] = me->resume[6];
	reg[UC_RIP] = me->resume[7];
	reg[UC_RAX] = 1;
	reg[UC_FLAGS] &= ~0x500UL; /* single step, direction */
}

static void catch_signals(void)
{
	/* Written one by one: a constant table would hold addresses of where the program was linked. */
	volatile u64 action[4];
	action[0] = (u64)handler;
	action[1] = 0x4 | 0x08000000 | 0x04000000 | 0x40000000; /* SIGINFO ONSTACK RESTORER NODEFER */
	action[2] = (u64)restorer;
	action[3] = 0;
	u64 signals[] = {11, 7, 4, 5, 8}; /* SEGV BUS ILL TRAP FPE */
	for (u32 i = 0; i < sizeof signals / 8; i++)
		call4(SYS_rt_sigaction, signals[i], action, 0, 8);
	action[0] = 1; /* SIG_IGN: what a limit on files is told by, besides the error */
	call4(SYS_rt_sigaction, 25, action, 0, 8);
	call4(SYS_rt_sigaction, 2, action, 0, 8); /* INT, from a terminal: whoever asks decides when to end */
	u64 none = 0;
	call4(SYS_rt_sigprocmask, 2, &none, 0, 8);
}

static void own_signal_stack(volatile struct slot *me)
{
	u64 stack[3] = {(u64)me + SIGNAL_STACK_AT, 0, SIGNAL_STACK_SIZE};
	call(SYS_sigaltstack, stack, 0, 0);
}

static u64 load(u64 at, u64 size)
{
	switch (size) {
	case 1:
		return *(volatile u8 *)at;
	case 2:
		return *(volatile u16 *)at;
	case 4:
		return *(volatile u32 *)at;
	default:
		return *(volatile u64 *)at;
	}
}

static void store(u64 at, u64 value, u64 size)
{
	switch (size) {
	case 1:
		*(volatile u8 *)at = value;
		break;
	case 2:
		*(volatile u16 *)at = value;
		break;
	case 4:
		*(volatile u32 *)at = value;
		break;
	default:
		*(volatile u64 *)at = value;
	}
}

static u64 cas(u64 at, u64 old, u64 new, u64 size)
{
	switch (size) {
	case 1:
		return __sync_val_compare_and_swap((volatile u8 *)at, (u8)old, (u8)new);
	case 2:
		return __sync_val_compare_and_swap((volatile u16 *)at, (u16)old, (u16)new);
	case 4:
		return __sync_val_compare_and_swap((volatile u32 *)at, (u32)old, (u32)new);
	default:
		return __sync_val_compare_and_swap((volatile u64 *)at, old, new);
	}
}

static u64 rdpkru(void)
{
	u32 value, zero;
	__asm__ volatile(".byte 0x0f, 0x01, 0xee" : "=a"(value), "=d"(zero) : "c"(0));
	return value;
}

static void wrpkru(u32 value)
{
	__asm__ volatile(".byte 0x0f, 0x01, 0xef" : : "a"(value), "c"(0), "d"(0) : "memory");
}

/* As a program's loop would run: a range that wraps is empty. */
static void touch(u64 at, u64 length, u64 write)
{
	u64 end = at + length;
	while (at < end) {
		if (write)
			__asm__ volatile("lock orb $0, (%0)" : : "r"(at) : "memory");
		else
			(void)*(volatile u8 *)at;
		at = (at & ~4095UL) + 4096;
	}
}

static u64 check(u64 at, u64 length, u8 byte)
{
	for (u64 i = 0; i < length; i++)
		if (*(volatile u8 *)(at + i) != byte)
			return i + 1;
	return 0;
}

/* 0: the fetch at this address went through; 1: it faulted, as the slot's words say. */
static int fetch_faulted(volatile struct slot *me, u64 at)
{
	i64 top = (i64)at >> 47;
	if (top != 0 && top != -1)
		return 1;
	if (me->trap == 14 && me->ip >= TEXT_BASE) /* when its bytes were looked at */
		return me->address >> 12 == at >> 12;
	return me->trap == 14 && (me->error & 16) && me->ip == at && me->address >> 12 == at >> 12;
}

#endif
