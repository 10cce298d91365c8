"""Find the calls of notes among the numbers of a text: raised ones, and those that ran into the words before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engross.grammars.language import Language
from engross.readers.lines.chain import find_best_chain
from engross.readers.lines.layout_habits import has_paragraph_number
from engross.readers.lines.lines import Line
from engross.readers.lines.note_blocks import RawNote, find_next_number, read_bare_number
from engross.readers.lines.places import CONTEXT_CHARACTERS, NumberPlaces, find_number_places

NUMBERLESS_ENDING = re.compile(
    r"(?:[^\d\s]|(?:19|20)\d\d)[,;.:]$|[^\W\d_A-Z]{2}[)»”]?$|[A-Z]{2}[)»”]$"
)  # the number that clings to it is a call
# The end of a sentence, and not of an abbreviation: Add.1 has three letters, Corr.1 stands in a symbol.
SENTENCE_END = re.compile(r"(?:(?<![\w/.])[^\W\d_]{4,}|(?<![\d.,/])(?:19|20)\d\d|[)”’»])[.]$")
LIST_NUMBER = re.compile(r"(?<!\d)\d{1,3}\s*[,，、;；]$")  # a number that a list continues: 5, 7 and 8
SURE_LIKELIHOOD = 2.0  # from this likelihood on, a number in the text of the page is the note's call
COUPLED_NUMBER = re.compile(r"\s(?:\w{1,3}|[-–])\s\d")  # 16 and 17 November
# Resolutions of a session, at most; the greater number of a decision may end in a call that has no other place.
SESSION_RESOLUTIONS = 400
CONFERENCE_DECISIONS, ROMAN_SESSION = 99, re.compile(r"\b[IVXL]+/$")  # decisions of a conference, at most: X/3
WIDE_GAP_LIKELIHOOD = 1.0  # the likelihood of a call that two spaces follow: it was set high
WORD_NUMBER_LIKELIHOOD = 0.3  # the likelihood of a number that seems to belong to the word before it
RUN_IN_LIKELIHOOD = 0.5  # the likelihood of a call that ran into a number
CALL_PATTERN = r"(?:(?<![\d*])|(?<=(?:19|20)\d\d)){}(?:(?![\d*])|(?=(?:19|20)\d\d(?!\d{{4}})))"
# A number by itself, or run into a year: 20111, 22011
ENDING_NUMBER = re.compile(r"(?<!\d)\d*$")
MOST_PLACES = 200  # candidates of one number: of more, the likeliest are kept


@dataclass(frozen=True, slots=True)
class BodyCall:
    """A note's call in the body: the index of its line, and the span of the number in its text."""

    number: str
    line: int
    start: int
    end: int


def find_calls(body: list[Line], notes: list[RawNote], lang: Language) -> tuple[list[BodyCall], list[RawNote]]:
    """Return the likeliest call of each note, in order, and the notes without any.

    Of all ways to give each note a place after the one before, the one with the greatest sum of likelihoods is taken
    (dynamic programming).
    """
    places = find_number_places(body)
    note_by_key = {(note.number, note.page): note for note in notes}  # stars serve many notes of a page
    candidates_by_key = {
        key: _keep_likeliest(_find_candidates(places, note, lang)) for key, note in note_by_key.items()
    }
    candidates = [candidates_by_key[note.number, note.page] for note in notes]
    chosen = find_best_chain([[((call.line, call.start), score) for call, score in row] for row in candidates])
    calls = [candidates[n][c][0] for n, c in chosen]
    called = {n for n, _ in chosen}
    return calls, [note for n, note in enumerate(notes) if n not in called]


def find_noteless_calls(
    body: list[Line], notes: list[RawNote], calls: list[BodyCall], lang: Language
) -> list[BodyCall]:
    """Return the calls that count on where the notes end: each number behind a mark, after the call before it."""
    noteless: list[BodyCall] = []
    places = find_number_places(body)
    last_place = max(((call.line, call.start) for call in calls), default=(-1, -1))
    number = find_next_number(notes)
    while call := _find_noteless_call(places, str(number), last_place, lang):
        noteless.append(call)
        last_place, number = (call.line, call.start), number + 1
    return noteless


