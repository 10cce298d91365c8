"""Write a document as large as the largest official ones: 1.5 MB of AKN4UN XML with notes, links and points, seeded."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

SIZE = 1_500_000  # bytes
NAME = "A_RES_80_248.xml"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xmlns:akn4un="http://un.org/akn4un">
  <statement name="resolution">
    <meta>
      <identification source="#DGACM">
        <FRBRWork><FRBRuri value="/akn/un/statement/deliberation/unga/2025-12-30/80-248/"/>
        <FRBRdate date="2025-12-30" name="adoption"/></FRBRWork>
        <FRBRExpression><FRBRdate date="2026-01-09" name="publication"/><FRBRlanguage language="eng"/></FRBRExpression>
      </identification>
      <presentation source="#un"><akn4un:footer>
      <docketNumber refersTo="#publicationJobNumber">25-00140 (E)</docketNumber>
      </akn4un:footer></presentation>
    </meta>
    <coverPage>
      <p><docAuthority refersTo="#publisher">United Nations</docAuthority></p>
      <p><docNumber refersTo="#symbol">A/RES/80/248</docNumber></p>
      <p><docAuthority refersTo="#issuingBody">General Assembly</docAuthority></p>
      <p><session value="80">Eightieth session</session></p>
      <p><docTitle>Resolution adopted by the General Assembly on 30 December 2025</docTitle></p>
    </coverPage>
    <preface><p><docNumber>80/248.</docNumber> <docTitle>Libraries of the world</docTitle></p></preface>
    <preamble>
      <formula name="enactingFormula"><p><span class="bold">The General Assembly</span>,</p></formula>
    </preamble>
    <mainBody>
"""
FOOT = """    </mainBody>
    <conclusions><p><docDate date="2025-12-30" refersTo="#adoptionDate">30 December 2025</docDate></p></conclusions>
  </statement>
</akomaNtoso>
"""
LEADS = ("Requests", "Decides", "Notes", "Reaffirms", "Encourages", "Recalls")
WORDS = "the Secretary-General to ensure that libraries serve everyone and that their collections grow year by year "


def write_large(folder: Path, size: int = SIZE) -> Path:
    """Write the document into ``folder`` and return its path. ``size``: approximate bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_text("".join(_pieces(size)), "utf-8")
    return path


def _pieces(size: int) -> Iterator[str]:
    chance, length, number = random.Random(80248), len(HEAD) + len(FOOT), 0
    yield HEAD
    while length < size:
        number += 1
        piece = _paragraph(number, chance)
        length += len(piece)
        yield piece
    yield FOOT


def _paragraph(number: int, chance: random.Random) -> str:
    """Return a numbered paragraph; one in three calls a note, one in four has points."""
    symbol = f"A/RES/{chance.randint(40, 79)}/{chance.randint(1, 300)}"
    words = WORDS * chance.randint(1, 5)
    note = _note(number, symbol) if number % 3 == 0 else ""
    text = f'<p>	<span class="bold">{LEADS[number % 6]}</span> {words}{note}as said in {_link(symbol)};</p>'
    if number % 4:
        inside = f"<content>{text}</content>"
    else:
        points = "".join(f"<point><num>({x})</num><content><p>	{words};</p></content></point>" for x in "abc")
        inside = f"<list><intro>{text}</intro>{points}</list>"
    return f'<paragraph eId="para_{number}" class="SingleTxt"><num>{number}.</num>{inside}</paragraph>\n'


def _note(number: int, symbol: str) -> str:
    mark = number // 3
    inside = f"<p>	<sup>{mark}</sup>	See {_link(symbol)}, paragraph {number}.</p>"
    return f'<authorialNote marker="{mark}" placement="bottom">{inside}</authorialNote> '


def _link(symbol: str) -> str:
    return f'<a href="https://undocs.org/en/{symbol}">{symbol}</a>'
