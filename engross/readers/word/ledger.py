"""The ledger of a Word document: its entries against all characters of its parts, and what the file has otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import Ledger, LedgerEntry
from engross.model.text import fold
from engross.model.tree import Where
from engross.readers.word.package import WordPackage
from engross.readers.word.part_text import read_sign, read_sign_code
from engross.readers.word.qnames import find_element, full_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import HIDDEN_TEXT
from engross.readers.word.side_parts import COMMENT_TEXT, DIAGRAM_TEXT, GLOSSARY_TEXT, OTHER_PART_TEXT
from engross.readers.word.tables import MERGED_CELL_TEXT

SHOWN_CHARACTERS = 40  # characters of a line that a notice repeats
LEFT_OUT_KINDS = (
    HIDDEN_TEXT,
    MERGED_CELL_TEXT,
    COMMENT_TEXT,
    GLOSSARY_TEXT,
    DIAGRAM_TEXT,
    OTHER_PART_TEXT,
)  # kinds that are no furniture of a page
SIGN_CODE_KIND = "code of a sign in its font"


def build_ledger(
    at: WordReaderState, entries: Iterable[LedgerEntry], cover: str, beside: tuple[LedgerEntry, ...]
) -> Ledger:
    """Return the account of the text, ``entries``, and of what stands beside it.

    ``cover``: the part whose header is read as text, "" for none.
    """
    texts = replace(at.texts, visits=Counter())
    body = find_element(at.package.tree(at.package.main), "w:body")
    raw = (
        texts.text_of(at.package.tree(cover) if cover else None)
        + texts.text_of(body)
        + "".join(map(texts.text_of, at.uncalled))
    )
    codes, characters = _collect_signs(at.package)
    more = (*beside, *((LedgerEntry(SIGN_CODE_KIND, codes),) if codes else ()))
    again = "".join(texts.text_of(note) * (count - 1) for note, count in [*texts.visits.items()] if note is not None)
    supplied = "".join(at.texts.numbers.values()) + again + characters
    own = tuple(LedgerEntry(one.kind, one.text) for one in (*entries, *more))
    return Ledger(fold(raw + "".join(one.text for one in more)), own, supplied)


def _collect_signs(package: WordPackage) -> tuple[str, str]:
    """The codes of the signs that are read as another character than their code's, and those characters."""
    roots = (root for part in package.xml_parts() if (root := package.tree(part)) is not None)
    signs = [
        one for root in roots for one in root.iter(full_name("w:sym")) if read_sign(one) != chr(read_sign_code(one))
    ]
    return "".join(chr(read_sign_code(one)) for one in signs), "".join(map(read_sign, signs))


def report_left_out_text(account: Ledger, where: Where) -> Iterator[Notice]:
    """What was left out that is no furniture of a page: a notice for each kind, with its first words."""
    for kind in LEFT_OUT_KINDS:
        words = "".join(entry.text for entry in account.entries if entry.kind == kind)
        if words.strip():
            yield make_notice(
                Code.FURNITURE, where, text=shorten_text(words), kind=f"{kind}, {len(fold(words))} characters"
            )


def shorten_text(text: str) -> str:
    """A text on one line, no longer than SHOWN."""
    words = " ".join(text.split())
    return words if len(words) <= SHOWN_CHARACTERS else f"{words[:SHOWN_CHARACTERS]}…"