def _find_noteless_call(places: NumberPlaces, number: str, place: tuple[int, int], lang: Language) -> BodyCall | None:
    for call, _ in _find_candidates(places, RawNote(number, (), -1), lang):
        text = places.lines[call.line].text
        before = places.text_before(call.line, call.start).rstrip()
        is_behind_mark = before[-1] in lang.words["calls"]["marks"] and not LIST_NUMBER.search(before)
        if is_behind_mark and (call.line, call.start) > place and not re.match(r",\d", text[call.end : call.end + 2]):
            return call
    return None


CallCandidate = tuple[BodyCall, float]


def _keep_likeliest(candidates: list[CallCandidate]) -> list[CallCandidate]:
    """Return candidates in their order; of more than ``MOST_PLACES`` only as many, the likeliest."""
    if len(candidates) <= MOST_PLACES:
        return candidates
    best = sorted(range(len(candidates)), key=lambda n: (-candidates[n][1], n))[:MOST_PLACES]
    return [candidates[n] for n in sorted(best)]


def _find_candidates(body: NumberPlaces, note: RawNote, lang: Language) -> list[CallCandidate]:
    """Return the places where a note may be called, each with its likelihood.

    The first of these that are any: those on the note's page; those run into another number; those on other pages; the
    only place of the number on the page.
    """
    candidates: list[CallCandidate] = []
    pattern = re.compile(CALL_PATTERN.format(re.escape(note.number)))
    for n, line in body.lines_with_number(note.number):
        if line.calls is not None:
            raised_spans = [
                span for span in line.calls if note.number in _split_raised_numbers(line.text[slice(*span)])
            ]
            candidates += [(_make_raised_call(note.number, n, line.text, span), 3.0) for span in raised_spans]
            continue
        if lang.words["calls"]["bracketed"]:
            candidates += _find_bracketed_calls(n, line.text, note.number)
            continue
        for match in pattern.finditer(line.text):
            if match.start() == 0 and (line.long_number or has_paragraph_number(line)):
                continue
            before = body.text_before(n, match.start()) + ("" if match.start() else "\n")
            score = (
                SURE_LIKELIHOOD
                if read_bare_number(line.text)
                else rate_call(before, body.text_after(n, match.end()), lang)
            )
            if score > 0:
                candidates.append((BodyCall(note.number, n, match.start(), match.end()), score))
    on_page = [(call, score) for call, score in candidates if body.lines[call.line].page == note.page]
    return on_page or list(_find_run_in_calls(body, note, lang)) or candidates or _find_single_place(body, note, lang)


def _find_single_place(body: NumberPlaces, note: RawNote, lang: Language) -> list[CallCandidate]:
    """Last resort: return the number's only occurrence on the page, even after a word (Goals 6 and), if it is one."""
    places = [
        (n, match)
        for n, line in body.lines_with_number(note.number)
        if line.page == note.page and line.calls is None
        for match in re.finditer(rf"(?<=[^\W\d_] ){re.escape(note.number)}(?= [^\W\d_])", line.text)
        if not re.match(lang.words["calls"]["not_before"], line.text[match.end() : match.end() + CONTEXT_CHARACTERS])
    ]
    return (
        [(BodyCall(note.number, n, m.start(), m.end()), WORD_NUMBER_LIKELIHOOD) for n, m in places]
        if len(places) == 1
        else []
    )


def _find_bracketed_calls(n: int, text: str, number: str) -> Iterator[CallCandidate]:
    """Yield the places of a number in brackets, as Arabic sets calls; likelier if it clings to the word before it."""
    for match in re.finditer(rf"[(]\s?{re.escape(number)}\s?[)]", text):
        clings = match.start() > 0 and not text[match.start() - 1].isspace()
        yield BodyCall(number, n, match.start(), match.end()), 2.5 if clings else SURE_LIKELIHOOD


