package dev.atelier.trainer.machine;

/**
 * How a trainer divides its heap: datasets and the job's arrays may fill it but for a reserve, which is what the process
 * takes by itself and what the collector needs to move large arrays.
 */
public final class HeapShare {
    /** What the process itself takes: classes, clients of the broker, one large fetch. */
    private static final long PROCESS_BYTES = 128L << 20;
    /** The part of the heap, as a divisor, that the collector needs to move large arrays. */
    private static final int COLLECTOR_PART = 8;

    private HeapShare() {}

    /**
     * Bytes of a heap that datasets and a job's arrays may take together; nothing where the heap is all reserve.
     *
     * @param heapBytes the heap's limit
     */
    public static long usable(long heapBytes) {
        return Math.max(0, heapBytes - heapBytes / COLLECTOR_PART - PROCESS_BYTES);
    }
}
