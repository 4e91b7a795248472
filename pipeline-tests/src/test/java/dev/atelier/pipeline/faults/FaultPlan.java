package dev.atelier.pipeline.faults;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The endless row of faults that follows from a seed.
 *
 * @param kinds those that can be injected here; the others are drawn all the same and passed over, so that a seed means the
 *     same on every machine
 * @param meanPause between two faults
 */
record FaultPlan(long seed, Set<FaultKind> kinds, Duration meanPause) {
    private static final int TOTAL =
            Stream.of(FaultKind.values()).mapToInt(FaultKind::weight).sum();

    Stream<Fault> faults() {
        SplittableRandom random = new SplittableRandom(seed);
        int[] number = {0};
        return Stream.generate(() -> draw(random))
                .filter(fault -> kinds.contains(fault.kind()))
                .map(fault -> new Fault(++number[0], fault.kind(), fault.pause(), fault.length(), fault.choice()));
    }

    private Fault draw(SplittableRandom random) {
        int point = random.nextInt(TOTAL);
        FaultKind kind = FaultKind.KILL_SERVICE;
        for (FaultKind each : FaultKind.values()) {
            kind = each;
            point -= each.weight();
            if (point < 0) {
                break;
            }
        }
        long pause = random.nextLong(2 * meanPause.toMillis());
        return new Fault(0, kind, Duration.ofMillis(pause), length(kind, random), random.nextLong());
    }

    private static Duration length(FaultKind kind, SplittableRandom random) {
        long longest = kind == FaultKind.SUSPEND_TRAINER ? FaultStack.LOCK.toMillis() : 8_000;
        long least = kind == FaultKind.SUSPEND_TRAINER ? FaultStack.LOCK.toMillis() + 1_000 : 500;
        return Duration.ofMillis(least + random.nextLong(longest));
    }
}
