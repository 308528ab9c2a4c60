"""Checks the summary of `lookalike demo --once` on the demo pictures; prints what is wrong and exits with code 1."""

import json
import sys

EXPECTED_REFUSALS = {
    "bomb_60000x60000.png": "IMAGE_TOO_MANY_PIXELS",
    "corrupt_idat.png": "IMAGE_CORRUPT",
    "empty.jpg": "IMAGE_EMPTY",
    "noext_garbage": "IMAGE_UNKNOWN_FORMAT",
    "text_named.jpg": "IMAGE_IS_TEXT",
    "truncated_half.jpg": "IMAGE_TRUNCATED",
    "truncated_header.jpg": "IMAGE_TRUNCATED_HEADER",
    "zeros.jpg": "IMAGE_BLANK_BYTES",
    "zip_named.png": "IMAGE_IS_ARCHIVE",
}


def problems(summary):
    if summary["indexed"] != 1246 + 15:
        yield f"indexed {summary['indexed']}, expected 1261"
    refused = {path.rsplit("/", 1)[-1]: code for path, code in summary["refusedPictures"].items()}
    if refused != EXPECTED_REFUSALS:
        yield f"refused {refused}, expected {EXPECTED_REFUSALS}"
    if not summary["searches"] or any(not search["hits"] for search in summary["searches"]):
        yield "a search found nothing"
    retrieval = summary["retrieval"] or {"precisionAt10": 0}
    if retrieval["precisionAt10"] < 0.7:
        yield f"precision@10 is {retrieval['precisionAt10']}, expected at least 0.7"


found = list(problems(json.load(open(sys.argv[1], encoding="utf-8"))))
print("\n".join(found) or "the demo passed")
sys.exit(1 if found else 0)
