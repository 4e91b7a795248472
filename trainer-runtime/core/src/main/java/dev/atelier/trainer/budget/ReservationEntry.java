package dev.atelier.trainer.budget;

import java.util.List;
import java.util.OptionalInt;

/**
 * What one job takes of its machine, or waits for, as all trainers of the machine see it. It decides by the entries of the
 * other jobs what the job may take: the one that has waited longest goes first, so that no job waits forever for many cores
 * while others take the few that become free.
 *
 * @param ticket place in the order of arrival; smaller ones came first
 * @param host whose memory it takes: the machine, or a container with memory of its own
 * @param least cores with which it starts where others wait too, or no more are free
 * @param threads cores that it takes at most; those that it has once it runs
 * @param device where its arithmetic takes place; only {@code cpu} is shared
 * @param runs whether it has its cores
 * @param bytes of memory beside heaps that it has
 * @param wantedBytes of memory that it waits for; 0 where it waits for none
 */
record ReservationEntry(
        long ticket, String host, int least, int threads, String device, boolean runs, long bytes, long wantedBytes) {
    private static final String SHARED_DEVICE = "cpu";
    /** More than any machine has; the sum of some is a number yet. */
    private static final long ALL_BYTES = 1L << 50;

    /** An entry of a running job that leaves nothing to others. */
    static ReservationEntry everything(String host, int cores) {
        return new ReservationEntry(0, host, cores, cores, SHARED_DEVICE, true, ALL_BYTES, 0);
    }

    ReservationEntry at(long place) {
        return new ReservationEntry(place, host, least, threads, device, runs, bytes, wantedBytes);
    }

    ReservationEntry running(int taken) {
        return new ReservationEntry(ticket, host, least, taken, device, true, bytes, wantedBytes);
    }

    /**
     * It had to wait, so more jobs want cores than there are: where it can do with fewer, it takes half of them at most. Else
     * the worker whose job has just ended would find none left for its next one.
     */
    ReservationEntry waiting() {
        int most = Math.max(least, Math.ceilDiv(threads, 2));
        return new ReservationEntry(ticket, host, least, most, device, runs, bytes, wantedBytes);
    }

    ReservationEntry waitingFor(long wanted) {
        return new ReservationEntry(ticket, host, least, threads, device, runs, bytes, wanted);
    }

    ReservationEntry having(long taken) {
        return new ReservationEntry(ticket, host, least, threads, device, runs, taken, 0);
    }

    boolean waits() {
        return !runs || wantedBytes > 0;
    }

    /**
     * The cores that it may take now; none where it has to wait. A job that can do with fewer leaves those that wait behind it
     * their share. A job that needs a device which another one uses lets those pass that do not.
     *
     * @param others whose holders live; of those that wait, the ones that still do
     * @param cores that there are
     */
    OptionalInt coresFor(List<ReservationEntry> others, int cores) {
        List<ReservationEntry> waiting = others.stream()
                .filter(other -> !other.runs && !other.isDeviceInUse(others))
                .toList();
        if (isDeviceInUse(others) || waiting.stream().anyMatch(other -> other.isBefore(this))) {
            return OptionalInt.empty();
        }
        int taken = others.stream()
                .filter(ReservationEntry::runs)
                .mapToInt(ReservationEntry::threads)
                .sum();
        int free = taken == 0 ? Math.max(cores, least) : cores - taken;
        int share = Math.max(least, free / (waiting.size() + 1));
        return least <= free ? OptionalInt.of(Math.min(threads, share)) : OptionalInt.empty();
    }

    /**
     * Whether it may have the memory that it wants. Where nobody else has any it may: what never fits is refused before.
     *
     * @param others as above
     * @param capacity bytes that all jobs of the host may take together
     */
    boolean mayTakeMemory(List<ReservationEntry> others, long capacity) {
        List<ReservationEntry> neighbours =
                others.stream().filter(other -> other.host.equals(host)).toList();
        long taken = neighbours.stream().mapToLong(ReservationEntry::bytes).sum();
        return (taken == 0 || taken + wantedBytes <= capacity)
                && neighbours.stream().noneMatch(other -> other.wantedBytes > 0 && other.isBefore(this));
    }

    private boolean isBefore(ReservationEntry other) {
        return ticket < other.ticket;
    }

    private boolean isDeviceInUse(List<ReservationEntry> others) {
        return !device.equals(SHARED_DEVICE)
                && others.stream().anyMatch(other -> other.runs && other.device.equals(device));
    }
}
