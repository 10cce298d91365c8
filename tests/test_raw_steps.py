"""Each step of the reader of text alone: a folder under cases/raw-steps/<step> holds a text, and the step's result.

``in.txt`` is as an extractor leaves it; its folder's name begins with the code of its language. ``out.txt``: the lines
before and after the step, ``-`` and ``+`` where it changed them; or what it found. Before each line stand its number in
the source, its indent and, unless it is text, its kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from engross.grammars.language import Language, load_language
from engross.readers.common.labels import Stage
from tests.cases import expect, folders
from tests.outline import changes, layouts_shown

# Each step by the name of its folder: its module under engross.readers and its function there.
STEPS = {
    "arabic-words-parted": ("lines.arabic_word_joins", "find_parted_words"),
    "back-matter": ("lines.own_back_matter", "mark_back_matter"),
    "calls-found": ("lines.note_calls", "find_calls"),
    "calls-on-their-own-lines": ("lines.detached_calls", "reattach_calls"),
    "committee-reports": ("lines.links", "find_committee_reports"),
    "draft-head": ("lines.draft", "find_draft_head"),
    "ends": ("lines.tail", "find_part_bounds"),
    "furniture": ("lines.lines", "classify_lines"),
    "heading-numbers": ("lines.section_numbers", "is_heading_number"),
    "heading-titles": ("lines.section_numbers", "is_titled_heading"),
    "layout": ("lines.text_layout", "measure_text_layout"),
    "indents": ("lines.levels", "level_indents"),
    "long-numbers": ("lines.long_numbers", "mark_long_numbers"),
    "notes-under-a-rule": ("lines.notes", "split_notes_from_body"),
    "notes-on-one-line": ("lines.split_joined_notes", "split_note_lines"),
    "notes-without-a-rule": ("lines.notes_without_rule", "find_note_starts"),
    "numbers-apart": ("lines.detached_numbers", "reattach_numbers"),
    "paragraphs": ("lines.paragraphs", "label_paragraphs"),
    "parts": ("lines.parts", "find_part_labels"),
    "right-to-left": ("text.rtl_extractors", "restore_logical_text"),
    "tables-in-columns": ("lines.text_tables", "find_column_tables"),
    "tables-without-columns": ("lines.tables_without_columns", "find_listed_tables"),
    "title-note": ("lines.titles", "find_title_call"),
    "torn-lines": ("lines.rejoin_lines", "rejoin_torn_lines"),
    "words-broken": ("lines.word_repair", "repair_words"),
}
WITHOUT_LANGUAGE = {"indents", "long-numbers", "notes-on-one-line"}
Lines = list[Any]  # of the reader's own, whatever they are called


def step(name: str) -> Any:
    """Return the function of a step."""
    module, function = STEPS[name]
    return getattr(import_module(f"engross.readers.{module}"), function)


def given(text: str) -> Lines:
    """Return the lines of a text, its furniture recognised by words alone."""
    lines: Lines = step("furniture")(import_module("engross.readers.lines.lines").split_lines(text), "", "")
    return lines


def shown(lines: Iterable[Any]) -> Iterator[str]:
    for line in lines:
        place = f"{line.number}.{line.column}" if line.column else str(line.number)
        kind = "" if line.kind == "text" else f"({line.kind}) "
        kind += f"(number ends at {line.long_number}) " if line.long_number else ""
        cell = f"[{line.spot.row},{line.spot.column}] " if line.spot else ""
        gap = "\u2195" if line.gap else " "
        yield f"{place:>5}{gap}{line.indent or '':>3} {cell}{kind}{line.text}"


def noted(lines: Lines, lang: Language) -> tuple[Lines, list[Any]]:
    """Return the lines of the text, and the notes below them."""
    body, notes = step("notes-under-a-rule")(lines, step("notes-without-a-rule")(lines, lang), lang)
    return body, notes


def notes_shown(notes: Iterable[Any]) -> Iterator[str]:
    for note in notes:
        yield f"note {note.number}"
        yield from shown(note.lines)


def groups(lines: Lines, indexes: Iterable[Iterable[int]], name: str) -> Iterator[str]:
    for group in indexes:
        yield name
        yield from shown(lines[n] for n in group)


def of_lines(name: str) -> Callable[[str, Language], str]:
    """Return the test of a step from lines to lines; some steps take the language too."""

    def made(text: str, lang: Language) -> str:
        lines = given(text)
        words = () if name in WITHOUT_LANGUAGE else (lang,)
        return changes(shown(lines), shown(step(name)(lines, *words)))

    return made


def furniture(text: str, _: Language) -> str:
    lines = import_module("engross.readers.lines.lines").split_lines(text)
    return changes(shown(lines), shown(step("furniture")(lines, "A/RES/80/31", "Libraries")))


def right_to_left(text: str, _: Language) -> str:
    return changes(text.splitlines(), step("right-to-left")(text).splitlines())


def words_broken(text: str, lang: Language) -> str:
    lines = given(text)
    after, repairs = step("words-broken")(lines, lang)
    report = "".join(f"mended in {repair.line.number}: “{repair.before}” “{repair.after}”\n" for repair in repairs)
    return changes(shown(lines), shown(after)) + report


def arabic_words_parted(text: str, lang: Language) -> str:
    words = Counter(text.split())
    repairs = (repair for line in text.splitlines() for repair in step("arabic-words-parted")(line, words, lang))
    return "".join(f"{at}: “{before}” “{after}”\n" for at, before, after in repairs)


def notes_under_a_rule(text: str, lang: Language) -> str:
    lines = given(text)
    body, notes = step("notes-under-a-rule")(lines, set(), lang)
    return changes(shown(lines), shown(body)) + "\n".join([*notes_shown(notes), ""])


def notes_without_a_rule(text: str, lang: Language) -> str:
    lines = given(text)
    starts = sorted(step("notes-without-a-rule")(lines, lang))
    return "\n".join(["notes begin at:", *shown(lines[n] for n in starts), ""])


def calls_found(text: str, lang: Language) -> str:
    body, notes = noted(given(text), lang)
    body = [line for line in body if line.kind == "text"]
    calls, missed = step("calls-found")(body, notes, lang)
    report = [
        f"{call.number} in {body[call.line].number} behind “{body[call.line].text[: call.start]}”" for call in calls
    ]
    return "\n".join([*report, *(f"{note.number} is called nowhere" for note in missed), ""])


def calls_on_their_own_lines(text: str, lang: Language) -> str:
    body, notes = noted(given(text), lang)
    return changes(shown(body), shown(step("calls-on-their-own-lines")(body, notes, lang).lines))


def committee_reports(text: str, _: Language) -> str:
    """The first line is the committee's, lines with addresses are links, the others are the text."""
    proponent, *others = text.splitlines()
    links = tuple(line for line in others if line.startswith("http"))
    words = "\n".join(line for line in others if not line.startswith("http"))
    return "".join(f"{symbol}\n" for symbol in step("committee-reports")(links, words, proponent))


