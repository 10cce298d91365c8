"""The e-book's sheets before they are packed: repeated sources, page breaks, split links, contents, the cover."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engross.editions.typeset import find_heading_levels, is_lead_in, is_long_title, is_sponsors_line
from engross.editions.typeset.contents import ContentsEntry, build_contents, contents_depth
from engross.editions.typeset.cover import (
    LINE_MEASURE,
    SYMBOL_BOX,
    TITLE_BOX,
    UNBREAKABLE_PIECE,
    UNBREAKABLE_SYMBOL_PIECE,
    fit_lines,
    width_of,
)
from engross.editions.typeset.display_lines import bind_line, set_entry, set_line, set_title
from engross.editions.typeset.heading_titles import HeadingTitles, find_heading_titles
from engross.editions.typeset.ibid import find_ibid_sources
from engross.editions.typeset.page_breaks import folded_positions, insert_breaks
from engross.editions.typeset.unnest_links import unnest_links
from engross.editions.typeset.voters import part_voters
from engross.grammars.language import load_language
from engross.grammars.symbol import parse
from engross.model.text import fold, spell_inlines
from engross.model.tree import (
    Citation,
    Heading,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Text,
)


def note(number: str, text: str) -> Note:
    return Note(number, (Paragraph(Role.PLAIN, (Text(text),)),), id=f"fn-{number}")


def resolution(*body: Paragraph | Heading) -> Resolution:
    return Resolution(parse("A/RES/80/1"), "zh", "ga", (Part("80/1.", (Text("题"),), body, id="text"),))


def heads(one: Resolution) -> HeadingTitles:
    return find_heading_titles(one, load_language(one.language))


def repeated(*notes: tuple[str, str]) -> dict[str, list[str]]:
    """Return, for each note, the numbers of the notes whose source it repeats."""
    sources_by_id = find_ibid_sources(note(number, text) for number, text in notes)
    return {key.removeprefix("fn-"): [note_.number for note_ in sources] for key, sources in sources_by_id.items()}


TREATY = "United Nations, Treaty Series, vol. 999, No. 14668."


@pytest.mark.parametrize(
    "ibid",
    [
        "Ibid.",
        "ibid., sect. A.",
        "同上。",
        "同上，附件二。",
        "Ibíd.",
        "Там же.",
        "المرجع نفسه.",
        "Ebd.",
        "Ebenda, S. 3.",
    ],
)
def test_note_that_says_only_ibid_repeats_the_one_before(ibid: str) -> None:
    assert repeated(("1", TREATY), ("2", ibid)) == {"2": ["1"]}


def test_chain_of_ibids_leads_to_its_source_and_the_closest_place() -> None:
    notes = (("1", TREATY), ("2", "Ibid., vol. 1249."), ("3", "Ibid."), ("4", "Ibid., p. 2."), ("5", "Ibid."))
    assert repeated(*notes) == {"2": ["1"], "3": ["1", "2"], "4": ["1", "2"], "5": ["1", "4"]}


def test_source_that_is_not_known_is_not_invented() -> None:
    assert repeated(("1", "Ibid."), ("2", "Ibid., p. 3.")) == {}
    assert repeated(("1", TREATY), ("3", "Ibid.")) == {}
    assert repeated(("*", TREATY), ("1", "Ibid.")) == {}


def test_other_words_are_no_ibid() -> None:
    assert repeated(("1", TREATY), ("2", "同上述决议。见《宪章》；同上。"), ("3", "See A/77/53; ibid., p. 2.")) == {}


@pytest.mark.parametrize(("offset", "before"), [(0, ""), (1, "甲"), (2, "甲乙"), (3, "甲乙丙"), (9, "甲乙丙丁")])
def test_page_break_stands_before_the_character_it_begins_with(offset: int, before: str) -> None:
    content = (Text("甲"), Styled(Style.LEAD, (Text("乙 丙"),)), Text(" 丁"))
    found = insert_breaks(content, [(offset, PageBreak("2"))])
    assert spell_inlines(found) == spell_inlines(content)
    flat = [piece for item in found for piece in (item.content if isinstance(item, Styled) else (item,))]
    at = flat.index(PageBreak("2"))
    assert "".join(spell_inlines(flat[:at]).split()) == before


def test_pages_that_begin_at_one_place_stand_in_their_order() -> None:
    content = (Text("甲"), Styled(Style.LEAD, (Text("乙 丙"),)), note("1", "注"), Text(" 丁"))
    breaks = [(at, PageBreak(str(page))) for page, at in enumerate((0, 0, 1, 2, 2, 3, 4, 9, 9), 2)]
    flat = [
        one
        for item in insert_breaks(content, breaks)
        for one in (item.content if isinstance(item, Styled) else (item,))
    ]
    assert [item.page for item in flat if isinstance(item, PageBreak)] == [str(page) for page in range(2, 11)]
    shown = "".join("|" if isinstance(item, PageBreak) else spell_inlines((item,)) for item in flat)
    assert shown == "||甲|乙 ||丙|1 |丁||"


@given(st.text("ab \u0301\u0327e\u00ad\u0958\u1100\u1161\u11a8灯\u200d\u093c\u0928"), st.lists(st.integers(0, 60)))
def test_places_after_folded_characters_are_those_of_a_fold_from_the_start(text: str, offsets: list[int]) -> None:
    """Letters with marks, Hangul and letters that form C composes have more or fewer characters when folded."""
    within = sorted(offset for offset in offsets if offset < len(fold(text)))
    first = [next(at for at in range(len(text)) if len(fold(text[: at + 1])) > offset) for offset in within]
    assert list(folded_positions(text, within)) == first


def test_a_page_break_folds_no_text_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph of many pages: twice the pages take twice the time."""
    folded: list[int] = []

    def counted(text: str) -> str:
        folded.append(len(text))
        return fold(text)

    monkeypatch.setattr("engross.editions.typeset.page_breaks.fold", counted)
    work = []
    for pages in (20, 40):
        folded.clear()
        breaks = [(n * 3000, PageBreak(str(n))) for n in range(1, pages)]
        assert (
            sum(isinstance(item, PageBreak) for item in insert_breaks((Text("灯 塔" * 1500 * pages),), breaks))
            == pages - 1
        )
        work.append(sum(folded))
    assert work[1] < 2.2 * work[0]


