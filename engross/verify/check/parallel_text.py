"""Part the structure of a bilingual PDF into those of its two languages."""

from __future__ import annotations

from dataclasses import replace

from engross.grammars.language import load_language
from engross.verify.check.pdf_file import PdfElement

# Elements that hold one of the two texts, and those around them; a text has lines and phrases of other languages too.
HOLDERS = {
    ("Art", "Document"),
    ("Div", "Sect"),
    ("P", "Note"),
    ("Table", "Art"),
    ("TD", "TR"),
    ("TH", "TR"),
}


def part_sides(document: PdfElement, codes: tuple[str, str]) -> tuple[PdfElement, PdfElement]:
    """Return the structure of each language, without what is of the other; ``codes``: of the languages.

    The row that names the languages, at the head of the columns, is of neither.
    """
    first, second = (load_language(code) for code in codes)
    names = "".join(language.words["language"]["name"] for language in (first, second))
    parter = _SideParter((first.tag, second.tag), "".join(names.split()))
    return parter.part(document, first.tag, first.tag), parter.part(document, first.tag, second.tag)


def find_masthead(side: PdfElement) -> PdfElement | None:
    """Return the masthead of a language: the first group in which there is any text."""
    return next((one for one in side.iter_elements("Note") if one.role == "Div" and any(one.iter_glyphs())), None)


def find_note_number(note: PdfElement) -> str:
    """Return the number that a note's text begins with: one below that of the other language repeats it; else ""."""
    is_below = any(isinstance(kid, PdfElement) and kid.language for kid in note.kids)
    labels = (element for element in note.iter_elements() if element.role == "Lbl")
    return "".join(label.join_text() for label in labels) if is_below else ""


def sort_notes(side: PdfElement, around: str = "") -> list[PdfElement]:
    """Return the notes of a language in the order of its calls; those without a call, as the structure has them.

    ``around``: the role of the elements that the links of calls stand in; "" for any, since a call of the second of two
    languages has none. A list of changes leads to notes too, and is no call.
    """
    notes = [note for note in side.iter_elements() if note.role == "Note" and note.join_text("Lbl").strip()]
    holders = [element for element in side.iter_elements("Note") if element.role == around] if around else [side]
    calls = [link.name for holder in holders for link in holder.iter_links("Note")]
    order = {name: n for n, name in reversed(list(enumerate(calls)))}
    return sorted(notes, key=lambda note: order.get(note.name, len(order)))


class _SideParter:
    """What parts a structure by language; ``tags``: of both, ``names``: what the head of the columns says."""

    def __init__(self, tags: tuple[str, str], names: str) -> None:
        self._tags, self._names = tags, names

    def part(self, element: PdfElement, language: str, wanted: str, around: str = "") -> PdfElement:
        """Return an element with what is of the wanted language, and the numbers of notes.

        ``language`` and ``around``: language and role of the element around it.
        """
        if (element.role, around) in HOLDERS and element.language in self._tags:
            language = element.language
        is_number = element.role == "Lbl" and around == "Note"
        kids = [
            self.part(kid, wanted if is_number else language, wanted, element.role)
            if isinstance(kid, PdfElement)
            else kid
            for kid in element.kids
            if (not self._is_head(kid) if isinstance(kid, PdfElement) else is_number or language == wanted)
        ]
        return replace(element, kids=kids)

    def _is_head(self, element: PdfElement) -> bool:
        return element.role == "THead" and "".join(element.join_text().split()) == self._names
