"""Pair the documents of a run: a text in two languages, a text and the version before it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from engross.batch.corpus.job import PARALLEL, REDLINE, Pairing
from engross.batch.corpus.journal import DONE, FAULTY, LEFT_OUT, JournalLine
from engross.grammars.edition_name import find_free_name, make_document_name

NAME_SEPARATOR = "|"  # between the names of two sources; no source has it in its own
REVISION = re.compile(r"Rev\.(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents and the edition that is made of them.

    ``first``: that of the first language, or the earlier version. ``line``: what is known of the edition's line.
    ``folder``: that of its files.
    """

    first: JournalLine
    second: JournalLine
    line: JournalLine
    folder: str


@dataclass(frozen=True, slots=True)
class TextVersion:
    """A version of a text: the symbol of the first, and the number of the revision; 0 for the first."""

    base: str
    revision: int


Texts = dict[tuple[str, str], dict[int, JournalLine]]  # by language and first symbol, the versions by their numbers


def find_pairs(lines: Iterable[JournalLine], pairing: Pairing) -> tuple[tuple[Pair, ...], tuple[JournalLine, ...]]:
    """Return the pairs among the documents of a run, and a line for each document that has no partner, with the reason.

    Of several sources of one document in one language the first by name counts.
    """
    made = [line for line in lines if line.state in (DONE, FAULTY) and not line.edition]
    texts: Texts = defaultdict(dict)
    for line in made:
        version = parse_version(line.symbol)
        texts[line.language, version.base].setdefault(version.revision, line)
    documents = [line for revisions in texts.values() for line in revisions.values()]
    found = [
        *(_pair_languages(documents, pairing.languages) if pairing.languages else ()),
        *(_pair_versions(documents, texts) if pairing.has_redlines else ()),
    ]
    pairs = tuple(_name_apart((pair for pair in found if isinstance(pair, Pair)), made))
    return pairs, tuple(line for line in found if isinstance(line, JournalLine))


def parse_version(symbol: str) -> TextVersion:
    """Return what version of which text a symbol names: A/C.3/80/L.5/Rev.1 is revision 1 of A/C.3/80/L.5."""
    base, _, last = symbol.rpartition("/")
    matched = REVISION.fullmatch(last)
    return TextVersion(base, int(matched[1])) if matched else TextVersion(symbol, 0)


def _pair_languages(documents: list[JournalLine], languages: tuple[str, ...]) -> Iterator[Pair | JournalLine]:
    """Yield the documents in two languages, and a line for those in one of them alone."""
    first, second = ({line.symbol: line for line in documents if line.language == code} for code in languages)
    code = "-".join(languages)
    for symbol in dict.fromkeys((*first, *second)):
        if symbol in first and symbol in second:
            line = _describe(first[symbol], second[symbol], PARALLEL)
            name = f"{make_document_name(symbol, languages[0])}-{languages[1]}"
            yield Pair(first[symbol], second[symbol], replace(line, language=code), name)
        else:
            known, missing = (first, languages[1]) if symbol in first else (second, languages[0])
            reason = f"{symbol} is not in the run in its other language, {missing}"
            yield _leave_out(known[symbol], PARALLEL, code, reason)


def _pair_versions(documents: list[JournalLine], texts: Texts) -> Iterator[Pair | JournalLine]:
    """Yield each text with the version before it, and a line where there must be one that is not in the run."""
    for line in documents:
        earlier = _find_earlier(line, texts)
        if earlier:
            name = f"{make_document_name(line.symbol, line.language)}.{REDLINE}"
            yield Pair(earlier, line, _describe(earlier, line, REDLINE), name)
        elif line.draft or parse_version(line.symbol).revision:
            reason = f"no version of {line.symbol} before it is in the run in {line.language}"
            yield _leave_out(line, REDLINE, line.language, reason)


def _find_earlier(line: JournalLine, texts: Texts) -> JournalLine | None:
    """Return the version before a text: the last revision before it, or of one adopted the draft that data name.

    Where that very revision is not in the run, it is the last one that is.
    """
    own, draft = parse_version(line.symbol), parse_version(line.draft)
    if line.draft:
        revisions = texts.get((line.language, draft.base), {})
        earlier = sorted(revisions, key=lambda n: (n == draft.revision, n))
    else:
        revisions = texts[line.language, own.base]
        earlier = sorted(n for n in revisions if n < own.revision)
    return next((revisions[n] for n in reversed(earlier) if revisions[n] is not line), None)


def _describe(first: JournalLine, second: JournalLine, edition: str) -> JournalLine:
    """Return the line of an edition of two documents before it is made."""
    name = f"{first.name}{NAME_SEPARATOR}{second.name}"
    return JournalLine(name, "", "", "", second.symbol, second.language, second.organ, edition=edition)


def _leave_out(line: JournalLine, edition: str, language: str, reason: str) -> JournalLine:
    name = f"{line.name}{NAME_SEPARATOR}{edition}"
    return JournalLine(name, "", LEFT_OUT, reason, line.symbol, language, line.organ, edition=edition)


def _name_apart(pairs: Iterable[Pair], made: Iterable[JournalLine]) -> Iterator[Pair]:
    """Yield pairs in folders that no document has."""
    taken = {line.editions.casefold() for line in made}
    for pair in pairs:
        folder = find_free_name(pair.folder, pair.line.edition, taken)
        taken.add(folder.casefold())
        yield replace(pair, folder=folder)