def _find_run_in_calls(body: NumberPlaces, note: RawNote, lang: Language) -> Iterator[CallCandidate]:
    """Yield where a note's number may have run into the number before it on its page: Agenda 217."""
    for n, line in body.lines_with_number(note.number):
        if line.page != note.page or line.calls is not None:
            continue
        for match in re.finditer(rf"(?<=\d){re.escape(note.number)}(?=\s|$|[,;.](?:\s|$))", line.text):
            before = ENDING_NUMBER.sub("", body.text_before(n, match.start()))
            after = line.text[match.end() : match.end() + CONTEXT_CHARACTERS]
            ending = ENDING_NUMBER.search(line.text[max(0, match.end() - CONTEXT_CHARACTERS) : match.end()])
            digits = ending[0] if ending else ""  # "" too where the note has a star
            highest = CONFERENCE_DECISIONS if ROMAN_SESSION.search(before) else SESSION_RESOLUTIONS
            is_in_symbol = before.endswith("/") and digits != "" and int(digits) > highest  # 76/1783: none so high
            is_in_symbol = is_in_symbol or _is_run_into_name(before, digits, note.number)
            belongs_to_sentence = not is_in_symbol and (
                re.match(lang.words["calls"]["not_before"], after) or COUPLED_NUMBER.match(after)
            )
            is_year = not is_in_symbol and re.fullmatch(r"(?:19|20)\d\d", digits)
            if not belongs_to_sentence and not is_year and (is_in_symbol or not re.search(r"[\d/.,(-]$", before)):
                yield BodyCall(note.number, n, match.start(), match.end()), RUN_IN_LIKELIHOOD


def _is_run_into_name(before: str, digits: str, number: str) -> bool:
    """Return whether a number ran into one that is part of a name: COVID-1914, 3/COP.142."""
    return before.endswith("COP.") or (before.endswith(("COVID-", "COVID\u2011")) and digits == f"19{number}")


def _split_raised_numbers(raised: str) -> list[str]:
    """Return the calls of a raised span; several at one point have commas between (Editorial Manual, footnotes)."""
    return re.findall(r"\d+|\*+", raised)


def _make_raised_call(number: str, line: int, text: str, span: tuple[int, int]) -> BodyCall:
    """Make the call of a number in a raised span; brackets around it belong to the call."""
    edge = max(0, span[0] - 2)
    if bracketed := re.search(rf"[(（]\s?{re.escape(number)}\s?[)）]", text[edge : span[1] + 2]):
        return BodyCall(number, line, edge + bracketed.start(), edge + bracketed.end())
    pattern = re.compile(rf"(?<![\d*]){re.escape(number)}(?![\d*])")
    match = pattern.search(text, *span)
    start = match.start() if match else span[0]
    return BodyCall(number, line, start, start + len(number))


def rate_best_call(body: list[Line], number: str, lang: Language) -> float:
    """Return how likely the likeliest place of a number in ``body`` is a call, from 0 (not at all) to 3 (sure)."""
    return rate_best_place(find_number_places(body), number, lang)


def rate_best_place(places: NumberPlaces, number: str, lang: Language) -> float:
    """Return how likely the likeliest of a number's places is a call, from 0 (not at all) to 3 (nearly sure)."""
    page = places.lines[-1].page if places.lines else -1
    return max((score for _, score in _find_candidates(places, RawNote(number, (), page), lang)), default=0.0)


def rate_call(before: str, after: str, lang: Language) -> float:
    """Return how likely a number between two texts is a call, from 0 (not at all) to 3 (nearly sure).

    A call clings to the word or mark before it, and a space or the line's end follows, since it was set small and high.
    A number that belongs to the sentence has its own word beside it (第3条, 25 日, Article 1).
    """
    words = lang.words["calls"]
    if re.match(r"(?:19|20)\d\d", after):
        return 1.5 if before[-1:] and before[-1] in words["marks"] else 0.0
    ends_without_number = NUMBERLESS_ENDING.search(before) and not lang.words["reading"]["tight"]
    if not before.strip() or (re.match(words["not_before"], after) and not ends_without_number):
        return 0.0
    run_on = before[-1].isalpha() and not lang.words["reading"]["tight"]  # as no number of a sentence stands
    if re.search(words["not_after"], before) and not run_on:
        return WIDE_GAP_LIKELIHOOD if before[-1].isspace() and re.match(r" {2}\w", after) else 0.0
    ended = (not after or after[0].isspace()) and SENTENCE_END.search(before.replace("\u00ad", ""))
    if (before[-1] in "/.-‐‑–(（[" and not ended) or (after[:1] in tuple("/.-–%") and not _is_sentence_stop(after)):
        return 0.0
    glued, spaced = not before[-1].isspace(), not after or after[0].isspace()
    mark = before.rstrip()[-1] in words["marks"]
    return 1.0 + glued + 0.5 * mark + (0.5 if spaced or not glued else 0.0) - (0.0 if glued or mark else 0.5)


def _is_sentence_stop(after: str) -> bool:
    """Return whether a full stop behind a number ends a sentence: no figure or word clings to it."""
    return after[0] == "." and (len(after) == 1 or after[1].isspace())
