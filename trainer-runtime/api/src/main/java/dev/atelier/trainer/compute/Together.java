package dev.atelier.trainer.compute;

import java.util.List;

/** The pieces of several independent works, numbered one work after the other. */
record Together(List<Work> works) implements Work {

    @Override
    public int pieces() {
        int pieces = 0;
        for (Work work : works) {
            pieces += work.pieces();
        }
        return pieces;
    }

    @Override
    public void run(int piece) {
        int first = 0;
        for (Work work : works) {
            int own = work.pieces();
            if (piece < first + own) {
                work.run(piece - first);
                return;
            }
            first += own;
        }
        throw new IllegalArgumentException("piece is " + piece + "; expected less than " + first);
    }
}