def test_link_ends_before_a_call_and_goes_on_after_it() -> None:
    call = note("1", "注")
    inside = Link("https://example.org/", (Text("甲"), call, Text("乙")))
    (paragraph,) = unnest_links(resolution(Paragraph(Role.PLAIN, (inside,)))).parts[0].body
    assert isinstance(paragraph, Paragraph)
    first, between, last = paragraph.content
    assert (first, between, last) == (Link(inside.target, (Text("甲"),)), call, Link(inside.target, (Text("乙"),)))


def test_citation_that_is_split_keeps_its_id_once() -> None:
    inside = Citation((Text("甲"), note("1", "注"), Text("乙")), (), id="cite-1")
    (paragraph,) = unnest_links(resolution(Paragraph(Role.PLAIN, (inside,)))).parts[0].body
    assert isinstance(paragraph, Paragraph)
    assert [type(item).__name__ for item in paragraph.content] == ["Citation", "Note", "Text"]


def test_contents_are_nested_as_the_headings_are() -> None:
    one = resolution(
        Paragraph(Role.PREAMBULAR, (Text("回顾"),), id="pp-1"),
        Heading(2, (Text("水"),), "一", id="s-1"),
        Paragraph(Role.OPERATIVE, (Text("决定" * 30),), "1.", id="op-1"),
        Heading(4, (Text("河"),), id="h-1"),
        Heading(2, (Text("路"),), "二", id="s-2"),
    )
    found = build_contents(one, load_language("zh"), find_heading_levels(one, heads(one)), "resolution.xhtml")
    assert [(e.number, e.label, [c.href for c in e.children]) for e in found] == [
        ("", "序言部分", []),
        ("一", "水", ["resolution.xhtml#op-1", "resolution.xhtml#h-1"]),
        ("二", "路", []),
    ]
    assert contents_depth(found) == 2
    (excerpt, _) = found[1].children
    assert excerpt == ContentsEntry("决定" * 10 + "…", "resolution.xhtml#op-1", (), "1.")


