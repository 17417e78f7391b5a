package dev.pinfold.lab.calls;

import dev.pinfold.lab.exec.Arguments;
import dev.pinfold.lab.exec.Meeting;
import dev.pinfold.lab.exec.StepOutcome;
import dev.pinfold.lab.exec.Value;
import dev.pinfold.lab.lang.WorkloadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The kernel's hold on user pages, and what a device does with pages that are held. */
final class PinHandlers {
    static final Map<String, Handler> HANDLERS = Map.ofEntries(
            Map.entry(
                    "get_user_pages",
                    taking(false, 0, (t, a, n, pages) -> t.pages.getUserPages(a.word(0), n, a.integer(2), pages))),
            Map.entry(
                    "get_user_pages_fast",
                    taking(false, 0, (t, a, n, pages) -> t.pages.getUserPagesFast(a.word(0), n, a.integer(2), pages))),
            Map.entry(
                    "get_user_pages_remote",
                    taking(
                            false,
                            1,
                            (t, a, n, pages) ->
                                    t.pages.getUserPagesRemote(a.integer(0), a.word(1), n, a.integer(3), pages))),
            Map.entry(
                    "pin_user_pages",
                    taking(true, 0, (t, a, n, pages) -> t.pages.pinUserPages(a.word(0), n, a.integer(2), pages))),
            Map.entry(
                    "pin_user_pages_fast",
                    taking(true, 0, (t, a, n, pages) -> t.pages.pinUserPagesFast(a.word(0), n, a.integer(2), pages))),
            Map.entry(
                    "pin_user_pages_remote",
                    taking(
                            true,
                            1,
                            (t, a, n, pages) ->
                                    t.pages.pinUserPagesRemote(a.integer(0), a.word(1), n, a.integer(3), pages))),
            Map.entry("put_page", giving(false, (t, a, pages) -> t.pages.put(pages, 0, pages.length))),
            Map.entry("put_pages", giving(false, (t, a, pages) -> t.pages.put(pages, 0, pages.length))),
            Map.entry("unpin_user_page", giving(true, (t, a, pages) -> t.pages.unpin(pages, 0, pages.length))),
            Map.entry("unpin_user_pages", giving(true, (t, a, pages) -> t.pages.unpin(pages, 0, pages.length))),
            Map.entry(
                    "unpin_user_pages_dirty_lock",
                    giving(true, (t, a, pages) -> t.pages.unpinDirtyLock(pages, 0, pages.length, a.word(1) != 0))),
            Map.entry("dma_write", PinHandlers::dmaWrite),
            Map.entry("dma_read", PinHandlers::dmaRead),
            Map.entry("device_attach", (t, a) -> {
                t.process.device(t.task);
                return StepOutcome.of(0);
            }),
            Map.entry(
                    "device_load", Handler.of((t, a) -> t.process.device(t.task).load(a.word(0)))),
            Map.entry(
                    "device_store",
                    Handler.of((t, a) -> t.process.device(t.task).store(a.word(0), a.integer(1)))),
            Map.entry("page_count", Handler.of((t, a) -> t.pages.pageCount(t.page(a)))),
            Map.entry("page_ref_add", Handler.of(PinHandlers::refAdd)),
            Map.entry("page_mapcount", Handler.of((t, a) -> t.pages.pageMapcount(t.page(a)))),
            Map.entry("page_maybe_dma_pinned", Handler.of((t, a) -> t.pages.pageMaybeDmaPinned(t.page(a)))),
            Map.entry("page", Handler.of((t, a) -> t.pages.page(a.word(0)))));

    private static final int MOST = 1 << 24;

    private PinHandlers() {}

    /** A call that fills a list of pages and returns how many it got. */
    private interface Taking {
        long call(RunningTask t, Arguments a, int n, int[] pages) throws WorkloadException, Meeting.Nobody;
    }

    private interface Giving {
        long call(RunningTask t, Arguments a, int[] pages) throws WorkloadException, Meeting.Nobody;
    }

    private static Handler taking(boolean pins, int shift, Taking call) {
        return (t, a) -> {
            long n = a.count(shift + 1);
            if (n > MOST) {
                throw a.line().error(a.expr(shift + 1).at(), "a count of " + n, "at most " + MOST + " pages at once");
            }
            int[] pages = new int[(int) n];
            long got = call.call(t, a, (int) n, pages);
            if (got < 0) {
                return StepOutcome.ofSyscall(got);
            }
            List<Long> words = new ArrayList<>();
            for (int i = 0; i < got; i++) {
                words.add((long) pages[i]);
                t.holdings.taken(a.line(), pages[i], pins, t.pages.generation(pages[i]));
            }
            return new StepOutcome.Returned(new Value.Words(words), List.of());
        };
    }

    private static Handler giving(boolean pins, Giving call) {
        return (t, a) -> {
            int[] pages = pages(t, a);
            for (int page : pages) {
                if (!t.holdings.given(page, pins)) {
                    throw a.line()
                            .error(
                                    "page " + page + ", which nobody has " + (pins ? "pinned" : "got"),
                                    pins ? "a page of a pin_user_pages" : "a page of a get_user_pages");
                }
            }
            return StepOutcome.ofSyscall(call.call(t, a, pages));
        };
    }

    /** The first argument as pages: a list, one element of it, or what page(addr) gave. */
    private static int[] pages(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        long[] words = a.list(0);
        for (long word : words) {
            t.requirePage(a, word);
        }
        return Arrays.stream(words).mapToInt(w -> (int) w).toArray();
    }

    /** As many references more as the count has room for, and as few less as leave those that others hold. */
    private static long refAdd(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        int page = t.page(a);
        long sum = t.pages.pageCount(page) + a.word(1);
        if (sum < 0 || sum > Integer.MAX_VALUE) {
            throw a.line().error(a.expr(1).at(), "a count of " + sum, "0 to " + Integer.MAX_VALUE + " references");
        }
        return t.pages.pageRefAdd(page, a.integer(1));
    }

    private static StepOutcome dmaWrite(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        int value = a.integer(1);
        for (int page : pages(t, a)) {
            held(t, a, page);
            t.pages.dmaWrite(page, value);
            held(t, a, page);
        }
        return StepOutcome.of(0);
    }

    private static StepOutcome dmaRead(RunningTask t, Arguments a) throws WorkloadException, Meeting.Nobody {
        int[] pages = pages(t, a);
        if (pages.length == 0) {
            throw a.line().error("an empty list", "at least one page");
        }
        held(t, a, pages[0]);
        return StepOutcome.of(t.pages.dmaRead(pages[0]));
    }

    /** A device may touch what somebody holds for it, and such a page has not been freed. */
    private static void held(RunningTask t, Arguments a, int page) throws WorkloadException {
        int then = t.holdings.generation(page);
        if (then == Holdings.NOT_HELD) {
            throw a.line().error("page " + page + ", which nobody holds", "pages that are got or pinned");
        }
        if (then != t.pages.generation(page)) {
            throw new AssertionError("a device touches page " + page + ", which was freed while it was held");
        }
    }
}
