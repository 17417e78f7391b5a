/* The state of an address space, looked at from inside without changing it. */
#ifndef PINFOLD_AGENT_STATE_H
#define PINFOLD_AGENT_STATE_H

#include "access.h"

/* The hash of a page: words mixed one after the other; its twin is dev.pinfold.host.agent.PageHash. */
static u64 mix(u64 hash, u64 word)
{
	hash = (hash ^ word) * 0x9E3779B97F4A7C15UL;
	return hash ^ (hash >> 29);
}

__attribute__((noinline)) static u64 hash_page(u64 at)
{
	u64 h = 0;
	for (u64 i = 0; i < 512; i++)
		h = mix(h, ((volatile u64 *)at)[i]);
	return h;
}

/* The hash of a file's first 16 MiB: of its pages' hashes, the last page filled up with zeroes. */
static u64 hash_fd(u64 fd, u64 *size, u8 *buffer)
{
	u64 h = 0, at = 0;
	i64 n = 0;
	while (at < 16UL << 20) {
		n = call4(SYS_pread64, fd, buffer, 4096, at);
		if (n <= 0)
			break;
		memset(buffer + n, 0, 4096 - n);
		h = mix(h, hash_page((u64)buffer));
		at += n;
	}
	*size = n < 0 ? (u64)n : at;
	return h;
}

/* The hash of a page that should be readable; a fault is no error of the agent's. */
__attribute__((noinline)) static u64 guarded_hash(u64 at)
{
	volatile struct slot *me = self();
	if (arm(me->resume) == 0) {
		me->armed = 1;
		u64 h = hash_page(at);
		me->armed = 0;
		return h;
	}
	return 0xfa17;
}

static const u8 *hex(const u8 *p, u64 *value)
{
	u64 v = 0;
	for (;; p++) {
		if (*p >= '0' && *p <= '9')
			v = v * 16 + (*p - '0');
		else if (*p >= 'a' && *p <= 'f')
			v = v * 16 + (*p - 'a' + 10);
		else
			break;
	}
	*value = v;
	return p;
}

/*
 * One run of pages, two words each: the pagemap entry without the frame number, with mincore's bit
 * in bit 0 (or its errno in bits 8..15); and the hash of what a present, accessible page holds.
 */
static u64 *look(int pagemap, u64 at, u64 n, int readable, u64 *out)
{
	u64 *flags = out + 2 * n; /* scratch beyond the result */
	u8 *resident = (u8 *)(flags + n);
	i64 got = call4(SYS_pread64, pagemap, flags, n * 8, at / 4096 * 8);
	i64 core = call(SYS_mincore, at, n * 4096, resident);
	for (u64 i = 0; i < n; i++) {
		u64 f = (i64)(i * 8) < got ? flags[i] & 0xff80000000000000UL : 0;
		f |= core == 0 ? (u64)(resident[i] & 1) : (u64)(-core & 0xff) << 8;
		out[2 * i] = f;
		out[2 * i + 1] = 0;
		if (readable && (f >> 63))
			out[2 * i + 1] = guarded_hash(at + i * 4096);
	}
	return out + 2 * n;
}

/*
 * Writes the text of /proc/self/maps (its length before it, padded to words), then the pages of
 * every mapping below the agent's own: all of them, or half of the cap from either end.
 */
static i64 snapshot(u64 offset, u64 size, u64 cap, u64 hashes)
{
	u8 *base = DATA + offset;
	u64 length = 0;
	i64 fd = call(SYS_open, "/proc/self/maps", 0x80000, 0);
	if (fd < 0)
		return fd;
	while (length + 65536 <= size) {
		i64 n = call(SYS_read, fd, base + 8 + length, 32768);
		if (n <= 0)
			break;
		length += n;
	}
	call(SYS_close, fd, 0, 0);
	*(u64 *)base = length;
	memset(base + 8 + length, 0, 8);
	fd = call(SYS_open, "/proc/self/pagemap", 0x80000, 0);
	if (fd < 0)
		return fd;
	u64 *out = (u64 *)(base + 8 + ((length + 7) & ~7UL));
	const u8 *p = base + 8, *end = p + length;
	while (p < end) {
		u64 from, to;
		p = hex(p, &from);
		p = hex(p + 1, &to);
		int readable = hashes && (p[1] == 'r' || p[2] == 'w' || p[3] == 'x');
		while (p < end && *p != '\n')
			p++;
		p++;
		if (from >= TEXT_BASE)
			break;
		u64 n = (to - from) / 4096;
		if ((u8 *)out + cap * 32 > base + size) {
			call(SYS_close, fd, 0, 0);
			return -28;
		}
		if (n <= cap) {
			out = look(fd, from, n, readable, out);
		} else {
			out = look(fd, from, cap / 2, readable, out);
			out = look(fd, to - cap / 2 * 4096, cap / 2, readable, out);
		}
	}
	call(SYS_close, fd, 0, 0);
	return (u8 *)out - base;
}

/* 1 where an address lies in a mapping that may be executed. Calls give whole lines. */
static int executable(u64 at, u8 *buffer)
{
	int yes = 0;
	i64 n, fd = call(SYS_open, "/proc/self/maps", 0x80000, 0);
	while (fd >= 0 && (n = call(SYS_read, fd, buffer, 4096)) > 0) {
		const u8 *p = buffer, *end = buffer + n;
		while (p < end) {
			u64 from, to;
			p = hex(p, &from);
			p = hex(p + 1, &to);
			if (from <= at && at < to)
				yes = p[3] == 'x';
			while (p < end && *p != '\n')
				p++;
			p++;
		}
	}
	call(SYS_close, fd, 0, 0);
	return yes;
}

/*
 * Whether the instruction at an address had better not run, though it may be fetched: it could write
 * to memory that it names itself. Sixteen equal bytes cannot. Reading them brings the page in just
 * as a fetch does, and raises the same signals. Protection keys do not concern a fetch, so every key
 * may be used meanwhile; after a signal see restore_rights.
 */
static int harmful(u64 at, u8 *buffer)
{
	if (HEADER->pkeys)
		self()->rights = rdpkru();
	if (!executable(at, buffer))
		return 0;
	volatile u8 *code = (volatile u8 *)at;
	int differ = 0;
	if (HEADER->pkeys)
		wrpkru(0);
	u8 first = code[0];
	if ((at & 4095) > 4096 - 16)
		differ = 1;
	else
		for (u32 i = 1; i < 16; i++)
			differ |= code[i] != first;
	if (HEADER->pkeys)
		wrpkru(self()->rights);
	return differ;
}

/* After an instruction that raised a signal: it may have done so while it was looked at. */
static void restore_rights(void)
{
	if (HEADER->pkeys)
		wrpkru(self()->rights);
}

#endif
