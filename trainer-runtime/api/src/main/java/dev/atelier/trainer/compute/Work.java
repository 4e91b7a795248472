package dev.atelier.trainer.compute;

import java.util.List;

/**
 * Something cut into pieces by its shape alone. Pieces write to places of their own and read nothing that another piece
 * writes, so that it does not matter which thread runs which piece, or when.
 */
public interface Work {
    int pieces();

    void run(int piece);

    /** Several works side by side: none may read what another writes. */
    static Work together(Work... works) {
        return new Together(List.of(works));
    }
}
