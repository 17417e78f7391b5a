"""Writes the archive that a kernel boots from (cpio, newc): archive.py FILE:NAME... Every file is executable."""

import sys


def entry(number, name, mode, data, device=(0, 0)):
    fields = [number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name) + 1, 0]
    head = b"070701" + b"".join(b"%08X" % f for f in fields) + name.encode() + b"\0"
    head += b"\0" * (-len(head) % 4)
    return head + data + b"\0" * (-len(data) % 4)


def main():
    out = entry(1, "dev", 0o40755, b"") + entry(2, "dev/console", 0o20600, b"", (5, 1))
    for number, pair in enumerate(sys.argv[1:], 3):
        path, name = pair.rsplit(":", 1)
        with open(path, "rb") as file:
            out += entry(number, name, 0o100755, file.read())
    out += entry(0, "TRAILER!!!", 0, b"")
    sys.stdout.buffer.write(out)


if __name__ == "__main__":
    main()
