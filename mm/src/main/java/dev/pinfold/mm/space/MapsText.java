package dev.pinfold.mm.space;

import static dev.pinfold.mm.abi.Page.PAGE_SHIFT;
import static dev.pinfold.mm.abi.VmFlags.VM_EXEC;
import static dev.pinfold.mm.abi.VmFlags.VM_MAYSHARE;
import static dev.pinfold.mm.abi.VmFlags.VM_READ;
import static dev.pinfold.mm.abi.VmFlags.VM_WRITE;

import dev.pinfold.mm.file.FileMapping;
import dev.pinfold.mm.file.OpenFile;
import dev.pinfold.mm.sync.Site;

/** The mappings of a space as /proc/PID/maps prints them: {@code show_map_vma}. */
public final class MapsText {
    private static final Site READ = Site.lock("space.maps: mmap lock over printing the mappings");
    /** Names begin in this column. */
    private static final int NAME_COLUMN = 73;

    private MapsText() {}

    /** A line per VMA in order of address, each ended by a line feed. */
    public static String of(Space space) {
        StringBuilder out = new StringBuilder();
        space.readLock(READ);
        try {
            space.vmas().forEach(vma -> line(out, space, vma));
        } finally {
            space.readUnlock();
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Space space, Vma vma) {
        int begin = out.length();
        hex(out, vma.start(), 8);
        out.append('-');
        hex(out, vma.end(), 8);
        out.append(' ')
                .append(vma.has(VM_READ) ? 'r' : '-')
                .append(vma.has(VM_WRITE) ? 'w' : '-')
                .append(vma.has(VM_EXEC) ? 'x' : '-')
                .append(vma.has(VM_MAYSHARE) ? 's' : 'p')
                .append(' ');
        OpenFile f = vma.file();
        String name;
        if (f != null) {
            hex(out, vma.pgoff() << PAGE_SHIFT, 8);
            FileMapping m = vma.mapping();
            out.append(m == null || m.isShmem() ? " 00:01 " : " fe:00 ").append(m == null ? 4 : m.ownerId());
            name = f.mapsName();
        } else {
            out.append("00000000 00:00 0");
            name = anonymousName(space, vma);
        }
        out.append(' ');
        if (!name.isEmpty()) {
            while (out.length() - begin < NAME_COLUMN) {
                out.append(' ');
            }
            out.append(name);
        }
        out.append('\n');
    }

    private static String anonymousName(Space space, Vma vma) {
        if (vma.start() < space.brk && vma.end() > space.startBrk) {
            return "[heap]";
        }
        if (space.startStack != 0 && vma.start() <= space.startStack && vma.end() >= space.startStack) {
            return "[stack]";
        }
        return "";
    }

    private static void hex(StringBuilder out, long value, int width) {
        String s = Long.toHexString(value);
        for (int i = s.length(); i < width; i++) {
            out.append('0');
        }
        out.append(s);
    }
}
