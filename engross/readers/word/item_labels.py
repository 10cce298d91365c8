"""Label the body items of a text: the best path of labels through it, as through the lines of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from engross.grammars.language import Language
from engross.model.reading import LineLabel
from engross.readers.common.end_marks import COLONS
from engross.readers.common.label_path import choose_labels
from engross.readers.common.labels import Label, LineChoice, LineEvidence, Stage
from engross.readers.word.body_items import BodyItem
from engross.readers.word.enclosed_texts import is_enacting_item
from engross.readers.word.item_evidence import list_item_evidence


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """A body item with the choice of its label and the evidence for it; a table has none."""

    item: BodyItem
    choice: LineChoice | None = None
    evidence: LineEvidence | None = None


def label_items(items: Sequence[BodyItem], lang: Language, *, is_resolution: bool) -> list[LabelledItem]:
    """Return the items that have words or are tables, labelled. A resolution's first are its enacting words."""
    filled = [item for item in items if item.content or item.table]
    worded = [item for item in filled if item.table is None]
    enacting = frozenset(n for n in range(len(worded)) if _is_enacting(worded, n, lang, is_resolution=is_resolution))
    evidence = list_item_evidence(worded, enacting, lang)
    opening = 0 if is_resolution else min(enacting, default=len(worded))
    evidence[:opening] = [_bar_decision(one) for one in evidence[:opening]]
    choices = choose_labels(evidence, Stage.PREAMBLE if is_resolution else Stage.NUMBERED)
    labelled = iter([LabelledItem(*one) for one in zip(worded, choices, evidence, strict=True)])
    return [LabelledItem(item) if item.table is not None else next(labelled) for item in filled]


def _bar_decision(evidence: LineEvidence) -> LineEvidence:
    """Return the evidence of an item of a report or an annex, whose paragraphs without a number decide nothing."""
    possible = evidence.possible - {Label.DECISION} or frozenset({Label.PLAIN})
    return replace(evidence, possible=possible)


def label_item_alone(item: BodyItem, lang: Language, *, is_decided: bool) -> Label:
    """Return the label of an item by its own evidence. ``is_decided``: operative paragraphs stand before it."""
    evidence = list_item_evidence([item], frozenset(), lang)
    return choose_labels(evidence, Stage.NUMBERED if is_decided else Stage.PREAMBLE)[0].label


def _is_enacting(items: Sequence[BodyItem], n: int, lang: Language, *, is_resolution: bool) -> bool:
    """Return whether an item is enacting words; in a report only if a comma ends them, or a colon announces them."""
    is_announced = n > 0 and items[n - 1].text.endswith(COLONS)
    return (is_resolution and not n) or is_enacting_item(
        items[n], lang, has_comma=not is_resolution and not is_announced
    )


def list_item_labels(labelled: Iterable[LabelledItem]) -> Iterator[LineLabel]:
    """Yield what each item was taken for, tables apart."""
    for one in labelled:
        if one.choice and one.evidence:
            first, second = (one.choice.label.value, True), (one.choice.other_label.value, True)
            words = (("begins", one.evidence.begins), ("ends", one.evidence.ends))
            text = f"{one.item.number} {one.item.text}".strip()
            yield LineLabel(one.item.where, text, *first, one.choice.margin, *second, words)
