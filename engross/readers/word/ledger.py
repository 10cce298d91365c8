"""Build the ledger of a Word document from its entries and all characters of its parts; report what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import Ledger, LedgerEntry
from engross.model.text import fold, shorten_line
from engross.model.tree import Where
from engross.readers.word.package import WordPackage
from engross.readers.word.part_text import read_sign, read_sign_code
from engross.readers.word.qnames import find_element, full_name
from engross.readers.word.reader_state import WordReaderState
from engross.readers.word.runs import HIDDEN_TEXT
from engross.readers.word.side_parts import COMMENT_TEXT, DIAGRAM_TEXT, GLOSSARY_TEXT, OTHER_PART_TEXT
from engross.readers.word.tables import MERGED_CELL_TEXT

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
    state: WordReaderState, entries: Iterable[LedgerEntry], header_part: str, side_entries: tuple[LedgerEntry, ...]
) -> Ledger:
    """Build the ledger of ``entries``, those of the text, and of ``side_entries``, those of what stands beside it.

    ``header_part``: the part whose header is read as text, "" for none.
    """
    texts = replace(state.texts, visits=Counter())
    body = find_element(state.package.tree(state.package.main), "w:body")
    read_text = (
        texts.text_of(state.package.tree(header_part) if header_part else None)
        + texts.text_of(body)
        + "".join(map(texts.text_of, state.uncalled))
    )
    sign_codes, sign_characters = _collect_signs(state.package)
    further = (*side_entries, *((LedgerEntry(SIGN_CODE_KIND, sign_codes),) if sign_codes else ()))
    repeated_notes = "".join(
        texts.text_of(note) * (count - 1) for note, count in [*texts.visits.items()] if note is not None
    )
    supplied = "".join(state.texts.numbers.values()) + repeated_notes + sign_characters
    all_entries = tuple(LedgerEntry(one.kind, one.text) for one in (*entries, *further))
    return Ledger(fold(read_text + "".join(one.text for one in further)), all_entries, supplied)


def _collect_signs(package: WordPackage) -> tuple[str, str]:
    """Return the codes of the signs that are read as another character than their code's, and those characters."""
    roots = (root for part in package.xml_parts() if (root := package.tree(part)) is not None)
    signs = [
        sign for root in roots for sign in root.iter(full_name("w:sym")) if read_sign(sign) != chr(read_sign_code(sign))
    ]
    return "".join(chr(read_sign_code(sign)) for sign in signs), "".join(map(read_sign, signs))


def report_left_out_text(account: Ledger, where: Where) -> Iterator[Notice]:
    """Report each kind of left-out text that is no furniture of a page, with its first words and its length."""
    for kind in LEFT_OUT_KINDS:
        left_out = "".join(entry.text for entry in account.entries if entry.kind == kind)
        if left_out.strip():
            yield make_notice(
                Code.FURNITURE, where, text=shorten_line(left_out), kind=f"{kind}, {len(fold(left_out))} characters"
            )
