"""Format a concordance as an HTML page, as JSON, and as counts by aspect."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from engross.batch.concord.differ import VersionDifference
from engross.editions import assets
from engross.editions.typeset import template_environment

if TYPE_CHECKING:
    from engross.batch.concord import Concordance


def count_aspects(found: Concordance) -> tuple[tuple[str, int, int], ...]:
    """Return each aspect with its number of documents and of differences; most documents first."""
    documents: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for difference in found.differences:
        documents[difference.aspect].add(difference.document)
        counts[difference.aspect] += 1
    rows = ((aspect, len(names), counts[aspect]) for aspect, names in documents.items())
    return tuple(sorted(rows, key=lambda row: (-row[1], row[0])))


def render_concordance(found: Concordance) -> bytes:
    """Return the HTML page, self-contained, with the passages of all languages for each difference."""
    by_document: dict[str, list[VersionDifference]] = defaultdict(list)
    for difference in found.differences:
        by_document[difference.document].append(difference)
    values = {"found": found, "aspects": count_aspects(found), "by_document": tuple(by_document.items())}
    markup = (
        template_environment().get_template("concord.html").render(values, style=assets.read_style_sheet("concord.css"))
    )
    return markup.encode("utf-8")


def format_as_json(found: Concordance) -> bytes:
    """Return the concordance as JSON, in UTF-8."""
    value = {
        "documents": [{"symbol": symbol, "languages": list(languages)} for symbol, languages in found.documents],
        "aspects": [{"aspect": a, "documents": d, "differences": n} for a, d, n in count_aspects(found)],
        "differences": [_difference_data(difference) for difference in found.differences],
        "unused": [{"document": a.document, "aspect": a.aspect, "place": a.place} for a in found.unused],
        "alone": list(found.alone),
        "refused": [{"source": source, "message": message} for source, message in found.refused],
    }
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _difference_data(difference: VersionDifference) -> dict[str, Any]:
    sides = [
        {"language": s.language, "value": s.value, "where": str(s.where), "text": s.text} for s in difference.sides
    ]
    return {
        "document": difference.document,
        "aspect": difference.aspect,
        "place": difference.place,
        "odd": list(difference.odd),
        "sides": sides,
    }
