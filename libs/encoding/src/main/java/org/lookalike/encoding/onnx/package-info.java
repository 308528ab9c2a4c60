/** Encoders as ONNX models, run by ONNX Runtime through DJL; the only package that sees either. */
@NullMarked
package org.lookalike.encoding.onnx;

import org.jspecify.annotations.NullMarked;
