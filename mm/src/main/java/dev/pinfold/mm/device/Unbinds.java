package dev.pinfold.mm.device;

import dev.pinfold.mm.design.Debate;
import dev.pinfold.mm.design.DesignPoint;
import dev.pinfold.mm.space.TaskContext;
import dev.pinfold.mm.sync.Site;

/** The choices of the design point {@code UNBIND}. */
public final class Unbinds {
    /** Device memory as storage: mappings are revoked at once, later accesses get SIGBUS, only what is in flight is awaited. */
    public static final Unbind REVOKE = new Revoke();

    /** Device memory as memory: who has it mapped keeps it, and the device waits until the last mapping goes. */
    public static final Unbind WAIT = new Wait();

    /** The point. */
    public static final DesignPoint<Unbind> POINT = DesignPoint.named("UNBIND", Unbind.class)
            .asks("What becomes of those who use a device that is told to leave?")
            .debated(Debate.DEVICE_PAGES)
            .linux("revoke", "for files on a device, since 4.5, 2016")
            .choices(REVOKE, WAIT);

    private Unbinds() {}

    /** Waits for whoever still holds pages or the page map. Preconditions: killed; nobody maps a page, or may. */
    private static void drain(TaskContext t, Device d, DevPagemap p) {
        if (d.kind() == DeviceKind.PRIVATE) {
            PrivateReturn.all(t, d);
        }
        if (d.pin().pagesHold()) {
            for (DaxMapping m : d.files()) {
                m.awaitIdle(t);
            }
        }
        p.drain();
    }

    private static final class Revoke implements Unbind {
        private static final Site MAPPED = Site.await("unbind: wait for mappings that hold the device");

        @Override
        public String choice() {
            return "revoke";
        }

        @Override
        public String summary() {
            return "as a disk: mappings are revoked at once, only what is in flight is waited for";
        }

        @Override
        public void run(TaskContext t, Device d, DevPagemap p) {
            if (d.pin().mappingsHold()) {
                d.awaitNoMappings(MAPPED);
            }
            p.kill();
            for (DaxMapping m : d.files()) {
                m.revoke(t);
            }
            drain(t, d, p);
        }
    }

    private static final class Wait implements Unbind {
        private static final Site MAPPED = Site.await("unbind: wait until the last mapping of the device goes");

        @Override
        public String choice() {
            return "wait";
        }

        @Override
        public String summary() {
            return "as memory: the device waits until the last mapping goes";
        }

        @Override
        public void run(TaskContext t, Device d, DevPagemap p) {
            d.awaitNoMappings(MAPPED);
            p.kill();
            // A mapping made since finds the device leaving at its first access.
            for (DaxMapping m : d.files()) {
                m.revoke(t);
            }
            drain(t, d, p);
        }
    }
}
