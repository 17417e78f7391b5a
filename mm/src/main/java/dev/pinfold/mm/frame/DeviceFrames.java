package dev.pinfold.mm.frame;

/** The owner of the frames of {@link Zone#DEVICE}: what this floor and pins need of the devices' page maps. */
public interface DeviceFrames {
    /** Nobody: no such frame is ever counted. */
    DeviceFrames NONE = new DeviceFrames() {
        @Override
        public void lastPut(int folio, int cpu) {
            throw new AssertionError("a frame of no device was freed: " + folio);
        }

        @Override
        public boolean tryGetDevmap(int page, int n, int cpu) {
            return false;
        }

        @Override
        public void putDevmap(int page, int n, int cpu) {}
    };

    /**
     * The last reference to a folio was dropped ({@code free_zone_device_folio}).
     *
     * @param cpu the CPU that the caller runs on
     */
    void lastPut(int folio, int cpu);

    /**
     * Holds the device for each of {@code n} pages from {@code page} on that are about to be pinned through entries that
     * count nothing ({@code get_dev_pagemap}).
     *
     * @return false if the device is leaving, or its pages are not held so
     */
    boolean tryGetDevmap(int page, int n, int cpu);

    /** Calls {@code use} with the ranges of devices' frames of which something was ever recorded. Nothing runs meanwhile. */
    default void eachUsed(FrameRange use) {}

    /** Takes {@link #tryGetDevmap} back after the pages were dropped; does nothing where pages do not hold the device. */
    void putDevmap(int page, int n, int cpu);
}
