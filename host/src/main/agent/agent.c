/*
 * The agent: executes batches of operations on the running kernel and reports what came of each.
 *
 * A process without a C library and, below the top of the mapping area, without a single mapping:
 * its text and one shared region lie above, where the kernel places nothing by itself. So every
 * address the kernel chooses for a workload depends on the workload alone.
 *
 * The root reads commands from its standard input and never runs an operation. Tasks are its
 * descendants; each waits in its slot of the shared region until it is its turn. In a sequential
 * batch the turn goes from task to task in the order of the operations; in a parallel batch every
 * task runs its own operations at once. A task that exits hands the turn to the root, which waits
 * until the process is a zombie: only then is its memory given back, and the next line may run.
 *
 * There is no writable memory besides the shared region: stacks lie in it too, so a child never
 * depends on what copy-on-write does to its parent.
 */
#include "state.h"

/* Keeps the page below the heap in the program's headers. */
__attribute__((section(".bss.below"), used)) static u8 below_heap[4096];

#define CLONE_VM 0x100
#define CLONE_VFORK 0x4000
#define CLONE_THREAD 0x10000
#define SIGCHLD 17
#define CAP_IPC_LOCK_BIT (1u << 14)

static void own_capabilities(u32 effective)
{
	u64 head = 0x20080522;
	u32 sets[6] = {effective, CAP_IPC_LOCK_BIT, CAP_IPC_LOCK_BIT, 0, 0, 0};
	call(SYS_capset, &head, sets, 0);
}

/* Pages mapped by this task, its own and the agent's. */
static u64 total_pages(void)
{
	u8 text[64];
	u64 v = 0;
	i64 fd = call(SYS_open, "/proc/self/statm", 0x80000, 0);
	call(SYS_read, fd, text, sizeof text);
	call(SYS_close, fd, 0, 0);
	for (u32 i = 0; text[i] >= '0' && text[i] <= '9'; i++)
		v = v * 10 + (text[i] - '0');
	return v;
}

/*
 * mlockall as if the agent were not there: its pages do not count when the limit is compared with
 * all that is mapped (the capability to lock is raised where only they make the difference), and
 * do not stay locked.
 */
static i64 mlockall(u64 flags)
{
	u64 l[2];
	u64 text = HEADER->text_size;
	int raise = 0;
	if (flags & 1) { /* MCL_CURRENT */
		u64 total = total_pages() * 4096, own = text + REGION_SIZE;
		call4(SYS_prlimit64, 0, 8, 0, l);
		raise = l[0] && total > l[0] && total - own <= l[0];
	}
	if (raise)
		own_capabilities(CAP_IPC_LOCK_BIT);
	i64 r = call(SYS_mlockall, flags, 0, 0);
	if (raise)
		own_capabilities(0);
	call(SYS_munlock, TEXT_BASE, text, 0);
	call(SYS_munlock, REGION_BASE, REGION_SIZE, 0);
	return r;
}

/* ---- tasks ---------------------------------------------------------------------------------- */

static void serve(void) __attribute__((noreturn));

/* A new task's first steps, on its own stack. */
static void child(void)
{
	volatile struct slot *me = self();
	own_signal_stack(me);
	me->tid = call(SYS_gettid, 0, 0, 0);
	me->tgid = call(SYS_getpid, 0, 0, 0);
	if (me->fresh) { /* the pipes are the root's; a task has something else there */
		i64 null = call(SYS_open, "/dev/null", 2, 0);
		for (u32 fd = 0; fd < 3; fd++)
			call(SYS_dup2, null, fd, 0);
		call(SYS_close, null, 0, 0);
		call(SYS_close, HEADER->region_fd, 0, 0);
	}
	me->state = ALIVE;
	futex_wake(&me->state);
	serve();
}

static void exit_at_once(void)
{
	call(SYS_exit_group, 0, 0, 0);
}

