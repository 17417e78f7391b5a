#!/bin/sh
# Rebuilds the agent: build.sh OUTPUT. Needs gcc and binutils for x86-64; nothing else.
set -eu
cd "$(dirname "$0")"
gcc -static -nostdlib -ffreestanding -Os -fPIE -no-pie -mno-sse -mgeneral-regs-only \
    -fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables \
    -fno-tree-loop-distribute-patterns -Wall -Wextra -Werror \
    -Wl,-T,agent.ld -Wl,--build-id=none -Wl,-z,noexecstack -s -o "$1" agent.c
