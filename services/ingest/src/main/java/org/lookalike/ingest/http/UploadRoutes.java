package org.lookalike.ingest.http;

import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lookalike.http.RequestBody;
import org.lookalike.intake.accept.Accepted;
import org.lookalike.intake.accept.FieldRules;
import org.lookalike.intake.accept.ImageAcceptor;
import org.lookalike.platform.failure.PermanentFailure;
import org.lookalike.platform.failure.RootCause;
import org.lookalike.platform.kafka.RecordSender;
import org.lookalike.platform.kafka.Records;
import org.lookalike.schemas.ImageIds;
import org.lookalike.schemas.Topics;

/** The handlers of the HTTP API. They respond only after the broker has acknowledged the events. Thread-safe. */
final class UploadRoutes {
    private static final String ID = "id";

    private final HttpConfig config;
    private final long maxImageBytes;
    private final ImageAcceptor acceptor;
    private final RecordSender sender;

    UploadRoutes(HttpConfig config, long maxImageBytes, ImageAcceptor acceptor, RecordSender sender) {
        this.config = config;
        this.maxImageBytes = maxImageBytes;
        this.acceptor = acceptor;
        this.sender = sender;
    }

    /** One image as the body; its id is taken from the path, or else from the query, or else derived from its bytes. */
    void uploadOne(Context context) throws InterruptedException {
        if (context.isMultipart()) {
            throw FieldRules.invalid(
                    "the body is a multipart form; send it to POST /images/batch, or send the picture's own"
                            + " bytes as the body here (curl --data-binary @FILE)");
        }
        UploadFields fields = UploadFields.read(context.queryParamMap(), config.source());
        byte[] bytes = RequestBody.read(context.bodyInputStream(), context.req().getContentLengthLong(), maxImageBytes);
        Accepted accepted = acceptor.accept(fields.submission(bytes, imageId(context)));
        sender.send(List.of(accepted.message()), config.publishTimeout());
        context.status(UploadResponses.ACCEPTED).json(UploadResponses.Stored.of(accepted.event()));
    }

    /**
     * Many images as parts of a form, with fields from the form or else from the query; each has its own result, and a refused
     * one affects none of the others.
     */
    void uploadMany(Context context) throws InterruptedException {
        if (!context.isMultipartFormData()) {
            throw FieldRules.invalid(
                    "the body must be multipart/form-data; one picture's own bytes go to POST /images");
        }
        List<UploadedFile> files = files(context);
        // What the form says goes before what the query says.
        Map<String, List<String>> parameters = new LinkedHashMap<>(context.queryParamMap());
        parameters.putAll(context.formParamMap());
        UploadFields fields = UploadFields.read(parameters, config.source());
        List<String> ids = parameters.getOrDefault(ID, List.of());
        if (files.isEmpty() || files.size() > config.maxBatchImages()) {
            throw FieldRules.invalid(
                    "the form has %d pictures, must be 1 to %d".formatted(files.size(), config.maxBatchImages()));
        }
        if (!ids.isEmpty() && ids.size() != files.size()) {
            throw FieldRules.invalid(
                    "the request has %d ids for %d pictures; send a form field id for each picture, in order"
                            .formatted(ids.size(), files.size()));
        }
        List<UploadResponses.Part> parts = new ArrayList<>(files.size());
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>(files.size());
        for (int index = 0; index < files.size(); index++) {
            UploadedFile file = files.get(index);
            try {
                Accepted accepted =
                        acceptor.accept(fields.submission(read(file), ids.isEmpty() ? null : ids.get(index)));
                events.add(accepted.message());
                parts.add(UploadResponses.Part.stored(file.filename(), accepted.event()));
            } catch (PermanentFailure e) {
                parts.add(UploadResponses.Part.refused(file.filename(), e));
            }
        }
        sender.send(events, config.publishTimeout());
        context.status(UploadResponses.ACCEPTED).json(parts);
    }

    /** Publishes the tombstone of an image, known or not; its id from the path or from the query. */
    void delete(Context context) throws InterruptedException {
        String imageId = imageId(context);
        String problem = imageId == null ? "the request names no id" : ImageIds.problemWithId(imageId);
        if (imageId == null || problem != null) {
            throw FieldRules.invalid(String.valueOf(problem));
        }
        sender.send(List.of(Records.tombstone(Topics.IMAGES_ARRIVED, imageId)), config.publishTimeout());
        context.status(UploadResponses.ACCEPTED).json(new UploadResponses.Deleted(imageId));
    }

    private static @Nullable String imageId(Context context) {
        String fromPath = context.pathParamMap().get(ID);
        return fromPath == null ? context.queryParam(ID) : fromPath;
    }

    private List<UploadedFile> files(Context context) {
        long announced = context.req().getContentLengthLong();
        if (announced > config.maxBatchBytes()) {
            throw RequestBody.tooManyBytes(announced, config.maxBatchBytes());
        }
        try {
            return context.uploadedFiles();
        } catch (Exception e) {
            // Jetty reports an exceeded limit by this type, wrapped several times, and any other failure by another
            // one.
            if (RootCause.of(e) instanceof IllegalStateException) {
                throw RequestBody.tooManyBytes(config.maxBatchBytes() + 1, config.maxBatchBytes());
            }
            throw RequestBody.unreadable("the form", e);
        }
    }

    private byte[] read(UploadedFile file) {
        try (InputStream in = file.content()) {
            return RequestBody.read(in, file.size(), maxImageBytes);
        } catch (IOException e) {
            throw FieldRules.invalid("the part %s could not be read".formatted(FieldRules.shortened(file.filename())));
        }
    }
}