/* A new task in a slot. The child of a vfork answers for its parent, which sleeps in the kernel. */
static i64 clone_task(u64 flags, u32 number, u32 at, u32 fresh)
{
	if (number >= SLOT_COUNT || SLOT(number)->state == ALIVE)
		return -22;
	volatile struct slot *s = SLOT(number);
	s->go = s->armed = s->tid = s->tgid = 0;
	s->number = number;
	s->fresh = fresh;
	s->vfork_at = flags & CLONE_VFORK ? at : NO_VFORK;
	s->state = STARTING;
	u64 signal = flags & CLONE_THREAD ? 0 : SIGCHLD;
	i64 r = spawn((flags & ~0xffUL) | signal, (u64)s + STACK_TOP_AT - 16, child);
	if (r < 0)
		s->state = FREE;
	else if (!(flags & CLONE_VFORK))
		while (s->state == STARTING)
			futex_wait(&s->state, STARTING, 1000000000);
	return r;
}

/* ---- operations ----------------------------------------------------------------------------- */

static u64 execute(volatile struct slot *me, u32 at, u64 iteration);

static u64 loop(volatile struct slot *me, u32 at, u64 count, u64 body, u64 *failed)
{
	u64 from = now();
	for (u64 i = 0; i < count; i++)
		for (u64 k = 1; k <= body; k++)
			*failed += execute(me, at + k, i);
	return now() - from;
}

static i64 fork_exit(volatile struct slot *me)
{
	u32 status;
	i64 pid = spawn(SIGCHLD, (u64)me + SIGNAL_STACK_AT + SIGNAL_STACK_SIZE - 64, exit_at_once);
	return pid < 0 ? pid : call4(SYS_wait4, pid, &status, 0, 0);
}

static i64 copy_bytes(u8 *to, const u8 *from, u64 n, volatile u64 *done)
{
	for (u64 i = 0; i < n; i++) {
		*(volatile u8 *)(to + i) = *(volatile u8 *)(from + i);
		*done = i + 1;
	}
	return n;
}

static i64 pin_cpu(u64 cpu)
{
	u64 mask = 1UL << cpu;
	return call(SYS_sched_setaffinity, 0, 8, &mask);
}

static u8 *put_number(u8 *to, u64 v)
{
	u8 digits[20];
	u64 k = 0;
	do {
		digits[k++] = '0' + v % 10;
		v /= 10;
	} while (v);
	while (k)
		*to++ = digits[--k];
	*to = 0;
	return to + 1;
}

static u8 *put_text(u8 *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	return to;
}

/* The agent executes itself; the new image finds the region through the root's descriptor. */
static i64 execute_self(volatile struct slot *me)
{
	volatile u64 argv[8];
	u64 none = 0;
	u8 words[160], *at = words;
	argv[0] = (u64)"/proc/self/exe";
	argv[1] = (u64)at;
	at = put_number(put_text(at, "/proc/"), HEADER->root);
	at = put_number(put_text(at - 1, "/fd/"), HEADER->region_fd);
	argv[2] = (u64)at;
	at = put_number(at, HEADER->text_size);
	argv[3] = (u64) "0";
	argv[4] = (u64)(HEADER->drop ? "0" : "1");
	argv[5] = (u64) "0";
	argv[6] = (u64)at;
	put_number(at, me->number);
	argv[7] = 0;
	return call(SYS_execve, argv[0], argv, &none);
}

