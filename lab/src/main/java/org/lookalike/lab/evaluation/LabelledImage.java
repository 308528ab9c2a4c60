package org.lookalike.lab.evaluation;

import org.lookalike.intake.folder.ImageFile;

/**
 * An image with its class.
 *
 * @param path relative to the folder or archive, with slashes
 * @param label its class, not empty
 * @param group images of one group are never divided between fit and test; the path where each stands for itself
 * @param file reads it
 */
public record LabelledImage(String path, String label, String group, ImageFile file) {}
