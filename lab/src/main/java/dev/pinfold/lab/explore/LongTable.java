package dev.pinfold.lab.explore;

import java.util.Arrays;

/**
 * A map from long to small dense int, emptied at once: the entries of one run are numbered in order of arrival, and whoever
 * uses the table keeps what belongs to them in arrays of its own.
 */
final class LongTable {
    private long[] keys = new long[256];
    private int[] values = new int[256];
    private int[] generations = new int[256];
    private int generation = 1;
    private int size;

    void clear() {
        size = 0;
        if (++generation == 0) {
            Arrays.fill(generations, 0);
            generation = 1;
        }
    }

    int size() {
        return size;
    }

    /** The number of a key, or -1. */
    int get(long key) {
        int mask = keys.length - 1;
        for (int i = hash(key) & mask; generations[i] == generation; i = i + 1 & mask) {
            if (keys[i] == key) {
                return values[i];
            }
        }
        return -1;
    }

    /** The number of a key; if the key is new, that is what {@link #size} was, and the caller prepares its entry. */
    int add(long key) {
        int mask = keys.length - 1;
        int i = hash(key) & mask;
        for (; generations[i] == generation; i = i + 1 & mask) {
            if (keys[i] == key) {
                return values[i];
            }
        }
        if (size * 2 >= keys.length) {
            grow();
            return add(key);
        }
        keys[i] = key;
        values[i] = size;
        generations[i] = generation;
        return size++;
    }

    /** Adds a key if it is new, and says whether it was. */
    boolean addNew(long key) {
        int before = size;
        return add(key) == before;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        int[] oldGenerations = generations;
        int oldGeneration = generation;
        int length = oldKeys.length * 2;
        keys = new long[length];
        values = new int[length];
        generations = new int[length];
        generation = 1;
        for (int j = 0; j < oldKeys.length; j++) {
            if (oldGenerations[j] == oldGeneration) {
                int i = hash(oldKeys[j]) & length - 1;
                while (generations[i] == 1) {
                    i = i + 1 & length - 1;
                }
                keys[i] = oldKeys[j];
                values[i] = oldValues[j];
                generations[i] = 1;
            }
        }
    }

    static int hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        return (int) (h ^ h >>> 32);
    }

    /** Mixes a value into a hash, so that order matters and no bit is lost. */
    static long mix(long hash, long value) {
        long h = (hash ^ value) * 0xBF58476D1CE4E5B9L;
        h ^= h >>> 29;
        h *= 0x94D049BB133111EBL;
        return h ^ h >>> 32;
    }
}
