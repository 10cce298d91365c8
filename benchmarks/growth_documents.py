"""Write documents that grow in one respect at a time: paragraphs, notes, a table's rows, the length of a word …

Each shape is a function of a size; twice the size is twice the document. The same document can be written as AKN4UN XML
and, where a plain text can say it, as raw text; ``benchmarks.growth`` has engross write Word and YAML of the XML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import cycle, islice

LEADS = ("Requests", "Decides", "Notes", "Reaffirms", "Encourages", "Recalls")
WORDS = (
    "that the lamps of the harbour shine over many small boats by night and by day, and that the libraries of the "
    "coast keep their doors open to everyone who asks for a book about ships, tides, winds and the way home"
)
XML_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><statement name="resolution">
<meta><identification source="#DGACM">
<FRBRWork><FRBRuri value="/akn/un/statement/deliberation/unga/2025-12-09/80-12/"/><FRBRdate date="2025-12-09"
name="adoption"/></FRBRWork><FRBRExpression><FRBRdate date="2026-01-05" name="publication"/><FRBRlanguage
language="eng"/></FRBRExpression></identification></meta>
<coverPage><p><docNumber refersTo="#symbol">A/RES/80/12</docNumber></p></coverPage>
<preface><p><docNumber>80/12.</docNumber><docTitle>Lamps of the libraries</docTitle></p></preface>
<preamble><formula name="enactingFormula"><p><span class="italic">The General Assembly</span>,</p></formula></preamble>
<mainBody>
"""
XML_FOOT = """</mainBody><conclusions><p><docDate date="2025-12-09">9 December 2025</docDate></p></conclusions>
</statement></akomaNtoso>
"""
TEXT_HEAD = """United Nations A/RES/80/12
General Assembly

80/12. Lamps of the libraries

     The General Assembly,

"""


def write_xml(pieces: Iterable[str]) -> str:
    """Return an AKN4UN document with ``pieces`` of XML as its body."""
    return XML_HEAD + "\n".join(pieces) + XML_FOOT


def write_paragraphs(size: int) -> Iterable[str]:
    """Yield ``size`` operative paragraphs."""
    return (_operative(n, f"{WORDS};") for n in range(1, size + 1))


def write_notes(size: int) -> Iterable[str]:
    """Yield ``size`` paragraphs, each of which calls a note."""
    return (_operative(n, f"{WORDS[:90]}{_note(n, f'See A/{n}.')};") for n in range(1, size + 1))


def write_notes_of_a_paragraph(size: int) -> Iterable[str]:
    """Yield one paragraph that calls ``size`` notes."""
    yield _operative(1, "that " + ", ".join(f"lamp{_note(n, f'See A/{n}.')}" for n in range(1, size + 1)) + ";")


def write_long_note(size: int) -> Iterable[str]:
    """Yield one paragraph with a note of ``size`` sentences, about 200 characters each."""
    yield _operative(1, f"that lamps be lit;{_note(1, f'It is known {WORDS}. ' * size)}")


def write_long_paragraph(size: int) -> Iterable[str]:
    """Yield one paragraph of ``size`` clauses, about 200 characters each."""
    yield _operative(1, f"{WORDS}, " * size + "and so on;")


def write_rows(size: int) -> Iterable[str]:
    """Yield a table of ``size`` rows and four columns."""
    yield _operative(1, "the following:")
    rows = ((f"Harbour {n}", "12", "340", "1 025") for n in range(size))
    yield _table([("Harbour", "Lamps", "Oil", "Dollars"), *rows])


def write_wide_rows(size: int) -> Iterable[str]:
    """Yield a table of ``size`` rows and twelve columns."""
    yield _operative(1, "the following:")
    rows = ((f"Harbour {n}", *"12345678901") for n in range(size))
    yield _table([("Harbour", *(f"20{n}" for n in range(14, 25))), *rows])


def write_columns(size: int) -> Iterable[str]:
    """Yield a table of four rows and ``size`` columns."""
    yield _operative(1, "the following:")
    yield _table([tuple(f"{row}{n}" for n in range(size)) for row in "1234"])


