package dev.pinfold.mm.design;

/** The discussions among Linux's developers from which design points come. */
public enum Debate {
    /** Whether a count of nested protection sections belongs to the task or to the CPU. */
    STRAY_WRITES("stray-writes", "memremap_pages: Define pgmap_mk_{readwrite|noaccess}() calls, February 2022"),
    /** What keeps a device's memory while it is used, and what that costs everybody else. */
    DEVICE_PAGES("device-pages", "mm, x86: get_user_pages() for dax mappings, December 2015"),
    /** Whether temporary kernel maps belong to the task or to the CPU. */
    KERNEL_MAPS("kernel-maps", "mm/highmem: Provide a preemptible variant of kmap_atomic, September 2020"),
    /** How a pin is told from a reference. */
    PINS("pins", "put_user_page(): replacing put_page() for pages that were pinned, December 2018"),
    /** How the tables of a file's mappings are walked, under which lock, and what becomes of huge entries. */
    WALKERS("walkers", "mm: Add write-protect and clean utilities for address space ranges, September 2019"),
    /** Pinfold's own question, which nobody had to argue over. */
    NONE("", "");

    private final String page;
    private final String thread;

    Debate(String page, String thread) {
        this.page = page;
        this.thread = thread;
    }

    /** The page about it, {@code docs/debates/NAME.md}, without folder and ending; empty if there is none. */
    public String page() {
        return page;
    }

    /** Subject and month of the discussion; empty if there is none. */
    public String thread() {
        return thread;
    }
}