def draft_head(text: str, lang: Language) -> str:
    lines = given(text)
    sponsors, title = step("draft-head")(lines, list(range(len(lines))), lang)
    return "\n".join([*groups(lines, [sponsors], "sponsors"), *groups(lines, [title], "title"), ""])


def ends(text: str, lang: Language) -> str:
    lines = given(text)
    result = step("ends")(lines, range(len(lines)), lang)
    report = [*groups(lines, [result.main], "text"), *groups(lines, [result.closing], "closing")]
    return "\n".join([*report, *groups(lines, result.annexes, "annex"), ""])


def heading_numbers(text: str, lang: Language) -> str:
    kinds = (("number alone", step("heading-numbers")), ("number and title", step("heading-titles")))
    kinds_and_lines = (
        (next((kind for kind, test in kinds if test(line, lang)), "no heading"), line) for line in given(text)
    )
    return "".join(f"{kind}: {line.text}\n" for kind, line in kinds_and_lines)


def paragraphs(text: str, lang: Language) -> str:
    lines = given(text)
    labelled = step("paragraphs")(lines, Stage.PREAMBLE, None, lang)
    report = (line for one in labelled for line in groups(lines, [one.lines], one.label.value))
    return "\n".join([*report, ""])


def parts(text: str, lang: Language) -> str:
    lines = given(text)
    result = step("parts")(lines, lang, "ga")
    return "\n".join([*(line for part in result for line in groups(lines, [part.lines], f"part {part.letter}")), ""])


def tables_in_columns(text: str, _: Language) -> str:
    lines = given(text)
    tables = step("tables-in-columns")(lines)
    sizes = [
        f"table of {len(frame.rows)} rows in {frame.width} columns, {frame.heads} head it" for frame in tables.frames
    ]
    return changes(shown(lines), shown(tables.apply_to(lines))) + "\n".join([*sizes, ""])


def tables_without_columns(text: str, _: Language) -> str:
    lines = given(text)
    tables = step("tables-without-columns")(lines)
    return "\n".join([*(line for table in tables.values() for line in groups(lines, table.groups, "cell or row")), ""])


def title_note(text: str, _: Language) -> str:
    """The last line is the title's number; the title begins with the first line that has it."""
    *lines, last = given(text)
    start = next(n for n, line in enumerate(lines) if line.text.startswith(last.text))
    call = step("title-note")(lines, list(range(start, len(lines))), last.text)
    return f"{call.number} between “{call.before}” and “{call.after}”\n" if call else "none\n"


def layout(text: str, _: Language) -> str:
    return "\n".join([*layouts_shown(step("layout")(given(text))), ""])


FORMS: dict[str, Callable[[str, Language], str]] = {
    "arabic-words-parted": arabic_words_parted,
    "calls-found": calls_found,
    "calls-on-their-own-lines": calls_on_their_own_lines,
    "committee-reports": committee_reports,
    "draft-head": draft_head,
    "ends": ends,
    "furniture": furniture,
    "heading-numbers": heading_numbers,
    "heading-titles": heading_numbers,
    "layout": layout,
    "notes-under-a-rule": notes_under_a_rule,
    "notes-without-a-rule": notes_without_a_rule,
    "paragraphs": paragraphs,
    "parts": parts,
    "right-to-left": right_to_left,
    "tables-in-columns": tables_in_columns,
    "tables-without-columns": tables_without_columns,
    "title-note": title_note,
    "words-broken": words_broken,
}
CASES = [case for name in STEPS for case in folders(f"raw-steps/{name}")]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_step(folder: Path, accept: bool) -> None:
    name = folder.parent.name
    form = FORMS.get(name) or of_lines(name)
    expect(folder / "out.txt", form((folder / "in.txt").read_text("utf-8"), load_language(folder.name[:2])), accept)


def test_every_step_has_a_case() -> None:
    assert {case.parent.name for case in CASES} == set(STEPS) == {folder.name for folder in folders("raw-steps")}
