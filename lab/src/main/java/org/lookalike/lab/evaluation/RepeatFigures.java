package org.lookalike.lab.evaluation;

import java.util.Map;
import org.lookalike.lab.figures.ClusterAgreement;
import org.lookalike.lab.figures.ConfusionMatrix;
import org.lookalike.lab.figures.RetrievalFigures;

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
