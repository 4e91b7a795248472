package dev.atelier.trainer.budget;

import java.util.List;

/**
 * What one job takes of its machine, or waits for, as all trainers of the machine see it. It decides by the entries of the
 * other jobs what the job may take: the one that has waited longest goes first, so that no job waits forever for many cores
 * while others take the few that become free.
 *
 * @param ticket place in the order of arrival; smaller ones came first
 * @param host whose memory it takes: the machine, or a container with memory of its own
 * @param threads cores that it takes, all or none
 * @param device where its arithmetic takes place; only {@code cpu} is shared
 * @param runs whether it has its cores
 * @param bytes of memory beside heaps that it has
 * @param wantedBytes of memory that it waits for; 0 where it waits for none
 */
record ReservationEntry(
        long ticket, String host, int threads, String device, boolean runs, long bytes, long wantedBytes) {
    private static final String SHARED_DEVICE = "cpu";

    ReservationEntry running() {
        return new ReservationEntry(ticket, host, threads, device, true, bytes, wantedBytes);
    }

    ReservationEntry waitingFor(long wanted) {
        return new ReservationEntry(ticket, host, threads, device, runs, bytes, wanted);
    }

    ReservationEntry having(long taken) {
        return new ReservationEntry(ticket, host, threads, device, runs, taken, 0);
    }

    boolean waits() {
        return !runs || wantedBytes > 0;
    }

    /**
     * Whether it may have its cores now. A job that needs a device which another one uses lets those pass that do not.
     *
     * @param others whose holders live; of those that wait, the ones that still do
     * @param cores that there are
     */
    boolean mayRun(List<ReservationEntry> others, int cores) {
        int taken = others.stream()
                .filter(ReservationEntry::runs)
                .mapToInt(ReservationEntry::threads)
                .sum();
        return (taken == 0 || taken + threads <= cores)
                && !isDeviceInUse(others)
                && others.stream()
                        .noneMatch(other -> !other.runs && other.isBefore(this) && !other.isDeviceInUse(others));
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
