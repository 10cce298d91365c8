"""Read what conference services write into comments about a file: its job number, with its language, and its symbols.

The job number is that of the file in the UN's document system, N1737790E; the document prints another one, 17-20079.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from engross.grammars.language import language_codes, load_language
from engross.grammars.symbol import InvalidSymbol, Symbol, parse
from engross.model.notice import Code, Notice, make_notice
from engross.model.reading import LedgerEntry
from engross.model.tree import Where

METADATA_TEXT = "metadata of the file"
# <<ODS DOC SYMBOL1>>A/RES/72/6<<ODS DOC SYMBOL1>>
FIELD = re.compile(r"<<\s*(?P<name>ODS [A-Z0-9 ]+?)\s*>>(?P<value>[^<]*)<<\s*(?P=name)\s*>>")
JOB_NUMBER = re.compile(r"[A-Z]{1,2}\d{7,8}(?P<letter>[A-Z])")


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """The symbols of a file's document, of a joint one two, and the code of its language; "" where it is not said."""

    symbols: tuple[Symbol, ...] = ()
    language: str = ""


def read_file_metadata(comments: str) -> FileMetadata:
    """Return what fields in the text of comments say; what is no symbol and no job number says nothing."""
    fields = {found["name"]: found["value"].strip() for found in FIELD.finditer(comments)}
    job = JOB_NUMBER.fullmatch(fields.get("ODS JOB NO", ""))
    return FileMetadata(
        tuple(_parse_symbols(value for name, value in fields.items() if name.startswith("ODS DOC SYMBOL"))),
        _find_language(job["letter"]) if job else "",
    )


def split_comment_entry(comments: str, kind: str) -> Iterator[LedgerEntry]:
    """Yield the ledger entries of comments: the metadata of the file, and what people wrote as ``kind``."""
    end = 0
    for found in FIELD.finditer(comments):
        yield LedgerEntry(kind, comments[end : found.start()])
        yield LedgerEntry(METADATA_TEXT, found[0])
        end = found.end()
    yield LedgerEntry(kind, comments[end:])


def report_differences(metadata: FileMetadata, symbol: Symbol | None, language: str, where: Where) -> Iterator[Notice]:
    """Report where a file's metadata say another symbol or language than its document."""
    if symbol and metadata.symbols and symbol not in metadata.symbols:
        yield make_notice(Code.METADATA_DIFFER, where, what="symbol", printed=symbol, stated=metadata.symbols[0])
    if metadata.language and language and metadata.language != language:
        yield make_notice(Code.METADATA_DIFFER, where, what="language", printed=language, stated=metadata.language)


def _parse_symbols(values: Iterator[str]) -> Iterator[Symbol]:
    for value in values:
        with suppress(InvalidSymbol):
            yield parse(value)


def _find_language(letter: str) -> str:
    """Return the code of the language whose job numbers end with a letter; "" for none."""
    codes = (code for code in language_codes() if load_language(code).words["language"]["job_letter"] == letter)
    return next(codes, "")
