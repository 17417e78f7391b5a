package dev.pinfold.lab.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinfold.lab.lang.Workload;
import dev.pinfold.lab.run.WorkloadRun;
import dev.pinfold.mm.Machine;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the tasks of a workload are, asked while they run. */
@Timeout(60)
class UnderWayTest {
    @Test
    void whoWaitsForWhat() throws Exception {
        Workload workload = Workload.of("w.mm", """
                A getpid() = ?
                B getpid() = ?
                concurrently:
                A getpid() = ?
                A mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = late
                B munmap(late, 4096) = 0
                """);
        AtomicReference<Player> player = new AtomicReference<>();
        AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
        WorkloadRun.run(
                workload,
                Machine::of,
                () -> {
                    // A has made its first call, and goes on when B is seen to wait.
                    while (Thread.currentThread().getName().equals("task A")
                            && seen.get().isEmpty()) {
                        List<String> now = player.get().underWay().stream()
                                .map(Player.At::toString)
                                .toList();
                        if (now.stream().anyMatch(l -> l.contains("waits for"))) {
                            seen.set(now);
                        }
                        Thread.onSpinWait();
                    }
                },
                player::set);
        assertThat(seen.get())
                .containsExactly(
                        "line 4  A getpid(): at work", "line 6  B munmap(late, 4096): waits for the name \"late\"");
        assertThat(player.get().underWay()).isEmpty();
    }
}
