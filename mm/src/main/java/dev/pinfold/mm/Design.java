package dev.pinfold.mm;

import dev.pinfold.mm.device.DevicePin;
import dev.pinfold.mm.device.DevicePins;
import dev.pinfold.mm.device.Unbind;
import dev.pinfold.mm.device.Unbinds;
import dev.pinfold.mm.dirty.HugeWriteProtect;
import dev.pinfold.mm.dirty.WalkStyle;
import dev.pinfold.mm.frame.PinCount;
import dev.pinfold.mm.frame.PinCounts;
import dev.pinfold.mm.rmap.MappingWalkSkip;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Which alternatives a machine is built with where the design of Linux's memory management has been argued over. The
 * default of each point is the best we know.
 *
 * @param forkTables what fork does with leaf page tables
 * @param pinCount how a pin is told from a reference
 * @param devicePin what keeps a device while its pages are used
 * @param unbind what happens to those who use a device that is told to leave
 * @param walkStyle how the entries of a file's mappings are come by
 * @param mappingWalkSkip whether a mapping that is skipped ends a walk over a file's mappings
 * @param hugeWriteProtect what write-protecting and cleaning do with huge entries
 */
public record Design(
        ForkTables forkTables,
        PinCount pinCount,
        DevicePin devicePin,
        Unbind unbind,
        WalkStyle walkStyle,
        MappingWalkSkip mappingWalkSkip,
        HugeWriteProtect hugeWriteProtect) {

    /** FORK_TABLES. */
    public enum ForkTables {
        /** Leaf tables hang in both spaces until somebody writes: fork costs nothing a page. */
        SHARE("share"),
        /** Every entry is copied at once, as Linux does. */
        COPY("copy");

        private final String choice;

        ForkTables(String choice) {
            this.choice = choice;
        }

        /** The choice's name, as {@code design(FORK_TABLES=name)} gives it. */
        public String choice() {
            return choice;
        }
    }

    /** The first choice of every point. */
    public static Design defaults() {
        return new Design(
                ForkTables.SHARE,
                PinCounts.BIAS,
                DevicePins.FOLIO,
                Unbinds.REVOKE,
                WalkStyle.CALLBACK,
                MappingWalkSkip.CONTINUE,
                HugeWriteProtect.PROTECT_HUGE);
    }

    /** This design with another way of treating tables at fork. */
    public Design withForkTables(ForkTables choice) {
        return new Design(choice, pinCount, devicePin, unbind, walkStyle, mappingWalkSkip, hugeWriteProtect);
    }

    /** This design with another way of counting pins. */
    public Design withPinCount(PinCount choice) {
        return new Design(forkTables, choice, devicePin, unbind, walkStyle, mappingWalkSkip, hugeWriteProtect);
    }

    /** This design with another way of holding devices. */
    public Design withDevicePin(DevicePin choice) {
        return new Design(forkTables, pinCount, choice, unbind, walkStyle, mappingWalkSkip, hugeWriteProtect);
    }

    /** This design with another way for devices to leave. */
    public Design withUnbind(Unbind choice) {
        return new Design(forkTables, pinCount, devicePin, choice, walkStyle, mappingWalkSkip, hugeWriteProtect);
    }

    /** This design with another style of walking. */
    public Design withWalkStyle(WalkStyle choice) {
        return new Design(forkTables, pinCount, devicePin, unbind, choice, mappingWalkSkip, hugeWriteProtect);
    }

    /** This design with another end of walks over mappings. */
    public Design withMappingWalkSkip(MappingWalkSkip choice) {
        return new Design(forkTables, pinCount, devicePin, unbind, walkStyle, choice, hugeWriteProtect);
    }

    /** This design with another treatment of huge entries. */
    public Design withHugeWriteProtect(HugeWriteProtect choice) {
        return new Design(forkTables, pinCount, devicePin, unbind, walkStyle, mappingWalkSkip, choice);
    }

    /** The points that can be chosen and their choices, by the names that workloads use; the default first. */
    public static Map<String, List<String>> points() {
        Map<String, List<String>> points = new LinkedHashMap<>();
        points.put("FORK_TABLES", names(List.of(ForkTables.values()), ForkTables::choice));
        points.put("PIN_COUNT", names(PinCounts.all(), PinCount::choice));
        points.put("DEVICE_PIN", names(DevicePins.all(), DevicePin::choice));
        points.put("UNBIND", names(Unbinds.all(), Unbind::choice));
        points.put("WALK_STYLE", names(WalkStyle.all(), WalkStyle::choice));
        points.put("MAPPING_WALK_SKIP", names(MappingWalkSkip.all(), MappingWalkSkip::choice));
        points.put("HUGE_WRITE_PROTECT", names(HugeWriteProtect.all(), HugeWriteProtect::choice));
        return points;
    }

    private static <T> List<String> names(List<T> choices, Function<T, String> name) {
        return choices.stream().map(name).toList();
    }

    /** The choice made at a point, by its name. */
    public String choice(String point) {
        return switch (point) {
            case "FORK_TABLES" -> forkTables.choice();
            case "PIN_COUNT" -> pinCount.choice();
            case "DEVICE_PIN" -> devicePin.choice();
            case "UNBIND" -> unbind.choice();
            case "WALK_STYLE" -> walkStyle.choice();
            case "MAPPING_WALK_SKIP" -> mappingWalkSkip.choice();
            case "HUGE_WRITE_PROTECT" -> hugeWriteProtect.choice();
            default -> throw new IllegalArgumentException("no design point " + point);
        };
    }

    /**
     * This design with a choice made by name.
     *
     * @throws IllegalArgumentException if there is no such point or choice
     */
    public Design with(String point, String choice) {
        return switch (point) {
            case "FORK_TABLES" -> withForkTables(named(List.of(ForkTables.values()), ForkTables::choice, choice));
            case "PIN_COUNT" -> withPinCount(named(PinCounts.all(), PinCount::choice, choice));
            case "DEVICE_PIN" -> withDevicePin(named(DevicePins.all(), DevicePin::choice, choice));
            case "UNBIND" -> withUnbind(named(Unbinds.all(), Unbind::choice, choice));
            case "WALK_STYLE" -> withWalkStyle(named(WalkStyle.all(), WalkStyle::choice, choice));
            case "MAPPING_WALK_SKIP" ->
                withMappingWalkSkip(named(MappingWalkSkip.all(), MappingWalkSkip::choice, choice));
            case "HUGE_WRITE_PROTECT" ->
                withHugeWriteProtect(named(HugeWriteProtect.all(), HugeWriteProtect::choice, choice));
            default -> throw new IllegalArgumentException("no design point " + point);
        };
    }

    private static <T> T named(List<T> choices, Function<T, String> name, String wanted) {
        return choices.stream()
                .filter(c -> name.apply(c).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no choice " + wanted));
    }
}
