#!/bin/sh
# Starts the agent on the kernel of an emulated machine, for "pinfold diff --through": emulated.sh AGENT REGION ARGUMENT...
# The machine has what this one may lack: protection keys. Needs qemu-system-x86_64, gcc and python3, and in KERNEL the
# image of a kernel with its serial lines and PCI built in, such as vmlinuz of Debian's linux-image-cloud-amd64.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
kernel=${KERNEL:?"the image of the kernel to boot"}
agent=$1
region=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

gcc -static -O2 -o "$folder/init" "$here/bridge.c"
shift
printf '%s\n' "$agent" "$@" > "$folder/arguments"
python3 "$here/archive.py" "$folder/init:init" "$agent:agent" "$folder/arguments:arguments" \
    /proc/sys/vm/mmap_min_addr:lowest > "$folder/initramfs"
mkfifo "$folder/line.in" "$folder/line.out"

# This emulator reads the stack of a program's iretq as if the kernel did, which SMAP would
# forbid; and with one processor it makes two accesses of an atomic one.
# shellcheck disable=SC2086
"${QEMU:-qemu-system-x86_64}" -machine pc -accel tcg,thread=multi -cpu "${CPU:-max,la57=off,smap=off}" -smp 2 -m 1024 \
    -nodefaults -display none -no-reboot \
    -kernel "$kernel" -initrd "$folder/initramfs" -append "console=ttyS1 quiet panic=-1 nokaslr mitigations=off" \
    -object "memory-backend-file,id=region,share=on,mem-path=$region,size=4M" -device ivshmem-plain,memdev=region \
    -chardev "pipe,id=line,path=$folder/line" -serial chardev:line -serial "file:${LOG:-/dev/null}" \
    < /dev/null >&2 &
machine=$!

# The driver deletes the agent's files as soon as the agent runs, so nothing here may need them later.
exec 3< "$folder/line.out"
read -r ready <&3
exec 4<&0
(cat <&4 > "$folder/line.in"; sleep 1; kill "$machine" 2> "$folder/gone") &
cat <&3
wait "$machine"
