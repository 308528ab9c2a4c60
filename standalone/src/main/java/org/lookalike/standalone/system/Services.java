package org.lookalike.standalone.system;

import java.util.List;
import org.lookalike.audit.Audit;
import org.lookalike.embedder.Embedder;
import org.lookalike.explorer.Explorer;
import org.lookalike.ingest.Ingest;
import org.lookalike.platform.lifecycle.ServiceDescriptor;
import org.lookalike.query.Query;
import org.lookalike.refit.Refit;
import org.lookalike.sink.Sink;

/** The services of Lookalike; whoever needs to know of all of them asks here. */
public final class Services {
    /** Each service, in the order in which a stand-alone system starts them. */
    public static final List<ServiceDescriptor<?>> ALL = List.of(
            Sink.SERVICE,
            Embedder.SERVICE,
            Query.SERVICE,
            Ingest.SERVICE,
            Refit.SERVICE,
            Audit.SERVICE,
            Explorer.SERVICE);

    private Services() {}
}
