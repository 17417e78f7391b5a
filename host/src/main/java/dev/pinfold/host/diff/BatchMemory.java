package dev.pinfold.host.diff;

import dev.pinfold.host.agent.Batch;
import dev.pinfold.lab.exec.CallMemory;

/** The data area of a batch, which every task of the agent sees at the same place. */
record BatchMemory(Batch batch) implements CallMemory {
    @Override
    public long put(byte[] bytes) {
        return Batch.address(batch.put(bytes));
    }

    @Override
    public long reserve(int bytes) {
        return Batch.address(batch.reserve(bytes));
    }

    @Override
    public byte[] get(long address, int bytes) {
        return batch.bytes(address - Batch.address(0), bytes);
    }
}
