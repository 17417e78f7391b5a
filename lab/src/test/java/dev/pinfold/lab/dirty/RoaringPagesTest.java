package dev.pinfold.lab.dirty;

import static dev.pinfold.mm.abi.Page.PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.mm.Machine;
import dev.pinfold.mm.MachineConfig;
import dev.pinfold.mm.Task;
import dev.pinfold.mm.abi.Mman;
import dev.pinfold.mm.dirty.DirtyRange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compressed sets take what the memory manager records. */
class RoaringPagesTest {

    @Test
    void recordsOfACleanGoIntoACompressedSet() throws IOException {
        try (Machine machine = Machine.of(MachineConfig.defaults())) {
            Task task = machine.newTask();
            int fd = task.memfd("f", 1024 * PAGE_SIZE);
            long p = task.mmap(0, 1024 * PAGE_SIZE, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED, fd, 0);
            task.fill(p + 100 * PAGE_SIZE, 800 * PAGE_SIZE, (byte) 1);
            RoaringPages dirty = new RoaringPages();
            assertThat(task.walks().cleanRecordSharedMappingRange(fd, 0, 1024, 0, dirty, new DirtyRange()))
                    .isEqualTo(800);
            assertThat(dirty.size()).isEqualTo(800);
            assertThat(dirty.contains(100)).isTrue();
            assertThat(dirty.contains(900)).isFalse();
            dirty.compact();
            assertThat(dirty.bytes()).isLessThan(100);

            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            dirty.write(new DataOutputStream(bytes));
            RoaringPages back = RoaringPages.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            assertThat(back).isEqualTo(dirty).hasSameHashCodeAs(dirty);

            RoaringPages more = new RoaringPages();
            more.add(5);
            more.add(100, 110);
            back.removeAll(more);
            assertThat(back.size()).isEqualTo(790);
            back.addAll(more);
            List<Long> first = new ArrayList<>();
            back.forEach(first::add);
            assertThat(first).hasSize(801).startsWith(5L, 100L);
        }
    }
}
