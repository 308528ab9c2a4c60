package org.lookalike.latent.neighbours;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.lookalike.latent.matrix.CentredCopy;
import org.lookalike.latent.matrix.Rows;
import org.lookalike.latent.matrix.Workers;

/** Products of queries with rows, both less the rows' mean, tile by tile. */
final class TiledProducts implements AutoCloseable {
    /** Queries in a tile. */
    static final int QUERIES = 64;
    /** Rows in a tile: 256 KiB of products, which stay in a core's cache. */
    private static final int ROWS = 1024;

    private final Rows rows;
    private final Workers workers;
    private final FloatPointer centred;
    private final FloatPointer centredQueries;
    private final Tile[] tiles;

    TiledProducts(Rows rows, Rows queries, float[] mean, Workers workers) {
        this.rows = rows;
        this.workers = workers;
        this.centred = copy(rows, mean);
        this.centredQueries = copy(queries, mean);
        this.tiles = new Tile[workers.threads()];
    }

    private FloatPointer copy(Rows from, float[] mean) {
        FloatPointer target = new FloatPointer((long) from.count() * from.width());
        CentredCopy.of(from, 0, from.count(), mean, target, workers);
        return target;
    }

    /** Takes the products of one tile. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Visits one tile.
         *
         * @param first the tile's first row
         * @param count how many rows it has
         * @param products query after query; may be written to, and is overwritten by the next tile
         */
        void visit(int first, int count, float[] products);
    }

    /** Multiplies some queries with all rows. */
    void each(int worker, int first, int count, Visitor visitor) {
        if (tiles[worker] == null) {
            tiles[worker] = new Tile();
        }
        Tile tile = tiles[worker];
        for (int from = 0; from < rows.count(); from += ROWS) {
            int wide = Math.min(ROWS, rows.count() - from);
            tile.multiply(first, count, from, wide);
            visitor.visit(from, wide, tile.products);
        }
    }

    /** The same on the only thread. */
    void each(int first, int count, Visitor visitor) {
        each(0, first, count, visitor);
    }

    /** The buffers of one thread, and pointers of its own, since a pointer's position is where it is read. */
    private final class Tile {
        private final FloatPointer results = new FloatPointer((long) QUERIES * ROWS);
        private final float[] products = new float[QUERIES * ROWS];
        private final FloatPointer query = new FloatPointer(centredQueries);
        private final FloatPointer row = new FloatPointer(centred);

        private void multiply(int first, int count, int from, int wide) {
            int width = rows.width();
            openblas.cblas_sgemm(
                    openblas.CblasRowMajor,
                    openblas.CblasNoTrans,
                    openblas.CblasTrans,
                    count,
                    wide,
                    width,
                    1,
                    query.position((long) first * width),
                    width,
                    row.position((long) from * width),
                    width,
                    0,
                    results,
                    wide);
            results.get(products, 0, count * wide);
        }
    }

    @Override
    public void close() {
        for (Tile tile : tiles) {
            if (tile != null) {
                tile.results.close();
            }
        }
        centredQueries.close();
        centred.close();
    }
}
