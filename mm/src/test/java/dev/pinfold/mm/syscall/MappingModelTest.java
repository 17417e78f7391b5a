package dev.pinfold.mm.syscall;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.space.Space;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Mappings that no page was ever brought into, against a model with one element for each page. Without pages there are
 * no anon_vmas, so neighbours that are alike are always one mapping: the model's runs are the mappings expected.
 */
class MappingModelTest {
    private static final int PAGES = 48;
    private static final long BASE = 0x10000000000L;

    /** What one page is mapped as; {@code account} where memory was promised for it. */
    private record Page(
            int prot, boolean shared, int file, long offset, boolean locked, boolean noFork, boolean account) {
        Page at(int page, int newPage) {
            return new Page(prot, shared, file, file < 0 ? newPage : offset + newPage - page, locked, noFork, account);
        }

        /** A promise made for a file's private pages stays, for anonymous ones it goes with the right to write. */
        Page withProt(int to) {
            boolean promised = (to & 2) != 0 ? account || !shared : account && file >= 0;
            return new Page(to, shared, file, offset, locked, noFork, promised);
        }
    }

    private final @Nullable Page[] model = new Page[PAGES];

    @Test
    void mappingsAreTheModelsRuns() {
        for (int seed = 0; seed < 25; seed++) {
            Arrays.fill(model, null);
            try (OneTask machine = new OneTask()) {
                int[] files = {machine.file("a", PAGES), machine.file("b", PAGES)};
                Random random = new Random(seed);
                for (int step = 0; step < 250; step++) {
                    step(machine, files, random);
                    compare(machine, files);
                }
            }
        }
    }

    private void step(OneTask machine, int[] files, Random random) {
        int from = random.nextInt(PAGES);
        int n = 1 + random.nextInt(Math.min(PAGES - from, 1 + random.nextInt(16)));
        long addr = BASE + from * PAGE_SIZE;
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> map(machine, files, random, from, n);
            case 3 -> {
                assertThat(machine.munmap(addr, n)).isZero();
                Arrays.fill(model, from, from + n, null);
            }
            case 4, 5 -> {
                // Locked memory that becomes writable gets its pages, and so an anon_vma.
                int prot = random.nextInt(4) & (isLocked(from, n) ? ~2 : ~0);
                long result = machine.mprotect(addr, n, prot);
                change(from, n, result, p -> p.withProt(prot));
            }
            case 6 -> {
                boolean on = random.nextBoolean();
                long result = machine.madvise(addr, n, on ? Mman.MADV_DONTFORK : Mman.MADV_DOFORK);
                assertThat(result).isEqualTo(hole(from, n) < n ? -12 : 0);
                for (int i = from; i < from + n; i++) {
                    Page p = model[i];
                    if (p != null) {
                        model[i] = new Page(p.prot, p.shared, p.file, p.offset, p.locked, on, p.account);
                    }
                }
            }
            default -> {
                long result = machine.call(() -> Munlock.call(machine.t, addr, n * PAGE_SIZE));
                change(from, n, result, p -> new Page(p.prot, p.shared, p.file, p.offset, false, p.noFork, p.account));
            }
        }
    }

    private void map(OneTask machine, int[] files, Random random, int from, int n) {
        int file = random.nextInt(3) - 1;
        boolean shared = file >= 0 && random.nextBoolean();
        int prot = random.nextInt(4);
        // Locked without being allowed anything: nothing is brought in.
        boolean locked = prot == 0 && random.nextInt(3) == 0;
        long offset = file < 0 ? from : random.nextInt(3) > 0 ? from : random.nextInt(PAGES);
        int flags = (shared ? Mman.MAP_SHARED : Mman.MAP_PRIVATE)
                | Mman.MAP_FIXED
                | (file < 0 ? Mman.MAP_ANONYMOUS : 0)
                | (locked ? 0x2000 : 0);
        long addr = BASE + from * PAGE_SIZE;
        assertThat(machine.mmap(
                        addr,
                        n * PAGE_SIZE,
                        prot,
                        flags,
                        file < 0 ? -1 : files[file],
                        file < 0 ? 0 : offset * PAGE_SIZE))
                .isEqualTo(addr);
        Page first = new Page(prot, shared, file, offset, locked, false, !shared && (prot & 2) != 0);
        for (int i = 0; i < n; i++) {
            model[from + i] = first.at(from, from + i);
        }
    }

    private boolean isLocked(int from, int n) {
        return Arrays.stream(model, from, from + n).anyMatch(p -> p != null && p.locked);
    }

    /** Pages before the first hole. */
    private int hole(int from, int n) {
        int i = 0;
        while (i < n && model[from + i] != null) {
            i++;
        }
        return i;
    }

    private void change(int from, int n, long result, java.util.function.UnaryOperator<Page> how) {
        int done = hole(from, n);
        assertThat(result).isEqualTo(done < n ? -12 : 0);
        for (int i = from; i < from + done; i++) {
            Page p = model[i];
            model[i] = p == null ? null : how.apply(p);
        }
    }

    private void compare(OneTask machine, int[] files) {
        StringBuilder expected = new StringBuilder();
        int runs = 0;
        long[] counts = new long[3];
        for (int i = 0; i < PAGES; ) {
            Page p = model[i];
            int end = i + 1;
            if (p != null) {
                while (end < PAGES && p.at(i, end).equals(model[end])) {
                    end++;
                }
                runs++;
                line(expected, i, end, p);
                counts[0] += end - i;
                counts[1] += (p.prot & 2) != 0 && !p.shared ? end - i : 0;
                counts[2] += p.locked ? end - i : 0;
            }
            i = end;
        }
        String maps = machine.maps().replaceAll(" (fe:00|00:00) \\d+ +", " ");
        assertThat(maps).isEqualTo(expected.toString());
        Space space = machine.t.space();
        assertThat(space.mapCount()).isEqualTo(runs);
        assertThat(new long[] {space.totalVm(), space.dataVm(), space.lockedVm()})
                .isEqualTo(counts);
        for (int f = 0; f < files.length; f++) {
            assertThat(machine.t.files().get(files[f])).isNotNull().satisfies(file -> {
                assertThat(file.mapping().iMmap().size())
                        .isEqualTo(runsOf(file.inode().name()));
                file.put(machine.t);
            });
        }
    }

    private int runsOf(String name) {
        int n = 0;
        for (int i = 0; i < PAGES; i++) {
            Page p = model[i];
            Page before = i == 0 ? null : model[i - 1];
            if (p != null && p.file >= 0 && name.equals(p.file == 0 ? "a" : "b")) {
                n += before == null || !before.at(i - 1, i).equals(p) ? 1 : 0;
            }
        }
        return n;
    }

    private static void line(StringBuilder out, int from, int end, Page p) {
        out.append("%x-%x %c%c-%c %08x %s\n"
                .formatted(
                        BASE + from * PAGE_SIZE,
                        BASE + end * PAGE_SIZE,
                        (p.prot & 1) != 0 ? 'r' : '-',
                        (p.prot & 2) != 0 ? 'w' : '-',
                        p.shared ? 's' : 'p',
                        p.file < 0 ? 0 : p.offset * PAGE_SIZE,
                        p.file < 0 ? "" : p.file == 0 ? "a" : "b"));
    }
}
