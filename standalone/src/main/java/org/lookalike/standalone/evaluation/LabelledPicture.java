package org.lookalike.standalone.evaluation;

import org.lookalike.ingest.folder.PictureFile;

/**
 * A picture with its class.
 *
 * @param path relative to the folder or archive, with slashes
 * @param label its class, not empty
 * @param group pictures of one group are never divided between fit and test; the path where each stands for itself
 * @param file reads it
 */
public record LabelledPicture(String path, String label, String group, PictureFile file) {}
