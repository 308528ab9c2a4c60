package org.lookalike.cli.export;

import java.util.List;
import org.lookalike.admin.labels.LabelLookup;
import org.lookalike.spaces.Cluster;
import org.lookalike.spaces.Space;

/** Every cluster of a space, one row each. */
public final class ClusterExport {
    private ClusterExport() {}

    /** The columns of a row. */
    public static List<Column> columns() {
        return List.of(
                new Column("cluster", ColumnType.TEXT),
                new Column("space", ColumnType.TEXT),
                new Column("label", ColumnType.TEXT),
                new Column("size", ColumnType.LONG),
                new Column("spread", ColumnType.FLOAT),
                new Column("examples", ColumnType.TEXTS),
                new Column("centre", ColumnType.FLOATS));
    }

    /** Writes every row. */
    public static void run(Space space, LabelLookup naming, TableFile table) {
        for (Cluster cluster : space.clusters()) {
            table.row(
                    cluster.id(),
                    space.id(),
                    naming.ofCluster(cluster.id()),
                    cluster.size(),
                    cluster.spread(),
                    cluster.examples(),
                    cluster.centre());
        }
    }
}
