package dev.pinfold.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.ablate.Switch;
import dev.pinfold.lab.explore.Explorer;
import dev.pinfold.lab.explore.Failure;
import dev.pinfold.lab.explore.Result;
import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.ExploredWorkload;
import dev.pinfold.mm.Machine;
import dev.pinfold.mm.sync.ViolationKind;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What cleaning promises: each store to a shared page between two cleans shows in a dirty bit, in the record or as a fault
 * that is told. It holds in every schedule, and fails as soon as one of what it stands on is taken away.
 */
@Tag("controlled")
class DirtyGuaranteeTest {
    private static final String FILE = """
            machine(cpus=3, memory=512K)
            A memfd_create("frame", 0)                                       = f
            A ftruncate(f, 2*4096)
            """;
    private static final String SHARED = """
            A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 0)     = a
            A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
            A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = C
            B store(a, 1)
            """;

    /** A store that comes after a clean has returned is found by the next. */
    private static final String AFTER = FILE + SHARED + """
            concurrently:
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = one
            B store(a+one, 2)
            finally:
            A dirty_reset()
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
            """;

    /** A store beside a clean is in its record, or found by the next. */
    private static final String BESIDE = FILE + SHARED + """
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
            A dirty_reset()
            concurrently:
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
            B store(a, 2)
            finally:
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
            A dirty_bits()                                                   = "10"
            """;

    /** The same beside a page that moves to another frame, which has its entry in hand. */
    private static final String MOVED = FILE + SHARED + """
            A page(a)                                                        = n
            concurrently:
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 1
            C migrate_page(n)                                                = 0 | -1 EAGAIN
            finally:
            A dirty_bits()                                                   = "10"
            A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0
            """;

    private static Result explore(String text) throws Exception {
        return Explorer.of(ExploredWorkload.of(Workload.of("guarantee", text), Machine::of))
                .work(15_000_000)
                .explore();
    }

    private static void holds(String text) throws Exception {
        explore(text).orThrow();
    }

    private static void failsWithout(String text, String name, ViolationKind... kinds) throws Exception {
        holds(text); // Also brings the switch into being.
        Switch s = Switch.find(name).orElseThrow();
        s.set(false);
        try {
            Failure f = explore(text).violation();
            assertThat(f).as("without %s", name).isNotNull();
            assertThat(f.kind()).isIn((Object[]) kinds);
        } finally {
            s.set(true);
        }
    }

    @Test
    void aStoreAfterACleanNeedsTheFlush() throws Exception {
        failsWithout(
                AFTER,
                "gather: flush what was changed before anything is freed",
                ViolationKind.EXPECTATION,
                ViolationKind.STALE_TRANSLATION);
    }

    @Test
    void aStoreBesideACleanShows() throws Exception {
        holds(BESIDE);
    }

    @Test
    void aPageThatMovesKeepsItsMark() throws Exception {
        failsWithout(
                MOVED,
                "cursor: leaf table lock over reading and changing its entries",
                ViolationKind.EXPECTATION,
                ViolationKind.AUDIT,
                ViolationKind.DATA_RACE,
                ViolationKind.DEADLOCK);
    }

    /** The orders that changes of entries stand on, each turned around: the workload that is about it loses a store, or reads what is gone. */
    @ParameterizedTest
    @CsvSource({
        "concurrent-clean-clean.mm, PENDING_UNTIL_FLUSHED",
        "concurrent-clean-clean.mm, NO_OTHER_FLUSH_PENDING",
        "concurrent-device-discard.mm, FLUSHED_BEFORE_NOTIFIED",
        "concurrent-scan-store.mm, PROTECTED_BEFORE_CLEANED",
        "concurrent-scan-discard.mm, MARKS_OF_REPLACED_ENTRY",
        "concurrent-huge-protect-store.mm, ENTRY_AS_READ"
    })
    void anOrderTurnedAroundLosesAStore(String workload, String order) throws Exception {
        failsWithout(Files.readString(Path.of("..", "examples", workload)), order, ViolationKind.EXPECTATION);
    }

    /** Linux ends the walk at the first mapping that it skips: the store is in no record, and its dirty bit stays unseen. */
    @Test
    void theWalkMustNotEndAtAPrivateMapping() throws Exception {
        String text = FILE + """
                A mmap(NULL, 2*4096, PROT_READ|PROT_WRITE, MAP_PRIVATE, f, 0)    = p
                A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, f, 4096)    = s
                A clone(flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD) = B
                concurrently:
                A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
                B store(s, 2)
                finally:
                A clean_record_shared_mapping_range(f, 0, 2, 0)                  = 0 | 1
                A dirty_bits()                                                   = "01"
                """;
        holds(text);
        Failure f = explore("design(MAPPING_WALK_SKIP=break)\n" + text).violation();
        assertThat(f).isNotNull();
        assertThat(f.kind()).isEqualTo(ViolationKind.EXPECTATION);
    }
}
