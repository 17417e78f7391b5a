package dev.pinfold.lab.lang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameTablesTest {
    @Test
    void systemCallsByName() {
        assertThat(Syscalls.has("mmap")).isTrue();
        assertThat(Syscalls.has("file_setattr")).isTrue();
        assertThat(Syscalls.has("lode")).isFalse();
        assertThat(Syscalls.canonical("syscall_0x1ce")).isEqualTo("mseal");
        assertThat(Syscalls.canonical("syscall_0x9")).isEqualTo("mmap");
        assertThat(Syscalls.canonical("syscall_0x1b8")).isEqualTo("process_madvise");
        assertThat(Syscalls.canonical("syscall_0x14e")).isEqualTo("rseq");
        assertThat(Syscalls.canonical("syscall_0x1a8")).isEqualTo("pidfd_send_signal");
    }

    @Test
    void everyCallOfTheCatalogueIsDescribed() {
        assertThat(CallCatalogue.all()).hasSizeGreaterThan(100).allSatisfy(call -> {
            assertThat(call.doc()).endsWith(".");
            assertThat(call.signature()).startsWith(call.name() + "(").endsWith(")");
        });
        assertThat(CallCatalogue.find("store").orElseThrow().signature()).isEqualTo("store(addr, value[, size])");
        assertThat(CallCatalogue.find("machine").orElseThrow().signature()).isEqualTo("machine([setting, …])");
        assertThat(CallCatalogue.find("userfaultfd").orElseThrow().available()).isFalse();
        assertThat(CallCatalogue.find("mremap").orElseThrow().available()).isTrue();
    }
}
