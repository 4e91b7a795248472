package dev.atelier.mlp.kernel;

/** The working memory of one thread. */
final class Scratch {
    /** Steps of k packed at once: a wide panel of them and the rows of a tile stay in a first-level cache of 48 KiB. */
    static final int DEPTH = 272;

    private static final ThreadLocal<Scratch> OWN = ThreadLocal.withInitial(Scratch::new);

    final float[] panel = new float[DEPTH * MicroKernel.WIDE];
    final float[] tile = new float[MicroKernel.TILE_ROWS * MicroKernel.WIDE];

    private Scratch() {}

    static Scratch ofThisThread() {
        return OWN.get();
    }
}
