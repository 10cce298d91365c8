"""Draft the items of an agenda from what its documents say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from engross.batch.corpus.citation_store import natural_key
from engross.batch.packet.agenda import AgendaItem
from engross.batch.packet.documents import REPORT_NAME, FoundDocument, FoundDocuments
from engross.grammars.agenda import split_item_number


def draft_items(found: FoundDocuments, base: Path) -> Iterator[AgendaItem]:
    """Yield the items that documents name, in the order of their numbers, with the paths from the folder ``base``."""
    documents = sorted((one for item in found.items for one in item), key=lambda one: natural_key(one.symbol))
    numbered = [(_find_agenda_item(document), document) for document in documents]
    for number in sorted({number for (number, _), _ in numbered}, key=split_item_number):
        group = [(title, document) for (other, title), document in numbered if other == number]
        paths = dict.fromkeys(_name_from(base, document) for _, document in group)
        yield AgendaItem(number, next((title for title, _ in group if title), ""), "", tuple(paths))


def _find_agenda_item(document: FoundDocument) -> tuple[str, str]:
    """Return the number and the title of the agenda item that a document names; "" for what it does not."""
    report = document.read_json(REPORT_NAME)
    facts, masthead = report.get("facts") or {}, report.get("masthead") or {}
    return str(facts.get("agenda_item") or ""), str(masthead.get("agenda_title") or "")


def _name_from(base: Path, document: FoundDocument) -> str:
    """Return the name of a file as an agenda in the folder ``base`` has it; a symbol as it is."""
    if not Path(document.entry).exists():
        return document.entry
    path = Path(document.entry).resolve()
    return str(path.relative_to(base)) if path.is_relative_to(base) else str(path)
