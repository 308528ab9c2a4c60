package org.lookalike.query.request;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lookalike.platform.failure.PermanentFailure;

/**
 * What a step found out for a request: a value, or the failure that the request is answered with.
 *
 * @param <T> of the value
 */
public final class Result<T> {
    private final @Nullable T value;
    private final @Nullable Failure failure;

    private Result(@Nullable T value, @Nullable Failure failure) {
        this.value = value;
        this.failure = failure;
    }

    public static <T> Result<T> of(T value) {
        return new Result<>(value, null);
    }

    public static <T> Result<T> failed(Failure failure) {
        return new Result<>(null, failure);
    }

    public Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    public Optional<T> value() {
        return Optional.ofNullable(value);
    }

    /**
     * The value.
     *
     * @throws NullPointerException if there is a failure instead
     */
    public T get() {
        return Objects.requireNonNull(value);
    }

    /**
     * The value.
     *
     * @throws PermanentFailure with the failure's code and message, if there is one
     */
    public T orElseThrow() {
        if (failure != null) {
            throw new PermanentFailure(failure.code(), failure.message());
        }
        return get();
    }

    /** What the function makes of the value; or this failure. */
    public <R> Result<R> then(Function<T, Result<R>> function) {
        return failure != null ? failed(failure) : function.apply(get());
    }
}
