package dev.pinfold.mm.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SyscallTest {
    /** As {@code asm/unistd_64.h} has them. */
    private static final String NUMBERS = """
                read 0
                write 1
                open 2
                close 3
                lseek 8
                mmap 9
                mprotect 10
                munmap 11
                brk 12
                pread64 17
                pwrite64 18
                readv 19
                writev 20
                mremap 25
                msync 26
                mincore 27
                madvise 28
                dup 32
                dup2 33
                getpid 39
                clone 56
                fork 57
                vfork 58
                execve 59
                exit 60
                wait4 61
                fcntl 72
                fsync 74
                fdatasync 75
                truncate 76
                ftruncate 77
                creat 85
                unlink 87
                getrlimit 97
                mlock 149
                munlock 150
                mlockall 151
                munlockall 152
                prctl 157
                setrlimit 160
                gettid 186
                remap_file_pages 216
                exit_group 231
                openat 257
                fallocate 285
                dup3 292
                preadv 295
                pwritev 296
                prlimit64 302
                process_vm_readv 310
                process_vm_writev 311
                memfd_create 319
                mlock2 325
                preadv2 327
                pwritev2 328
                pkey_mprotect 329
                pkey_alloc 330
                pkey_free 331
                pidfd_open 434
                process_madvise 440
                cachestat 451
                mseal 462
                """;

    @Test
    void everyRowHasLinuxsNameAndNumber() {
        String rows = Arrays.stream(Syscall.values())
                .map(s -> s.text() + " " + s.number())
                .collect(Collectors.joining("\n"));
        assertThat(rows).isEqualTo(NUMBERS.strip());
    }

    @Test
    void rowsAreFoundByNameAndByNumber() {
        for (Syscall s : Syscall.values()) {
            assertThat(Syscall.of(s.number())).isEqualTo(s);
            assertThat(Syscall.of(s.text())).isEqualTo(s);
        }
        assertThat(Syscall.of(-1)).isNull();
        assertThat(Syscall.of(Integer.MAX_VALUE)).isNull();
        assertThat(Syscall.of(41)).isNull();
        assertThat(Syscall.of("socket")).isNull();
    }

    @Test
    void aRowHasAtMostSixParametersAndEachMeasureIsALengthOrACount() {
        for (Syscall s : Syscall.values()) {
            assertThat(s.params().size()).as(s.text()).isLessThanOrEqualTo(6);
            for (int i = 0; i < s.params().size(); i++) {
                Param p = s.params().get(i);
                if (p.measure() != 0) {
                    assertThat(s.params().get(i + p.measure()).kind())
                            .as(s.text() + " " + p.name())
                            .isIn(ParamKind.LENGTH, ParamKind.COUNT);
                }
                assertThat(p.group() == null)
                        .as(s.text() + " " + p.name())
                        .isEqualTo(p.kind() != ParamKind.FLAGS
                                && p.kind() != ParamKind.CHOICE
                                && p.kind() != ParamKind.DIRECTORY);
                assertThat(p.struct() == Struct.NONE)
                        .as(s.text() + " " + p.name())
                        .isEqualTo(p.kind() != ParamKind.STRUCT_IN && p.kind() != ParamKind.STRUCT_OUT);
            }
        }
    }

    @Test
    void aParameterSeesAsMuchOfARegisterAsItsTypeHas() {
        assertThat(Param.integer("a").seen(0x1_ffff_fffeL)).isEqualTo(-2);
        assertThat(Param.flags("a", Group.OPEN).seen(0x1_ffff_fffeL)).isEqualTo(0xffff_fffeL);
        assertThat(Param.mode("a").seen(0x1_0180)).isEqualTo(0x180);
        assertThat(Param.word("a").seen(0x1_ffff_fffeL)).isEqualTo(0x1_ffff_fffeL);
    }
}
