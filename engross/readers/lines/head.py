"""Read what stands above the text and under it: masthead, number and title, closing lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from engross.grammars.agenda import find_agenda_items
from engross.grammars.dates import find_iso_date
from engross.grammars.enacting import OTHER_ORGAN, PRINCIPAL_ORGANS, is_other_enacting_line
from engross.grammars.language import Language
from engross.grammars.symbol import InvalidSymbol, find_symbols, parse
from engross.model.text import fold
from engross.model.tree import Facts, Masthead
from engross.readers.common.adoption_line import AdoptionFacts, read_adoption_line
from engross.readers.common.closing_line import ClosingFacts, read_closing_line
from engross.readers.common.end_marks import COMMAS
from engross.readers.lines.draft import find_draft_head, find_marked_title
from engross.readers.lines.labelled_head import find_label_field, find_named_number, join_proponent_lines
from engross.readers.lines.lead_words import has_lead_words
from engross.readers.lines.lines import TEXT_LINE, Line
from engross.readers.lines.numbered_head import NumberedHead, find_early_preamble, find_numbered_head
from engross.readers.lines.paragraph_numbers import strip_marker
from engross.readers.lines.parts import find_enacting_organs, find_part_labels
from engross.readers.lines.titles import TitleCall, find_title_call

# By session, "77/213", "S-32/1", or by year, "2023/10".
_OWN_NUMBER = r"(?:(?:[A-Z]{1,2}-)?\d{1,3}|(?:19|20)\d\d)/\d{1,4}"
# Of the Assembly and the Council up to 1976, with the session: "2145 (XXI).", "3201 (S-VI).", "1803 B (XVII).".
_SESSIONAL_NUMBER = r"\d{1,4}(?:\s[A-Z])?\s?[(](?:E?S-)?[IVXL]{1,6}[)]\s?[.．]"
NUMBER_STOPS = ".． -–"  # what stands behind a resolution's number; in Arabic a dash
RESOLUTION_NUMBER = re.compile(
    rf"(?P<number>{_SESSIONAL_NUMBER}|{_OWN_NUMBER}(?:\s?[A-Z](?:\s?[-–]\s?[A-Z])?)?(?:\s?[.．]|\s+[-–](?=\s*[\u0600-\u06ff])|(?=\s+[\u0600-\u06ff])))\s*(?P<rest>.*)"
)
BARE_RESOLUTION_NUMBER = re.compile(
    r"(?P<number>(?:\d{2,3}|(?:19|20)\d\d)/\d{1,4})(?P<rest>)"
)  # its title is on the next line


@dataclass
class DocumentHead:
    """The lines before the text: masthead, number, title, and where the enacting words stand."""

    masthead: Masthead = Masthead()
    number: str = ""
    title: str = ""
    organ: str = ""
    enacting: int = 0  # the index of the line of the enacting words, or of the first part's letter
    mast_lines: list[int] = field(default_factory=list)
    title_lines: list[int] = field(default_factory=list)
    title_rows: list[Line] = field(default_factory=list)  # the lines themselves
    sponsors: list[int] = field(default_factory=list)  # of a draft
    numbered: NumberedHead | None = None  # "Resolution 242 (1967)"
    call: TitleCall | None = None
    is_statement: bool = False  # it has no enacting words


def find_enacting_line(lines: list[Line], lang: Language) -> tuple[int, str] | None:
    """Return the index of the line that begins with an organ's enacting words, and the organ's key; None if none does.

    A masthead names the organ too: if a number stands over the title, lines below it come first. Words with their
    comma, or right above lead words, come before others; so do the first: a Council's before those of the draft that it
    recommends to the Assembly.
    """
    number_line = next(
        (n for n, line in enumerate(lines) if line.kind == TEXT_LINE and RESOLUTION_NUMBER.fullmatch(line.text)), -1
    )
    candidates = [
        (n, organ, remainder)
        for n, line in enumerate(lines)
        for organ, remainder in find_enacting_organs(line, lang)
        if organ in PRINCIPAL_ORGANS or _is_enacting(lines, n, remainder, lang)
    ]
    ranked = sorted(candidates, key=lambda f: (f[0] < number_line, not _is_enacting(lines, f[0], f[2], lang), f[0]))
    return ranked[0][:2] if ranked else None


def find_other_enacting_line(lines: list[Line], lang: Language) -> tuple[int, str] | None:
    """Return the index of a line that may be the enacting words of a body that engross does not know, and its key.

    They end with a comma, and lead words follow. None if no line is so.
    """
    texts = [n for n, line in enumerate(lines) if line.kind == TEXT_LINE and not line.spot]
    found = (
        n
        for n, below in pairwise(texts)
        if is_other_enacting_line(lines[n].text, lang)
        and has_lead_words(strip_marker(lines[below].text), lang)
        and not has_lead_words(lines[n].text, lang)
    )
    first = next(found, None)
    return None if first is None else (first, OTHER_ORGAN)


def _is_enacting(lines: list[Line], at: int, remainder: str, lang: Language) -> bool:
    """Return whether the words of an organ enact a text: their comma, or a line of lead words, follows them."""
    if remainder.lstrip()[:1] in COMMAS:
        return True
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    return not remainder.strip() and (below[:1] in COMMAS or has_lead_words(below, lang))


def read_head(lines: list[Line], lang: Language, enacting: tuple[int, str]) -> DocumentHead:
    """Read the head of a text whose enacting words stand at ``enacting``.

    The head of a text in parts ends where the first part begins.
    """
    at, organ = enacting
    parts = find_part_labels(lines, lang, organ)
    at = parts[0].lines.start if parts and parts[0].enacting == at else at
    is_known = organ == OTHER_ORGAN or any(find_enacting_organs(lines[enacting[0]], lang))
    head = DocumentHead(organ=organ, enacting=at, is_statement=not is_known)
    texts = [n for n in range(at) if lines[n].kind == TEXT_LINE]
    forms = ((form, n) for form in (RESOLUTION_NUMBER, BARE_RESOLUTION_NUMBER) for n in texts)
    numbered = ((n, match) for form, n in forms if (match := form.fullmatch(lines[n].text)))
    start, first = next(numbered, (None, None))
    if start is not None and first is not None:
        number, title = first.group("number", "rest")
        head.number = number
        head.title_lines = [n for n in range(start, at) if lines[n].kind == TEXT_LINE]
        next_title_lines = [lines[n].text for n in head.title_lines[1:]]
        head.call = find_title_call(lines, head.title_lines, number)
        bare_title = "\n".join([title, *next_title_lines]).strip()
        head.title = (head.call.before + head.call.after) if head.call else bare_title
    elif organ not in PRINCIPAL_ORGANS and (named := find_named_number(lines, texts, lang)):
        head.number, head.title_lines, start = named.number, [n for n in texts if n >= named.at], named.at
        head.title = "\n".join([named.title, *(lines[n].text for n in head.title_lines[1:])]).strip()
    else:
        head.sponsors, head.title_lines = _find_draft_lines(head, lines, texts, lang)
        head.title = "\n".join(lines[n].text for n in head.title_lines)
        start = min(head.title_lines, default=None)
    head.title_rows = [lines[n] for n in head.title_lines]
    head.numbered = find_numbered_head(lines[:at], organ, lang) if not head.number else None
    if head.numbered:
        at = head.enacting = find_early_preamble(lines[:at], head.numbered, lang)
    head.mast_lines = [n for n in range(start if start is not None else at) if lines[n].kind == TEXT_LINE]
    if head.call and head.call.line in head.mast_lines:
        head.mast_lines.remove(head.call.line)
    _read_masthead(head, lines, lang)
    return head


def _find_draft_lines(head: DocumentHead, lines: list[Line], texts: list[int], lang: Language) -> list[list[int]]:
    """Return the lines of the sponsors and of the title of a draft or a statement, of ``texts``, those of its head."""
    sponsors, title = find_draft_head(lines, texts, lang)
    below = [] if sponsors or title else _list_lines_below_fields(lines, texts, head.organ, lang)
    return [sponsors, below if head.is_statement else title or find_marked_title(lines, below)]


def _list_lines_below_fields(lines: list[Line], texts: list[int], organ: str, lang: Language) -> list[int]:
    """Return the lines of ``texts`` that stand below the last field of the masthead and the adoption line."""
    fields = (
        at
        for at, n in enumerate(texts)
        if classify_masthead_line(lines[n].text, "other", organ, lang) != "other"
        or read_adoption_line(lines[n].text, lang)
    )
    return texts[max(fields, default=-1) + 1 :]


# The fields of a masthead in the order in which they stand; each may take several lines.
MASTHEAD_FIELDS = (
    "publisher",
    "symbol",
    "organ",
    "distribution",
    "issued",
    "version",
    "original",
    "subsidiary",
    "session",
    "agenda_item",
    "agenda_title",
    "adoption",
    "proponent",
)


def _read_masthead(head: DocumentHead, lines: list[Line], lang: Language) -> None:
    values: dict[str, list[str]] = {}
    current = "other"
    for n in head.mast_lines:
        line = lines[n].text
        if head.numbered and n in head.numbered.adoption:
            _join_adoption_line(values, line, n == head.numbered.adoption.start)
            current = "other"
            continue
        pair = _split_columns(line, lang.words["organs"][head.organ], lang.words["masthead_lines"])
        if pair and not values.keys() & pair.keys():
            for field_name, words in pair.items():
                values.setdefault(field_name, []).append(words)
            current = "other"
            continue
        current = _find_line_field(head, (n, line), (current, " ".join(values.get(current, ()))), lang)
        if current == "symbol" and current in values:
            current = "other"  # a symbol that an extractor took out of its line
        values.setdefault(current, []).append(line)
    names = [name for name in values if name in MASTHEAD_FIELDS and name != "proponent"]
    joined: dict[str, Any] = {name: " ".join(values[name]) for name in names}
    head.masthead = replace(
        Masthead(),
        **joined,
        proponent=join_proponent_lines(values.get("proponent", []), lang),
        other=tuple(values.get("other", ())),
    )


def _split_columns(line: str, organ: str, patterns: dict[str, str]) -> dict[str, str]:
    """Return the two fields of a line that both columns of a masthead share; none for any other line.

    The publisher stands left and the symbol right, the organ left and the distribution right.
    """
    symbol = next((found for found in find_symbols(line) if found.end == len(line.rstrip("*"))), None)
    publisher = line[: symbol.start].rstrip() if symbol else ""
    if publisher and re.fullmatch(patterns["publisher"], publisher):
        return {"publisher": publisher, "symbol": line[len(publisher) :].lstrip()}
    distribution = line.removeprefix(organ).lstrip() if line.startswith(organ) else ""
    return {"organ": organ, "distribution": distribution} if re.match(patterns["distribution"], distribution) else {}


def _find_line_field(head: DocumentHead, placed: tuple[int, str], before: tuple[str, str], lang: Language) -> str:
    """Return the field of the masthead that a line belongs to.

    ``placed``: the line's number and words; ``before``: the field open so far, and its words.
    """
    (n, line), (current, words) = placed, before
    if n in head.sponsors:
        return "proponent"
    if head.numbered and n in head.numbered.lines:
        return "adoption"
    if head.numbered and re.fullmatch(r"\[[^\]\s]+\]", line):
        return "other"  # the draft's symbol in brackets, and no report's
    is_date = find_iso_date(line, lang, whole=True)
    if current == "adoption" and is_date and not find_iso_date(words, lang, whole=False):
        return current  # "Resolution adopted by the General Assembly on", and the day on the next line
    if current == "distribution" and line.isupper() and line.isalpha():
        return current  # "Distr.", and GENERAL on the next line
    field_name = classify_masthead_line(line, current, head.organ, lang)
    is_below_head = head.numbered is not None and n >= head.numbered.lines.stop
    return "other" if is_below_head and field_name == "adoption" else field_name


def _join_adoption_line(values: dict[str, list[str]], line: str, is_first: bool) -> None:
    """Add a line of the line that says when and where a text was adopted to the other lines of a masthead, as one."""
    others = values.setdefault("other", [])
    if is_first:
        others.append(line)
    else:
        others[-1] = f"{others[-1]} {line}"


def classify_masthead_line(line: str, current: str, organ: str, lang: Language) -> str:
    """Return the field of the masthead that a line belongs to: by its words, else by the field of the line before."""
    if fold(line) == fold(str(lang.words["organs"].get(organ, ""))):
        return "organ"
    if label_field := find_label_field(line, lang):
        return label_field
    try:
        parse(line.rstrip("*"))
    except InvalidSymbol:
        pass
    else:
        return current if current == "proponent" else "symbol"
    patterns: dict[str, str] = lang.words["masthead_lines"]
    for name, pattern in patterns.items():
        if re.match(pattern, line):
            return name
    follows = {"agenda_item": "agenda_title", "agenda_title": "agenda_title", "proponent": "proponent"}
    return follows.get(current, current if current == "adoption" else "other")


def read_closing(texts: list[str], lang: Language) -> ClosingFacts:
    """Read date and meeting from the closing lines ``texts``."""
    adoption = next((facts for facts in (read_adoption_line(t, lang) for t in texts) if facts), AdoptionFacts())
    lines = [read_closing_line(text, lang) for text in texts]
    date = next((line.date for line in lines if line.date), adoption.date)
    meeting = next((line.meeting for line in lines if line.meeting), adoption.meeting)
    resumed = any(lang.words["reading"]["resumed"] in text for text in texts)
    return ClosingFacts(date, meeting, resumed)


def read_agenda_item(line: str, lang: Language) -> str:
    """Return the item or items of an agenda line as printed ("68 (b)", "13 and 72"); "" for any other line."""
    return find_agenda_items(line) if re.match(lang.words["masthead_lines"]["agenda_item"], line) else ""


def build_facts(number: str, masthead: Masthead, closing: ClosingFacts, lang: Language) -> Facts:
    """Collect the facts that number, masthead and closing lines give of a document."""
    lines = (read_adoption_line(line, lang) for line in masthead.other)
    adoption = next((facts for facts in lines if facts), AdoptionFacts())
    return Facts(
        session=number.rpartition("/")[0] if RESOLUTION_NUMBER.match(f"{number.rstrip(NUMBER_STOPS)}.") else "",
        agenda_item=read_agenda_item(masthead.agenda_item, lang),
        adopted=closing.date or adoption.date or find_iso_date(masthead.adoption, lang, whole=False),
        issued=find_iso_date(masthead.issued, lang, whole=False),
        meeting=closing.meeting or adoption.meeting,
        resumed=closing.resumed,
    )
