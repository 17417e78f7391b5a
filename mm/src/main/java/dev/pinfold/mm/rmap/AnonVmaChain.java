package dev.pinfold.mm.rmap;

import org.jspecify.annotations.Nullable;

/** Links one mapping with one anon_vma: a node of the anon_vma's tree and of the mapping's list. */
public final class AnonVmaChain extends IntervalNode {
    final AnonVma anonVma;
    final Mapped vma;

    /** Next in the list of {@link #vma}. */
    @Nullable
    AnonVmaChain nextOfVma;

    AnonVmaChain(AnonVma anonVma, Mapped vma) {
        this.anonVma = anonVma;
        this.vma = vma;
    }

    /** The mapping, which folios of the anon_vma may be mapped in. */
    public Mapped vma() {
        return vma;
    }

    @Override
    protected long firstPage() {
        return vma.firstPage();
    }

    @Override
    protected long lastPage() {
        return vma.lastPage();
    }
}