static i64 perform(volatile struct slot *me, u32 at, u32 opcode, const u64 *a, volatile u64 *aux)
{
	i64 v = 0;
	u64 more = 0;
	switch (opcode) {
	case OP_SYSCALL:
		if (a[0] == SYS_mlockall && HEADER->drop)
			return mlockall(a[1]);
		return call6(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
	case OP_LOAD:
		return load(a[0], a[1]);
	case OP_STORE:
		store(a[0], a[1], a[2]);
		break;
	case OP_EXEC:
		if (!harmful(a[0], (u8 *)me + SIGNAL_STACK_AT + 4096))
			fetch(a[0]);
		break;
	case OP_CAS:
		return cas(a[0], a[1], a[2], a[3]);
	case OP_FILL:
		memset((void *)a[0], (int)a[2], a[1]);
		break;
	case OP_CHECK:
		return check(a[0], a[1], a[2]);
	case OP_TOUCH:
		touch(a[0], a[1], a[2]);
		break;
	case OP_CLONE:
		return clone_task(a[0], a[1], at, 0);
	case OP_SNAPSHOT:
		return snapshot(a[0], a[1], a[2], a[3]);
	case OP_LOOP:
		v = loop(me, at, a[0], a[1], &more);
		*aux = more;
		break;
	case OP_FORK_EXIT:
		return fork_exit(me);
	case OP_COPY:
		return copy_bytes(DATA + a[2], (const u8 *)a[0], a[1], aux);
	case OP_PUT:
		return copy_bytes((u8 *)a[0], DATA + a[2], a[1], aux);
	case OP_HASH_FD:
		v = hash_fd(a[0], &more, (u8 *)me + SIGNAL_STACK_AT + 4096);
		*aux = more;
		break;
	case OP_PIN_CPU:
		return pin_cpu(a[0]);
	case OP_EXECVE:
		return execute_self(me);
	case OP_RDPKRU:
		return rdpkru();
	case OP_WRPKRU:
		wrpkru(a[0]);
		break;
	}
	return v;
}

/* One operation. Gives 1 when it failed: an error or a signal. */
static u64 execute(volatile struct slot *me, u32 at, u64 iteration)
{
	const struct op *op = OPS + at;
	volatile struct result *r = RESULTS + at;
	u64 a[7];
	for (u32 i = 0; i < 7; i++) {
		a[i] = op->a[i];
		if (op->ref[i] != NO_REF)
			a[i] += RESULTS[op->ref[i]].value;
	}
	if (op->step)
		a[op->step_arg] += op->step * iteration;
	r->sig = r->code = 0;
	r->address = r->aux = 0;
	if (arm(me->resume) == 0) {
		me->armed = 1;
		i64 v = perform(me, at, op->opcode, a, &r->aux);
		me->armed = 0;
		r->value = v;
		r->kind = KIND_VALUE;
		return (op->opcode == OP_SYSCALL || op->opcode == OP_CLONE) && (u64)v > -4096UL;
	}
	r->value = 0;
	if (op->opcode == OP_EXEC)
		restore_rights();
	if (op->opcode == OP_EXEC && !fetch_faulted(me, a[0])) {
		r->kind = KIND_VALUE;
		return 0;
	}
	r->sig = me->sig;
	r->code = me->code;
	r->address = me->address;
	r->aux = me->pkey;
	r->kind = KIND_SIGNAL;
	return 1;
}

/* ---- whose turn it is ------------------------------------------------------------------------ */

/* Gives the turn to the task of the next operation, or the batch back to the root. */
static void pass(u32 at)
{
	volatile struct header *h = HEADER;
	while (at < h->count) {
		u32 next = OPS[at].task;
		if (next < SLOT_COUNT && SLOT(next)->state == ALIVE) {
			h->position = at;
			SLOT(next)->go = 1;
			futex_wake(&SLOT(next)->go);
			return;
		}
		RESULTS[at].kind = KIND_NO_TASK;
		at++;
	}
	h->position = at;
	h->done = 1;
	futex_wake(&h->done);
}

static void leave(volatile struct slot *me, u32 at)
{
	volatile struct header *h = HEADER;
	u64 how = OPS[at].a[0], status = OPS[at].a[1];
	h->position = at;
	h->exiting = me->number;
	h->done = 2;
	futex_wake(&h->done);
	call(how, status, 0, 0);
	call(SYS_exit_group, 98, 0, 0);
}

static void run_sequential(volatile struct slot *me)
{
	volatile struct header *h = HEADER;
	u32 at = h->position;
	while (at < h->count && OPS[at].task == me->number) {
		const struct op *op = OPS + at;
		if (op->opcode == OP_EXIT) {
			leave(me, at);
			return;
		}
		if (op->opcode == OP_CLONE && (op->a[0] & CLONE_VFORK)) {
			i64 r = clone_task(op->a[0], op->a[1], at, 0);
			if (r >= 0)
				return; /* the child has passed the turn on */
			RESULTS[at].value = r;
			RESULTS[at].kind = KIND_VALUE;
			at++;
			continue;
		}
		u32 skip = op->opcode == OP_LOOP ? op->a[1] : 0;
		execute(me, at, 0);
		at += 1 + skip;
		h->position = at;
	}
	pass(at);
}

static void run_parallel(volatile struct slot *me)
{
	volatile struct header *h = HEADER;
	__sync_fetch_and_add(&h->ready, 1);
	for (u32 spins = 0; !h->start; spins++)
		if (spins > 2000)
			futex_wait(&h->start, 0, 1000000);
	for (u32 at = 0; at < h->count; at++) {
		if (OPS[at].task != me->number)
			continue;
		u32 skip = OPS[at].opcode == OP_LOOP ? OPS[at].a[1] : 0;
		execute(me, at, 0);
		at += skip;
	}
	if (__sync_sub_and_fetch(&h->left, 1) == 0) {
		h->done = 1;
		futex_wake(&h->done);
	}
}

static void serve(void)
{
	volatile struct slot *me = self();
	if (me->vfork_at != NO_VFORK) {
		u32 at = me->vfork_at;
		RESULTS[at].value = me->tgid;
		RESULTS[at].kind = KIND_VALUE;
		pass(at + 1);
	}
	for (;;) {
		while (!me->go) {
			futex_wait(&me->go, 0, 1000000000);
			if (!me->go && call(SYS_kill, HEADER->root, 0, 0) == -3)
				call(SYS_exit_group, 97, 0, 0);
		}
		me->go = 0;
		if (HEADER->parallel)
			run_parallel(me);
		else
			run_sequential(me);
	}
}

/* ---- the root -------------------------------------------------------------------------------- */

/* 1 when the task is a zombie or gone: everything it held has been given back. */
static int gone(volatile struct slot *s, u32 milliseconds)
{
	i64 fd = call(SYS_pidfd_open, s->tid, 0x80, 0); /* PIDFD_THREAD */
	if (fd == -22)
		fd = call(SYS_pidfd_open, s->tid, 0, 0);
	if (fd < 0)
		return fd == -3 || fd == -22;
	struct {
		int fd;
		short events, revents;
	} p = {(int)fd, 1, 0};
	i64 n = call(SYS_poll, &p, 1, milliseconds);
	call(SYS_close, fd, 0, 0);
	return n > 0;
}

/* After a task's exit: waits for it, and for the threads that an exit of the group takes along. */
static void bury(volatile struct slot *dead, int group)
{
	for (u32 i = 0; i < SLOT_COUNT; i++) {
		volatile struct slot *s = SLOT(i);
		if (s->state != ALIVE || (s != dead && !(group && s->tgid == dead->tgid)))
			continue;
		while (!gone(s, 100))
			if (HEADER->abort)
				return;
		s->state = DEAD;
	}
}

static void start_parallel(void)
{
	volatile struct header *h = HEADER;
	u32 tasks = 0;
	u64 named = 0;
	for (u32 i = 0; i < h->count; i++)
		if (OPS[i].task < SLOT_COUNT && SLOT(OPS[i].task)->state == ALIVE)
			named |= 1UL << OPS[i].task;
	for (u32 i = 0; i < SLOT_COUNT; i++)
		tasks += named >> i & 1;
	h->ready = h->start = 0;
	h->left = tasks;
	h->done = tasks == 0;
	for (u32 i = 0; i < SLOT_COUNT; i++)
		if (named >> i & 1) {
			SLOT(i)->go = 1;
			futex_wake(&SLOT(i)->go);
		}
	while (h->ready < tasks && !h->abort)
		call(SYS_sched_yield, 0, 0, 0);
	h->start = 1;
	futex_wake(&h->start);
}

static void run(int parallel)
{
	volatile struct header *h = HEADER;
	h->done = 0;
	h->position = 0;
	h->parallel = parallel;
	if (parallel)
		start_parallel();
	else
		pass(0);
	for (;;) {
		futex_wait(&h->done, 0, 100000000);
		u32 done = h->done, at = h->position;
		if (done == 1 || h->abort)
			return;
		if (done == 2) {
			h->done = 0;
			bury(SLOT(h->exiting), OPS[at].a[0] == SYS_exit_group);
			RESULTS[at].value = 0;
			RESULTS[at].kind = KIND_VALUE;
			pass(at + 1);
		} else if (!parallel && at < h->count) {
			volatile struct slot *s = SLOT(OPS[at].task);
			if (s->state == ALIVE && gone(s, 0) && h->done == 0 && h->position == at) {
				bury(s, 1);
				RESULTS[at].kind = KIND_DIED;
				pass(at + 1);
			}
		}
	}
}

static void reset(void)
{
	for (u32 i = 0; i < SLOT_COUNT; i++) {
		volatile struct slot *s = SLOT(i);
		if ((s->state == ALIVE || s->state == STARTING) && s->tgid)
			call(SYS_kill, s->tgid, 9, 0);
	}
	/* Orphans come to us, the nearest subreaper. */
	while (call4(SYS_wait4, -1, 0, 0x40000000, 0) > 0)
		;
	for (u32 i = 0; i < SLOT_COUNT; i++)
		SLOT(i)->state = FREE;
	HEADER->abort = 0;
}

static void root(void)
{
	struct message m;
	for (;;) {
		i64 n = call(SYS_read, 0, &m, sizeof m);
		if (n != sizeof m || m.command == CMD_QUIT) {
			reset();
			call(SYS_exit_group, 0, 0, 0);
		}
		m.value = 0;
		if (m.command == CMD_RUN || m.command == CMD_RUN_PARALLEL) {
			run(m.command == CMD_RUN_PARALLEL);
			m.value = HEADER->position;
		} else if (m.command == CMD_SPAWN) {
			m.value = clone_task(0, m.arg, 0, 1);
		} else if (m.command == CMD_RESET) {
			reset();
		}
		call(SYS_write, 1, &m, sizeof m);
	}
}

/* ---- the beginning --------------------------------------------------------------------------- */

static void die(const char *what, i64 code)
{
	u8 text[96];
	u8 *end = put_number(put_text(text, what), code < 0 ? -code : code);
	end[-1] = '\n';
	call(SYS_write, 2, text, end - text);
	call(SYS_exit_group, 96, 0, 0);
}

static u64 number(const char *s)
{
	u64 v = 0;
	while (*s >= '0' && *s <= '9')
		v = v * 10 + (*s++ - '0');
	return v;
}

static void limit(u32 which, u64 soft, u64 hard)
{
	u64 l[2] = {soft, hard};
	call4(SYS_prlimit64, 0, which, l, 0);
}

/* On a stack in the region: everything below, between and above the agent's own memory goes. */
static void settle(void)
{
	volatile struct slot *me = self();
	u64 size = HEADER->text_size;
	call(SYS_munmap, 0x1000, TEXT_BASE - 0x1000, 0);
	call(SYS_munmap, TEXT_BASE + size, REGION_BASE - TEXT_BASE - size, 0);
	call(SYS_munmap, REGION_BASE + REGION_SIZE, TASK_END - REGION_BASE - REGION_SIZE, 0);
	catch_signals();
	own_signal_stack(me);
	if (me == SLOT(SLOT_COUNT - 1))
		root();
	/* A task after execve: its call has come back, so to say. */
	u32 at = HEADER->position;
	RESULTS[at].value = 0;
	RESULTS[at].kind = KIND_VALUE;
	pass(at + 1);
	serve();
}

/* Fixes the layout of the address space and executes the program again. */
static void fix_layout(char **argv, char **environment, u64 stack_limit)
{
	u64 l[2];
	i64 persona = call(SYS_personality, 0xffffffff, 0, 0);
	call4(SYS_prlimit64, 0, 3, 0, l);
	if ((persona & 0x0040000) && l[0] == stack_limit)
		return;
	i64 r = call(SYS_personality, (persona & ~0x0600000L) | 0x0040000, 0, 0);
	if (r < 0)
		die("agent: personality ", r);
	limit(3, stack_limit, l[1]);
	r = call(SYS_execve, "/proc/self/exe", argv, environment);
	die("agent: execve ", r);
}

/* Maps text and region above the mapping area. */
static void map_self(const char *shared, u64 text_size, int keep)
{
	i64 exe = call(SYS_open, "/proc/self/exe", 0x80000, 0);
	i64 fd = call(SYS_open, shared, 0x80002, 0);
	if (exe < 0 || fd < 0)
		die("agent: open ", exe < 0 ? exe : fd);
	i64 r = call6(SYS_mmap, TEXT_BASE, text_size, 5, 0x100002, exe, 4096);
	if (r < 0)
		die("agent: text ", r);
	r = call6(SYS_mmap, REGION_BASE, REGION_SIZE, 3, 0x100001, fd, 0);
	if (r < 0)
		die("agent: region ", r);
	call(SYS_close, exe, 0, 0);
	HEADER->text_size = text_size;
	if (keep)
		HEADER->region_fd = fd;
	else
		call(SYS_close, fd, 0, 0);
}

/* What only the root does, once; tasks inherit it. */
static void become_root(u64 lockable, int huge)
{
	volatile struct header *h = HEADER;
	h->version = VERSION;
	h->root = call(SYS_getpid, 0, 0, 0);
	u32 a = 7, b, c = 0, d;
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	h->pkeys = c >> 4 & 1; /* OSPKE */
	call(SYS_prctl, 36, 1, 0); /* PR_SET_CHILD_SUBREAPER */
	call(SYS_prctl, 41, !huge, 0); /* PR_SET_THP_DISABLE */
	limit(4, 0, 0);            /* no core files */
	limit(8, lockable, lockable);
}

/*
 * argv: program, shared file, text size, stack limit, 1 to keep capabilities (0 not to) with h behind
 * it for huge pages, lock limit; and for a task that has called execve its slot. Maps text and region above the mapping area and leaves for
 * them.
 */
__attribute__((used)) void begin(u64 *stack)
{
	char **argv = (char **)(stack + 1);
	int task = stack[0] == 7;
	if (stack[0] != 6 && !task)
		die("agent: arguments ", stack[0]);
	if (!task)
		fix_layout(argv, argv + 7, number(argv[3]));
	map_self(argv[1], (number(argv[2]) + 4095) & ~4095UL, !task);
	u64 slot = SLOT_COUNT - 1;
	if (task)
		slot = number(argv[6]);
	else
		become_root(number(argv[5]), argv[4][1] == 'h');
	HEADER->drop = argv[4][0] == '0';
	if (HEADER->drop) {
		/*
		 * An execve must not win capabilities back: it would also bring randomisation back. One
		 * of them stays within reach, see mlockall.
		 */
		call(SYS_prctl, 28, 3, 0); /* PR_SET_SECUREBITS, NOROOT and LOCKED */
		own_capabilities(0);
		call4(SYS_prctl, 47, 2, 14, 0); /* PR_CAP_AMBIENT_RAISE */
	}
	void (*next)(void) = (void (*)(void))((u64)settle - LINK_BASE + TEXT_BASE);
	leap(next, (u64)SLOT(slot) + STACK_TOP_AT - 16);
}
