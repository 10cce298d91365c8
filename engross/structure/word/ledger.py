"""The ledger of a Word document: its entries against all characters of its parts, and what the file has otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.model import Where
from engross.notice import Code, Notice, notice
from engross.reading import Entry, Ledger
from engross.structure.word.account import sign, sign_code
from engross.structure.word.desk import Desk
from engross.structure.word.margins import COMMENT, DIAGRAM, GLOSSARY, OTHER
from engross.structure.word.names import find, q
from engross.structure.word.package import Package
from engross.structure.word.runs import HIDDEN
from engross.structure.word.tables import MERGED
from engross.text import fold

SHOWN = 40  # characters of a line that a notice repeats
LEFT_OUT = (HIDDEN, MERGED, COMMENT, GLOSSARY, DIAGRAM, OTHER)  # kinds that are no furniture of a page
SIGN_CODES = "code of a sign in its font"


def ledger(at: Desk, entries: Iterable[Entry], cover: str, beside: tuple[Entry, ...]) -> Ledger:
    """Return the account of the text, ``entries``, and of what stands beside it.

    ``cover``: the part whose header is read as text, "" for none.
    """
    texts = replace(at.texts, visits=Counter())
    body = find(at.package.tree(at.package.main), "w:body")
    raw = texts.of(at.package.tree(cover) if cover else None) + texts.of(body) + "".join(map(texts.of, at.uncalled))
    codes, characters = _signs(at.package)
    more = (*beside, *((Entry(SIGN_CODES, codes),) if codes else ()))
    again = "".join(texts.of(note) * (count - 1) for note, count in [*texts.visits.items()] if note is not None)
    supplied = "".join(at.texts.numbers.values()) + again + characters
    own = tuple(Entry(one.kind, one.text) for one in (*entries, *more))
    return Ledger(fold(raw + "".join(one.text for one in more)), own, supplied)


def _signs(package: Package) -> tuple[str, str]:
    """The codes of the signs that are read as another character than their code's, and those characters."""
    roots = (root for part in package.xml_parts() if (root := package.tree(part)) is not None)
    signs = [one for root in roots for one in root.iter(q("w:sym")) if sign(one) != chr(sign_code(one))]
    return "".join(chr(sign_code(one)) for one in signs), "".join(map(sign, signs))


def left_out(account: Ledger, where: Where) -> Iterator[Notice]:
    """What was left out that is no furniture of a page: a notice for each kind, with its first words."""
    for kind in LEFT_OUT:
        words = "".join(entry.text for entry in account.entries if entry.kind == kind)
        if words.strip():
            yield notice(Code.FURNITURE, where, text=shortened(words), kind=f"{kind}, {len(fold(words))} characters")


def shortened(text: str) -> str:
    """A text on one line, no longer than SHOWN."""
    words = " ".join(text.split())
    return words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