@pytest.mark.parametrize(("paragraphs", "listed"), [(10, 5 + 50), (13, 5)])
def test_contents_of_a_long_document_are_its_headings(paragraphs: int, listed: int) -> None:
    blocks: list[Paragraph | Heading] = []
    for section in range(5):
        blocks.append(Heading(2, (Text(f"Part {section}"),), id=f"h-{section}"))
        numbers = range(section * paragraphs, (section + 1) * paragraphs)
        blocks += (Paragraph(Role.OPERATIVE, (Text("Decides"),), f"{n}.", id=f"op-{n}") for n in numbers)
    one = resolution(*blocks)
    found = build_contents(one, load_language("en"), find_heading_levels(one, heads(one)), "resolution.xhtml")
    assert len(found) + sum(len(entry.children) for entry in found) == listed


def test_contents_of_twice_the_paragraphs_take_twice_the_steps() -> None:
    """Lines of Python that run, in place of seconds: to ask for each paragraph after all others takes four times."""

    def count_steps(paragraphs: int) -> int:
        numbered = (Paragraph(Role.OPERATIVE, (Text("Decides"),), f"{n}.", id=f"op-{n}") for n in range(paragraphs))
        one, lang, steps = resolution(*numbered), load_language("en"), 0

        def trace(_frame: object, _event: str, _value: object) -> Callable[..., Any]:
            nonlocal steps
            steps += 1
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            build_contents(one, lang, {}, "resolution.xhtml")
        finally:
            sys.settrace(before)
        return steps

    small = count_steps(100)
    assert count_steps(200) < 2.2 * small


@pytest.mark.parametrize(("words", "is_long"), [(20, False), (60, True)])
def test_a_title_of_many_lines_is_set_in_smaller_type(words: int, is_long: bool) -> None:
    assert is_long_title((Text("title " * words),), load_language("en")) is is_long


LONG = (
    "消除一切形式种族主义、种族歧视、仇外心理和相关不容忍行为以及全面执行和贯彻落实《德班宣言和行动纲领》的全球具体行动"
)


@pytest.mark.parametrize("text", ["增进人权领域的国际合作", LONG, LONG * 2, "Combating glorification of Nazism " * 6])
def test_title_on_the_cover_fits_in_even_lines(text: str) -> None:
    lines = fit_lines(UNBREAKABLE_PIECE.findall(text), TITLE_BOX)
    assert "".join("".join(lines.lines).split()) == "".join(text.split())
    assert len(lines.lines) * lines.leading <= TITLE_BOX.height
    widths = [width_of(line) for line in lines.lines]
    assert max(widths) * lines.size <= LINE_MEASURE
    assert not any(line[0] in "，。、》」）" for line in lines.lines)
    assert widths[-1] * 2 >= max(widths) or len(widths) == 1


def test_symbol_on_the_cover_stays_in_one_line_where_it_can_be_read() -> None:
    assert fit_lines(UNBREAKABLE_SYMBOL_PIECE.findall("A/RES/77/213"), SYMBOL_BOX).lines == ("A/RES/77/213",)
    assert fit_lines(UNBREAKABLE_SYMBOL_PIECE.findall("A/CONF.157/24 (Part I)/Corr.1"), SYMBOL_BOX).lines == (
        "A/CONF.157/24",
        "(Part I)/Corr.1",
    )


def test_no_level_of_headings_is_skipped() -> None:
    """A document may begin with a heading of low rank; the one after it may not jump either."""
    one = resolution(*(Heading(rank, (Text("题"),), id=f"h-{n}") for n, rank in enumerate((3, 3, 4, 2, 4, 3), 1)))
    assert list(find_heading_levels(one, heads(one)).values()) == [2, 2, 3, 2, 3, 3]


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("en", "Fiji, Malta (on behalf of the keepers) and Tuvalu: revised draft resolution", True),
        ("en", "[on the report of the Third Committee: draft resolution (A/77/1)]", False),
        ("en", "[without reference to a Main Committee (A/73/L.8 and A/73/L.8/Add.1)]", False),
        ("fr", "Albanie et Zambie\u00a0: projet de résolution", True),
        ("es", "Albania y Zambia: proyecto de resolución", True),
        ("ru", "Албания и Мальта: проект резолюции", True),
        ("ar", "ألبانيا ومالطة: مشروع قرار", True),
        ("zh", "阿尔巴尼亚和马耳他：决议草案", True),
        ("zh", "阿尔巴尼亚和马耳\u2060他\u2060：决议\u2060草案", True),  # as set for print
        ("de", "Albanien und Malta: Resolutionsentwurf", True),
        ("de", "Dritter Ausschuss", False),
    ],
)
def test_sponsors_of_a_draft_are_told_from_a_committee(code: str, line: str, expected: bool) -> None:
    assert is_sponsors_line(line, load_language(code)) is expected


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Chile, Costa Rica]", [("Chile,", " ", True), ("Costa Rica]", "", True)]),
        ("科特迪瓦、阿根廷。", [("科特迪瓦、", "", True), ("阿根廷。", "", True)]),
        (" شيلي، كوت ديفوار", [("", " ", False), ("شيلي،", " ", True), ("كوت ديفوار", "", True)]),
        ("Chile Malta " * 9, [(("Chile Malta " * 9).strip(), " ", False)]),  # a list whose commas were lost
        (", ", [(",", " ", True)]),
    ],
)
def test_a_list_of_voters_is_parted_between_names(text: str, pieces: list[tuple[str, str, bool]]) -> None:
    assert list(part_voters(text)) == pieces
    assert "".join(name + gap for name, gap, _ in part_voters(text)) == text


