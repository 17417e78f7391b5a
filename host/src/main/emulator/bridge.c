/*
 * The first program of an emulated machine: runs the agent there for a driver on the host.
 *
 * Commands and replies are the agent's own, of 16 bytes, over the first serial line. The region that agent and driver
 * share lies in the memory of a PCI device on the driver's side; the agent has a copy of it in a file. What the driver
 * writes, operations and their data, is copied with each command; what the agent writes with each reply.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "../agent/agent.h"

#define COUNT_AT 12 /* in the header: operations in the batch */
#define MESSAGE sizeof(struct message)

static void die(const char *what)
{
	perror(what);
	sync();
	reboot(RB_AUTOBOOT);
	exit(1);
}

static void text_to(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	if (fd >= 0) {
		if (write(fd, text, strlen(text)) < 0)
			perror(path);
		close(fd);
	}
}

/* The memory of the device that the driver shares with this machine. */
static unsigned char *driver_region(void)
{
	const char *devices = "/sys/bus/pci/devices";
	DIR *all = opendir(devices);
	struct dirent *d;
	while (all && (d = readdir(all))) {
		char path[512], id[16] = "";
		snprintf(path, sizeof path, "%s/%s/device", devices, d->d_name);
		FILE *f = fopen(path, "r");
		if (!f)
			continue;
		if (fgets(id, sizeof id, f) && strncmp(id, "0x1110", 6) == 0) {
			snprintf(path, sizeof path, "%s/%s/enable", devices, d->d_name);
			text_to(path, "1");
			snprintf(path, sizeof path, "%s/%s/resource2", devices, d->d_name);
			int fd = open(path, O_RDWR);
			void *p = mmap(0, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
			if (p == MAP_FAILED)
				die(path);
			return p;
		}
		fclose(f);
	}
	die("no shared memory");
	return 0;
}

static int whole(int fd, void *at, int bytes, int out)
{
	for (int done = 0, n; done < bytes; done += n) {
		n = out ? write(fd, (char *)at + done, bytes - done) : read(fd, (char *)at + done, bytes - done);
		if (n <= 0)
			return 0;
	}
	return 1;
}

/* The agent's arguments, one a line; its program and its region have names of this machine's. */
static int start_agent(int *in, int *out)
{
	char *argv[8] = {0};
	static char text[512];
	FILE *f = fopen("/arguments", "r");
	int n = 0;
	if (!f)
		die("/arguments");
	for (char *at = text; n < 6 && fgets(at, 80, f); at += 80, n++) {
		at[strcspn(at, "\n")] = 0;
		argv[n] = at;
	}
	argv[0] = "/agent";
	argv[1] = "/dev/shm/region";
	int to[2], from[2];
	if (pipe(to) || pipe(from))
		die("pipe");
	int pid = fork();
	if (pid == 0) {
		dup2(to[0], 0);
		dup2(from[1], 1);
		for (int fd = 3; fd < 64; fd++)
			close(fd);
		char *none[] = {0};
		execve(argv[0], argv, none);
		perror("agent");
		_exit(1);
	}
	close(to[0]);
	close(from[1]);
	*in = to[1];
	*out = from[0];
	return pid;
}

int main(void)
{
	mkdir("/proc", 0755), mount("proc", "/proc", "proc", 0, 0);
	mkdir("/sys", 0755), mount("sysfs", "/sys", "sysfs", 0, 0);
	mkdir("/dev", 0755), mount("dev", "/dev", "devtmpfs", 0, 0);
	mkdir("/dev/shm", 0777), mount("tmpfs", "/dev/shm", "tmpfs", 0, 0);
	mkdir("/tmp", 0777);
	char lowest[32] = ""; /* the lowest address that a program may map, as on the driver's machine */
	FILE *f = fopen("/lowest", "r");
	if (f && fgets(lowest, sizeof lowest, f))
		text_to("/proc/sys/vm/mmap_min_addr", lowest);
	int log = open("/dev/ttyS1", O_WRONLY | O_NOCTTY);
	dup2(log, 2);
	int line = open("/dev/ttyS0", O_RDWR | O_NOCTTY);
	struct termios raw;
	if (line < 0 || tcgetattr(line, &raw))
		die("/dev/ttyS0");
	cfmakeraw(&raw);
	cfsetspeed(&raw, B115200);
	tcsetattr(line, TCSANOW, &raw);

	unsigned char *driver = driver_region();
	int fd = open("/dev/shm/region", O_RDWR | O_CREAT, 0600);
	if (ftruncate(fd, REGION_SIZE))
		die("/dev/shm/region");
	unsigned char *region = mmap(0, REGION_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	int in, out, agent = start_agent(&in, &out);

	struct message m;
	if (!whole(line, "ready\n", 6, 1))
		die("ready");
	while (whole(line, &m, MESSAGE, 0)) {
		memcpy(region + COUNT_AT, driver + COUNT_AT, 4);
		memcpy(region + OPS_AT, driver + OPS_AT, REGION_SIZE - OPS_AT);
		if (!whole(in, &m, MESSAGE, 1) || m.command == CMD_QUIT || !whole(out, &m, MESSAGE, 0))
			break;
		memcpy(driver, region, REGION_SIZE);
		if (!whole(line, &m, MESSAGE, 1))
			break;
	}
	kill(agent, 9);
	reboot(RB_AUTOBOOT);
	return 0;
}
