package dev.pinfold.lab.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name stands for something of a kind, and a call says which kind it takes. */
class KindsTest {
    private static final String NAMES = """
            A file("f", 16K) = f
            A mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = a
            A store(a, 1)
            A page(a) = q
            A get_user_pages(a, 1, 0) = p
            A getpid() = n
            A maps() = m
            A load(a) = v
            A fork() = B
            """;

    private static String refused(String line) {
        WorkloadException e =
                catchThrowableOfType(WorkloadException.class, () -> Workload.of("w.mm", NAMES + line + "\n"));
        assertThat(e).as(line).isNotNull();
        assertThat(e.line()).isEqualTo(10);
        return e.found() + " / " + e.expected();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A page_count(a)                | \"a\", which is an address / a page",
                "A page_count(n)                | \"n\", which is a process's number / a page",
                "A page_mapcount(f)             | \"f\", which is a descriptor / a page",
                "A page_ref_add(p, 1)           | \"p\", which is a list of pages / a page",
                "A page_maybe_dma_pinned(v)     | \"v\", which is a value / a page",
                "A page_count(B)                | \"B\", which is a task / a page",
                "A page_count(n[0])             | \"n\", which is a process's number / a list",
                "A unpin_user_pages(a)          | \"a\", which is an address / a list of pages",
                "A load(p)                      | \"p\", which is a list of pages / an address",
                "A load(f)                      | \"f\", which is a descriptor / an address",
                "A load(m)                      | \"m\", which is a text / an address",
                "A load(p[0])                   | which is a page / an address",
                "A load(a+q)                    | \"q\", which is a page / an address or a number",
                "A munmap(p, 4096)              | \"p\", which is a list of pages / an address",
                "A walk_page_mapping(a, 0, 1)   | \"a\", which is an address / a descriptor",
                "A walk_page_mapping(f, a, 1)   | \"a\", which is an address / a number",
                "A get_user_pages_remote(f, a, 1, 0) | \"f\", which is a descriptor / a task",
            })
    void anotherKindIsRefused(String line, String message) {
        String[] halves = message.split(" / ");
        assertThat(refused(line)).contains(halves[0] + " / ").contains(" / " + halves[1]);
    }

    /** Linux may be given any word: what it says to it is its own affair. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "A munmap(f, 4096) = -1 EINVAL",
                "A close(n)",
                "A munmap(v, n)",
                "A store(a, v)",
                "A load(v)",
                "A store(a, a)",
                "A page_count(q)",
                "A page_count(p[0])",
                "A unpin_user_pages(q)",
                "A get_user_pages_remote(B, a, 1, 0)",
                "A get_user_pages_remote(n, a, 1, 0)",
            })
    void whatFitsIsTaken(String line) throws Exception {
        Workload.of("w.mm", NAMES + line + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A walk_page_mapping(f, -1, 1)",
                "A wp_shared_mapping_range(f, 0, -1)",
                "A wp_shared_mapping_range(f, 0, 9223372036854775807)",
                "A clean_record_shared_mapping_range(f, 0, 1, -1)",
                "A pin_user_pages(a, -1, FOLL_WRITE) = ?",
                "A reclaim(-1)",
                "A scan_file(f, 0, -5)",
            })
    void aCountIsNotNegative(String line) {
        assertThat(refused(line)).contains("a count of pages, from 0 on");
    }

    @Test
    void anElementOfNoListIsNone() {
        assertThat(refused("A load(a[0])")).contains("which is an address / a list");
    }
}
