package dev.pinfold.mm.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GroupTest {
    @ParameterizedTest
    @CsvSource({
        "MAP_FIXED_NOREPLACE, MAP, 0x100000",
        "MADV_GUARD_INSTALL, MADVISE, 102",
        "POSIX_MADV_DONTNEED, MADVISE, 4",
        "O_TMPFILE, OPEN, 0x410000",
        "F_SEAL_GROW, SEAL, 4",
        "F_GET_SEALS, FCNTL, 1034",
        "F_WRLCK, FLOCK, 1",
        "F_OK, ACCESS, 0",
        "__WCLONE, WAIT, 0x80000000",
        "AT_FDCWD, AT, -100",
        "RLIM_INFINITY, RLIM, -1",
        "SEGV_PKUERR, SEGV, 4",
        "ERESTARTSYS, ERRNO, 512",
        "FOLL_PIN, FOLL, 0x80000",
    })
    void aConstantByName(String name, Group group, String value) {
        assertThat(Group.find(name))
                .isEqualTo(new Constant(group, name, Long.decode(value), !name.startsWith("POSIX")));
    }

    @Test
    void namesThatLinuxDoesNotHave() {
        assertThat(Group.find("MAP_NONSENSE")).isNull();
        assertThat(Group.of("nonsense")).isNull();
        assertThat(Group.of("madvise")).isEqualTo(Group.MADVISE);
    }

    @Test
    void valuesByName() {
        assertThat(Group.PROT.describe(3)).isEqualTo("PROT_READ|PROT_WRITE");
        assertThat(Group.MAP.describe(0x10000022)).isEqualTo("MAP_PRIVATE|MAP_ANONYMOUS|0x10000000");
        assertThat(Group.PROT.describe(0x40)).isEqualTo("0x40");
        assertThat(Group.MADVISE.nameOf(4)).isEqualTo("MADV_DONTNEED");
        assertThat(Group.MADVISE.nameOf(77)).isEmpty();
        assertThat(Group.MREMAP.examples()).isEqualTo("MREMAP_MAYMOVE, MREMAP_FIXED, MREMAP_DONTUNMAP");
        assertThat(Group.PROT.examples()).isEqualTo("PROT_NONE, PROT_READ, PROT_WRITE, …");
    }

    @Test
    void errors() {
        assertThat(Errno.name(12)).isEqualTo("ENOMEM");
        assertThat(Errno.name(11)).isEqualTo("EAGAIN");
        assertThat(Errno.name(4000)).isEqualTo("errno 4000");
        assertThat(Errno.number("EFAULT")).isEqualTo(14);
        assertThat(Errno.number("EWOULDBLOCK")).isEqualTo(Errno.EAGAIN);
        assertThat(Errno.number("PROT_EXEC")).isZero();
    }

    /** What is printed can be read back as what it was; the numbers in a group of numbers are told apart. */
    @ParameterizedTest
    @EnumSource
    void everyGroupHasConstantsAndOneNameForAValue(Group group) {
        assertThat(group.constants()).isNotEmpty();
        if (group == Group.SHM) {
            return; // The flags of four calls.
        }
        var seen = new HashSet<Long>();
        assertThat(group.constants())
                .filteredOn(Constant::printed)
                .allSatisfy(c -> assertThat(seen.add(c.value())).as(c.name()).isTrue());
    }
}
