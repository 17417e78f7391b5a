/* What a program without a C library needs: system calls, futexes, and the code written by hand. */
#ifndef PINFOLD_AGENT_BASE_H
#define PINFOLD_AGENT_BASE_H

#include "agent.h"

#define HEADER ((volatile struct header *)(REGION_BASE + HEADER_AT))
#define SLOT(i) ((volatile struct slot *)(REGION_BASE + SLOTS_AT + (u64)(i) * SLOT_SIZE))
#define OPS ((const struct op *)(REGION_BASE + OPS_AT))
#define RESULTS ((volatile struct result *)(REGION_BASE + RESULTS_AT))
#define DATA ((u8 *)(REGION_BASE + DATA_AT))

enum {
	SYS_read = 0, SYS_write = 1, SYS_open = 2, SYS_close = 3, SYS_poll = 7, SYS_mmap = 9,
	SYS_munmap = 11, SYS_rt_sigaction = 13, SYS_rt_sigprocmask = 14, SYS_pread64 = 17,
	SYS_sched_yield = 24, SYS_mincore = 27, SYS_dup2 = 33, SYS_getpid = 39, SYS_execve = 59,
	SYS_exit = 60, SYS_wait4 = 61, SYS_kill = 62, SYS_capset = 126, SYS_sigaltstack = 131,
	SYS_personality = 135, SYS_munlock = 150, SYS_mlockall = 151, SYS_prctl = 157,
	SYS_gettid = 186, SYS_futex = 202, SYS_sched_setaffinity = 203, SYS_clock_gettime = 228,
	SYS_exit_group = 231, SYS_prlimit64 = 302, SYS_pidfd_open = 434
};

static inline i64 call6(u64 n, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
	i64 r;
	register u64 r10 __asm__("r10") = d;
	register u64 r8 __asm__("r8") = e;
	register u64 r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return r;
}
#define call(n, a, b, c) call6(n, (u64)(a), (u64)(b), (u64)(c), 0, 0, 0)
#define call4(n, a, b, c, d) call6(n, (u64)(a), (u64)(b), (u64)(c), (u64)(d), 0, 0)

__asm__(".section .text.start,\"ax\"\n"
	".globl _start\n_start:\n"
	"	mov %rsp, %rdi\n	and $-16, %rsp\n	call begin\n	ud2\n"
	/* int arm(u64 resume[8]): 0 now, 1 when a fault comes back here */
	".globl arm\narm:\n"
	"	mov %rbx, 0(%rdi)\n	mov %rbp, 8(%rdi)\n	mov %r12, 16(%rdi)\n"
	"	mov %r13, 24(%rdi)\n	mov %r14, 32(%rdi)\n	mov %r15, 40(%rdi)\n"
	"	lea 8(%rsp), %rax\n	mov %rax, 48(%rdi)\n"
	"	mov (%rsp), %rax\n	mov %rax, 56(%rdi)\n"
	"	xor %eax, %eax\n	ret\n"
	".globl restorer\nrestorer:\n	mov $15, %eax\n	syscall\n"
	/* i64 spawn(flags, stack, start): clone; the child calls start on the new stack */
	".globl spawn\nspawn:\n"
	"	mov %rdx, %r9\n	xor %edx, %edx\n	xor %r10d, %r10d\n	xor %r8d, %r8d\n"
	"	mov $56, %eax\n	syscall\n	test %rax, %rax\n	jz 1f\n	ret\n"
	"1:	xor %ebp, %ebp\n	call *%r9\n	ud2\n"
	/* void leap(code, stack): continues at code on another stack */
	".globl leap\nleap:\n	mov %rsi, %rsp\n	xor %ebp, %ebp\n	call *%rdi\n	ud2\n"
	/*
	 * void fetch(address): one instruction at that address, single-stepped. Whatever it is, its
	 * operands are non-canonical and its system call does not exist.
	 */
	".globl fetch\nfetch:\n"
	"	movabs $0x8000deadbeefdead, %rax\n"
	"	pushq $0x2b\n	pushq %rax\n	pushfq\n	orq $0x100, (%rsp)\n	pushq $0x33\n	pushq %rdi\n"
	"	mov %rax, %rbx\n	mov %rax, %rcx\n	mov %rax, %rdx\n	mov %rax, %rsi\n"
	"	mov %rax, %rdi\n	mov %rax, %rbp\n	mov %rax, %r8\n	mov %rax, %r9\n"
	"	mov %rax, %r10\n	mov %rax, %r11\n	mov %rax, %r12\n	mov %rax, %r13\n"
	"	mov %rax, %r14\n	mov %rax, %r15\n	iretq\n"
	".text\n");

#pragma GCC visibility push(hidden) /* taken relative to where the code runs, not where it was linked */
int arm(volatile u64 *resume) __attribute__((returns_twice));
void restorer(void);
i64 spawn(u64 flags, u64 stack, void (*start)(void));
void leap(void (*code)(void), u64 stack) __attribute__((noreturn));
void fetch(u64 address);
#pragma GCC visibility pop

/* gcc may call these two by itself. */
void *memcpy(void *to, const void *from, u64 n)
{
	void *r = to;
	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
	return r;
}

void *memset(void *to, int byte, u64 n)
{
	void *r = to;
	__asm__ volatile("rep stosb" : "+D"(to), "+c"(n) : "a"(byte) : "memory");
	return r;
}

/* The slot whose stack (or signal stack) this code runs on. */
static inline volatile struct slot *self(void)
{
	u64 here;
	__asm__ volatile("mov %%rsp, %0" : "=r"(here));
	return (volatile struct slot *)(here & ~(SLOT_SIZE - 1));
}

static void futex_wait(volatile u32 *word, u32 seen, u64 ns)
{
	u64 time[2] = {ns / 1000000000, ns % 1000000000};
	call4(SYS_futex, word, 0, seen, time);
}

static void futex_wake(volatile u32 *word)
{
	call(SYS_futex, word, 1, 64);
}

static u64 now(void)
{
	u64 t[2];
	call(SYS_clock_gettime, 1, t, 0);
	return t[0] * 1000000000 + t[1];
}

#endif
