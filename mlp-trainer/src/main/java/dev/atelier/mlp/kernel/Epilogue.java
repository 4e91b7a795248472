package dev.atelier.mlp.kernel;

/** What is done to a finished block of a product while it is still in the cache. */
@FunctionalInterface
public interface Epilogue {
    Epilogue NONE = (row, rows, column, columns) -> {};

    void apply(int row, int rows, int column, int columns);
}
