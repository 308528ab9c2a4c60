package org.lookalike.lab.evaluation;

import java.util.Map;
import org.lookalike.latent.evaluation.ClusterAgreement;
import org.lookalike.latent.evaluation.ConfusionMatrix;
import org.lookalike.latent.evaluation.RetrievalFigures;

/**
 * What one representation gave in one repeat.
 *
 * @param dimensions of its vectors
 * @param confusions by the classifier's name
 * @param retrieval by the distance's name
 * @param clusters how k-means agrees with the classes
 */
record RepeatFigures(
        int dimensions,
        Map<String, ConfusionMatrix> confusions,
        Map<String, RetrievalFigures> retrieval,
        ClusterAgreement clusters) {}