@pytest.mark.parametrize(
    ("code", "line", "parts"),
    [
        ("en", "Keeping of the lamps in all harbours", ["Keeping", "of the lamps", "in all harbours"]),
        ("en", "Lamps of the seventy-eighth session", ["Lamps", "of the seventy-\u2060eighth", "session"]),
        ("es", "aprobada por la Asamblea General de ayer", ["aprobada", "por la Asamblea General", "de ayer"]),
        ("fr", "adoptée par le Conseil économique et social", ["adoptée", "par le Conseil économique et social"]),
        ("ru", "Содействие работе в гаванях и на маяках", ["Содействие", "работе", "в гаванях", "и на маяках"]),
        ("zh", "关于 2030 年 议程", ["关于", "2030", "年", "议程"]),
    ],
)
def test_a_line_of_a_masthead_breaks_by_sense(code: str, line: str, parts: list[str]) -> None:
    assert [part.replace("\u00a0", " ") for part in bind_line(line, load_language(code)).split(" ")] == parts


def test_a_title_binds_names_as_long_as_half_a_line_at_most() -> None:
    name = "Lamp Office of the Northern Harbours and Southern Islands"
    (text,) = set_title((Text(name),), load_language("en"), is_paper=True)
    assert isinstance(text, Text)
    assert 1 < len(text.text.split(" ")) < len(name.split(" "))
    assert set_title((Text(name),), load_language("en"), is_paper=False) == (Text(name),)


def test_ordinals_of_a_masthead_are_raised() -> None:
    line = set_line("Adoptée à sa 9031e séance", load_language("fr"), is_paper=False)
    assert [type(item).__name__ for item in line] == ["Text", "Styled", "Text"]


@pytest.mark.parametrize(
    ("code", "title", "printed", "flowing"),
    [
        ("fr", "Phares, 77e session", "Phares, 77|e| session", "Phares, 77|e| session"),
        ("es", "Informe sobre su 73a sesión", "Informe sobre su 73|a| sesión", "Informe sobre su 73|a| sesión"),
        ("zh", "灯塔会议的后续行动", "灯+塔会+议+的后+续行+动", "灯塔会议的后续行动"),
        ("en", "Lamps of 7 October 2022", "Lamps of 7_October 2022", "Lamps of 7 October 2022"),
    ],
)
def test_an_entry_of_a_list_has_raised_ordinals_and_ends_no_line_within_a_word(
    code: str, title: str, printed: str, flowing: str
) -> None:
    """Raised endings stand between strokes, a joiner is +, a no-break space _."""
    for is_paper, expected in ((True, printed), (False, flowing)):
        entry = set_entry(title, load_language(code), is_paper=is_paper)
        assert (
            "|".join(spell_inlines((item,)) for item in entry).replace("\u2060", "+").replace("\u00a0", "_") == expected
        )


@pytest.mark.parametrize(
    ("words", "expected"), [("Decides as follows:", True), ("决定如下：", True), ("Decides: lamps.", False)]
)
def test_a_paragraph_that_ends_in_a_colon_leads_in_the_next(words: str, expected: bool) -> None:
    assert is_lead_in((Text(words),)) is expected