def write_points(size: int) -> Iterable[str]:
    """Yield paragraphs of points under points: ``size`` in all, three levels deep."""
    for n in range(1, size // 8 + 2):
        inner = "".join(_point(f"({x})", WORDS[:60]) for x in ("i", "ii", "iii"))
        points = _point("(a)", WORDS[:80], inner) + _point("(b)", WORDS[:80], inner)
        intro = f"<intro><p>\t{_lead(n)} the following:</p></intro>"
        yield f"<paragraph><num>{n}.</num><list>{intro}{points}</list></paragraph>"


def write_citations(size: int) -> Iterable[str]:
    """Yield paragraphs with ten citations each, ``size`` in all, of documents that are all different."""
    for n in range(1, size // 10 + 2):
        symbols = ", ".join(f"A/RES/{40 + (10 * n + k) % 40}/{(10 * n + k) // 40 + 1}" for k in range(10))
        yield _operative(n, f"resolutions {symbols} on lamps;")


def write_long_word(size: int) -> Iterable[str]:
    """Yield a paragraph with a word of ``100 × size`` letters."""
    yield _operative(1, "lamps" * 20 * size + ";")


def write_sections(size: int) -> Iterable[str]:
    """Yield ``size`` sections of a heading and a paragraph."""
    for n in range(1, size + 1):
        yield f'<paragraph class="H1"><num>{n}.</num><content><p>\tLamps of harbour {n}</p></content></paragraph>'
        yield _operative(n, f"{WORDS};")


SHAPES: dict[str, Callable[[int], Iterable[str]]] = {
    "paragraphs": write_paragraphs,
    "notes": write_notes,
    "notes of a paragraph": write_notes_of_a_paragraph,
    "long note": write_long_note,
    "long paragraph": write_long_paragraph,
    "rows": write_rows,
    "rows of 12": write_wide_rows,
    "columns": write_columns,
    "points": write_points,
    "citations": write_citations,
    "long word": write_long_word,
    "sections": write_sections,
}


def write_text_paragraphs(size: int) -> str:
    """Return a raw text of ``size`` operative paragraphs."""
    leads = islice(cycle(LEADS), size)
    return TEXT_HEAD + "".join(f"     {n}.   {lead} {WORDS};\n\n" for n, lead in enumerate(leads, 1))


def write_text_notes(size: int) -> str:
    """Return a raw text of ``size`` paragraphs with a note each, the notes at the end."""
    body = "".join(f"     {n}.   Decides {WORDS[:90]};{n}\n\n" for n in range(1, size + 1))
    return TEXT_HEAD + body + "_______________\n" + "".join(f"{n} See A/{n}.\n" for n in range(1, size + 1))


def write_text_long_note(size: int) -> str:
    """Return a raw text of one paragraph with a note of ``size`` sentences."""
    return TEXT_HEAD + "     1.   Decides that lamps be lit;1\n\n_______________\n1 " + f"It is known {WORDS}. " * size


def write_text_citations(size: int) -> str:
    """Return a raw text of paragraphs with ten citations each, ``size`` in all."""
    symbols = (", ".join(f"{40 + (n + k) % 40}/{(n + k) // 40 + 1}" for k in range(10)) for n in range(0, size, 10))
    return TEXT_HEAD + "".join(f"     {n}.   Recalls resolutions {row};\n\n" for n, row in enumerate(symbols, 1))


TEXT_SHAPES: dict[str, Callable[[int], str]] = {
    "paragraphs": write_text_paragraphs,
    "notes": write_text_notes,
    "long note": write_text_long_note,
    "citations": write_text_citations,
}


def _lead(number: int) -> str:
    return f'<span class="italic">{LEADS[number % len(LEADS)]}</span>'


def _operative(number: int, words: str) -> str:
    return f"<paragraph><num>{number}.</num><content><p>\t{_lead(number)} {words}</p></content></paragraph>"


def _point(marker: str, words: str, inner: str = "") -> str:
    content = f"<content><p>\t{words};</p></content>"
    if inner:
        content = f"<list><intro><p>\t{words}:</p></intro>{inner}</list>"
    return f"<point><num>{marker}</num>{content}</point>"


def _note(number: int, words: str) -> str:
    return f'<authorialNote marker="{number}" placement="bottom"><p>\t{words}</p></authorialNote>'


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *body = rows
    lines = ["".join(f"<th><p>{cell}</p></th>" for cell in head)]
    lines += ["".join(f"<td><p>{cell}</p></td>" for cell in row) for row in body]
    return '<container name="table"><table>' + "".join(f"<tr>{line}</tr>" for line in lines) + "</table></container>"
