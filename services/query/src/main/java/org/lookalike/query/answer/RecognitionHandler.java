package org.lookalike.query.answer;

import java.util.List;
import java.util.Optional;
import org.lookalike.query.recognise.ClassRecogniser;
import org.lookalike.query.request.MetadataSnapshot;
import org.lookalike.query.request.Result;
import org.lookalike.query.store.StoreCalls;
import org.lookalike.query.vector.QueryVector;

/** Recognises query images by the classes that are enrolled in their space. */
public final class RecognitionHandler implements QuestionHandler<Question.Recognition> {
    private final ClassRecogniser recogniser;
    private final StoreCalls calls;

    /** Takes the parts, all of which stay the caller's to close. */
    public RecognitionHandler(ClassRecogniser recogniser, StoreCalls calls) {
        this.recogniser = recogniser;
        this.calls = calls;
    }

    @Override
    public Class<Question.Recognition> kind() {
        return Question.Recognition.class;
    }

    @Override
    public List<Result<Answer>> answer(List<Asked<Question.Recognition>> asked, MetadataSnapshot metadata) {
        return asked.stream()
                .map(each -> calls.<Answer>alone(each.request().envelope(), () -> recognise(each, metadata)))
                .toList();
    }

    private Answer recognise(Asked<Question.Recognition> asked, MetadataSnapshot metadata) {
        Question.Recognition question = asked.question();
        QueryVector query = question.query();
        boolean without = question.withoutItself();
        return new Answer.Recognised(recogniser.verdict(
                asked.request().space(),
                metadata.labels(),
                query.values(),
                without ? query.imageId() : Optional.empty(),
                without ? query.contentHash() : Optional.empty(),
                question.falseMatchRate()));
    }
}
