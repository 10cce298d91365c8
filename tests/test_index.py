"""The index of document symbols: groups, order, locators and pages."""

from __future__ import annotations

from itertools import count

import pytest

from engross.editions.index import build_index, paginate_index
from engross.editions.typeset import page_ranges
from engross.grammars.language import load_language
from engross.grammars.places import label_blocks
from engross.grammars.symbol import parse
from engross.model.book import IndexEntry, Locator, PageMap, SymbolIndex
from engross.model.tree import (
    Annex,
    Block,
    Cell,
    Citation,
    Heading,
    Inline,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Style,
    Styled,
    Table,
    Text,
)

_ids = count(1)


def cited(*symbols: str, words: str = "", organ: str = "") -> Citation:
    """Make a citation of documents, with an id of its own."""
    meant = tuple(map(parse, symbols))
    return Citation((Text(words or ", ".join(symbols)),), meant, organ, f"cite-{next(_ids)}")


def paragraph(
    *content: Inline, role: Role = Role.OPERATIVE, number: str = "", children: tuple[Block, ...] = ()
) -> Paragraph:
    """Make a paragraph of the body."""
    return Paragraph(role, content, number, children)


def numbered(number: str, name: str) -> Paragraph:
    """Make an operative paragraph with a number and an id."""
    return Paragraph(Role.OPERATIVE, (Text("Decides."),), number, id=name)


def resolution(*parts: Part, **more: object) -> Resolution:
    """Make a resolution of the Assembly."""
    return Resolution(parse("A/RES/77/1"), "en", "ga", parts, **more)  # type: ignore[arg-type]


def body(*blocks: Block) -> Resolution:
    """Make a resolution of one part."""
    return resolution(Part("77/1.", (Text("Title"),), blocks))


def labels(index: SymbolIndex) -> dict[str, list[str]]:
    """Return the labels of the locators of each entry."""
    return {entry.name: [place.label for place in entry.places] for entry in index.entries()}


EN = load_language("en")


def test_entries_stand_under_their_organs_in_natural_order() -> None:
    symbols = (
        "UNEP/EA.5/Res.14 A/RES/77/213 A/RES/77/9 A/77/10 A/HRC/RES/50/4 E/RES/2023/10 A/77/9/Add.1 A/77/9 CRC/C/GC/24"
    )
    text = paragraph(cited("S/RES/1325 (2000)"), *map(cited, symbols.split()))
    assert [(g.organ, g.name, [e.name for e in g.entries]) for g in build_index(body(text), EN).groups] == [
        ("ga", "General Assembly", ["A/77/9", "A/77/9/Add.1", "A/77/10", "A/RES/77/9", "A/RES/77/213"]),
        ("sc", "Security Council", ["S/RES/1325 (2000)"]),
        ("ecosoc", "Economic and Social Council", ["E/RES/2023/10"]),
        ("hrc", "Human Rights Council", ["A/HRC/RES/50/4"]),
        ("treaty", "Treaty bodies", ["CRC/C/GC/24"]),
        ("other", "Other", ["UNEP/EA.5/Res.14"]),
    ]


def test_names_and_addresses_are_in_the_readers_language() -> None:
    (group,) = build_index(body(paragraph(cited("A/HRC/RES/50/4"))), load_language("zh")).groups
    assert (group.name, group.entries[0].url) == ("人权理事会", "https://undocs.org/ch/A/HRC/RES/50/4")


def test_entry_keeps_the_words_of_its_first_place() -> None:
    first, second = cited("A/RES/70/1", words="70/1"), cited("A/RES/70/1")
    (entry,) = build_index(body(paragraph(first, number="1."), paragraph(second, number="2.")), EN).entries()
    assert (entry.printed, entry.name) == ("70/1", "A/RES/70/1")
    assert [(place.anchor, place.label) for place in entry.places] == [(first.id, "para. 1"), (second.id, "para. 2")]


def shown(index: SymbolIndex) -> dict[str, str]:
    """Return the places of each entry as the index shows them."""
    return {entry.name: "".join(place.words + place.after for place in entry.places) for entry in index.entries()}


def test_places_of_one_kind_are_named_once() -> None:
    preamble = [paragraph(cited("A/77/1"), role=Role.PREAMBULAR) for _ in range(3)]
    operative = [paragraph(cited("A/77/1"), number=f"{n}.") for n in (1, 2)]
    notes = paragraph(Note("4", (paragraph(cited("A/77/1")),)), Note("5", (paragraph(cited("A/77/1")),)), number="9.")
    text = body(*preamble, *operative, notes)
    places = "preambular paras. 1, 2 and\u00a03; paras. 1 and\u00a02; notes 4 and\u00a05"
    assert shown(build_index(text, EN)) == {"A/77/1": places}
    arabic = build_index(text, load_language("ar"))
    assert shown(arabic) == {"A/77/1": "الديباجة، الفقرات 1 و2 و3؛ الفقرتان 1 و2؛ الحاشيتان 4 و5"}


def test_places_in_a_quoted_draft_are_the_drafts_own() -> None:
    draft = (
        paragraph(Text("The General Assembly,"), role=Role.ENACTING),
        paragraph(cited("A/77/1"), role=Role.PREAMBULAR),
        paragraph(cited("A/77/2"), role=Role.PREAMBULAR),
        paragraph(cited("A/77/2"), number="8."),
    )
    recommending = paragraph(Text("Recommends:"), cited("A/77/3"), children=draft)
    assert labels(build_index(body(recommending), EN)) == {
        "A/77/1": ["draft, preambular para. 1"],
        "A/77/2": ["draft, preambular para. 2", "draft, para. 8"],
        "A/77/3": ["operative para."],
    }
    two = paragraph(Text("Recommends:"), number="2.", children=(*draft, *draft))
    assert labels(build_index(body(two), EN))["A/77/1"] == [
        "para. 2, draft 1, preambular para. 1",
        "para. 2, draft 2, preambular para. 1",
    ]


def test_of_several_annexes_each_is_named_as_printed() -> None:
    heads = [Heading(1, (Text(name),)) for name in ("Annex I", "Annex II")]
    first, second = (paragraph(cited(f"A/77/{n}"), number="3.") for n in (1, 2))
    text = resolution(Part("77/1.", (), (), annexes=(Annex((heads[0], first, heads[1], second)),)))
    assert labels(build_index(text, EN)) == {"A/77/1": ["Annex I, para. 3"], "A/77/2": ["Annex II, para. 3"]}


def test_note_of_a_table_is_named_by_its_mark() -> None:
    raised = [Styled(Style.SUPERSCRIPT, (Text(mark),)) for mark in "ab"]
    table = Table(((Cell((paragraph(Text("Ships"), *raised, role=Role.PLAIN),)),),))
    notes = (
        Paragraph(Role.PLAIN, (Text("See "), cited("A/77/1")), "a", id="first"),
        Paragraph(Role.PLAIN, (raised[1], Text(" See "), cited("A/77/2")), id="second"),
        Paragraph(Role.PLAIN, (Styled(Style.ITALIC, (Text("Source:"),)), cited("A/77/3")), id="source"),
        Paragraph(Role.OPERATIVE, (cited("A/77/4"),), "5.", id="paragraph"),
    )
    expected = {"A/77/1": "note a", "A/77/2": "note b", "A/77/3": "table", "A/77/4": "para. 5"}
    assert labels(build_index(body(table, *notes), EN)) == {name: [label] for name, label in expected.items()}
    annex = resolution(Part("77/1.", (), (), annexes=(Annex((table, *notes)),)))
    assert labels(build_index(annex, EN)) == {name: [f"annex, {label}"] for name, label in expected.items()}


def test_old_numbers_stand_first_and_names_in_natural_order() -> None:
    symbols = [cited(symbol) for symbol in ("A/RES/31/4", "A/RES/194(III)", "A/RES/181(II)A-B", "A/RES/3201(S-VI)")]
    named = [cited(words=words, organ="Conference of the Parties") for words in ("14/17", "14/4")]
    index = build_index(body(paragraph(*symbols, *named, cited(words="9/1"), number="1.")), EN)
    assert [entry.name for entry in index.entries()] == [
        "A/RES/181 A-B (II)",
        "A/RES/194 (III)",
        "A/RES/3201 (S-VI)",
        "A/RES/31/4",
        "9/1 (body not named)",
        "Conference of the Parties, 14/4",
        "Conference of the Parties, 14/17",
    ]


def test_paragraph_that_cites_twice_is_one_place() -> None:
    twice = (cited("A/RES/70/1"), Text(" and "), Styled(Style.ITALIC, (cited("A/RES/70/1"),)))
    (entry,) = build_index(body(paragraph(*twice, number="3.")), EN).entries()
    assert [(p.anchor, p.label) for p in entry.places] == [(twice[0].id, "para. 3")]


def test_place_is_on_all_pages_of_its_citations() -> None:
    """Unnumbered paragraphs of an annex share a label; none of their pages is lost."""
    one, two, three = cited("A/70/1"), cited("A/70/1"), cited("A/70/1")
    annex = Annex(tuple(paragraph(c, role=Role.PLAIN) for c in (one, two, three)))
    index = build_index(resolution(Part("77/1.", (), (), annexes=(annex,))), EN)
    assert labels(index) == {"A/70/1": ["annex"]}
    (entry,) = paginate_index(index, PageMap(9, (), ((one.id, 4), (two.id, 4), (three.id, 7)))).entries()
    assert list(entry.places[0].iter_pages()) == [(one.id, 4), (three.id, 7)]
    assert page_ranges(entry) == ((4, 4, one.id), (7, 7, three.id))


def test_citation_of_several_documents_is_an_entry_of_each() -> None:
    one = cited("A/77/L.3/Add.1", "A/77/L.3/Add.2", words="Add.1-2")
    entries = list(build_index(body(paragraph(one)), EN).entries())
    assert [(e.name, e.printed, e.places[0].anchor) for e in entries] == [
        ("A/77/L.3/Add.1", "Add.1-2", one.id),
        ("A/77/L.3/Add.2", "Add.1-2", one.id),
    ]


def test_unknown_series_is_listed_as_printed() -> None:
    unknown = cited(words="2000/22", organ="Sub-Commission")
    (group,) = build_index(body(paragraph(unknown, number="1.")), EN).groups
    assert (group.organ, group.entries) == (
        "other",
        (IndexEntry(None, "Sub-Commission, 2000/22", "", (Locator(unknown.id, "para. 1"),), (unknown.id,)),),
    )
    (entry,) = build_index(
        body(paragraph(cited(words="2000/22", organ="人权小组委员会"))), load_language("zh")
    ).entries()
    assert entry.name == "人权小组委员会第2000/22号"


def test_places_of_every_kind_have_their_labels() -> None:
    point = paragraph(cited("A/77/5"), role=Role.POINT, number="(a)")
    note = Note("2", (paragraph(cited("A/77/6"), role=Role.PLAIN),))
    table = Table(((Cell((paragraph(cited("A/77/7"), role=Role.PLAIN),)),),))
    blocks: tuple[Block, ...] = (
        paragraph(Text("The General Assembly, "), cited("A/77/1"), role=Role.ENACTING),
        paragraph(cited("A/77/2"), role=Role.PREAMBULAR),
        paragraph(cited("A/77/3"), role=Role.PREAMBULAR),
        paragraph(cited("A/77/4"), note, number="1.", children=(point,)),
        table,
        paragraph(cited("A/77/8"), role=Role.PLAIN),
    )
    citing = resolution(
        Part("77/1.", (cited("A/77/9"),), blocks, (paragraph(cited("A/77/10"), role=Role.CLOSING),)),
        masthead=Masthead(proponent=(cited("A/77/11"),)),
    )
    assert labels(build_index(citing, EN)) == {
        "A/77/1": ["opening words"],
        "A/77/2": ["preambular para. 1"],
        "A/77/3": ["preambular para. 2"],
        "A/77/4": ["para. 1"],
        "A/77/5": ["para. 1 (a)"],
        "A/77/6": ["note 2"],
        "A/77/7": ["table"],
        "A/77/8": ["text"],
        "A/77/9": ["title"],
        "A/77/10": ["closing lines"],
        "A/77/11": ["heading"],
    }


def test_single_operative_paragraph_has_no_number() -> None:
    assert labels(build_index(body(paragraph(cited("A/77/1"))), EN)) == {"A/77/1": ["operative para."]}


def test_sections_number_anew() -> None:
    citing = body(
        Heading(1, (cited("A/77/1"),), "I"),
        paragraph(cited("A/77/2"), number="1."),
        Heading(1, (Text("Second"),), "II"),
        paragraph(cited("A/77/2"), number="1."),
    )
    assert labels(build_index(citing, EN)) == {
        "A/77/1": ["sect. I"],
        "A/77/2": ["sect. I, para. 1", "sect. II, para. 1"],
    }


def test_parts_of_an_omnibus_resolution_go_by_their_letters() -> None:
    a, b = (
        Part(
            letter,
            (Text("Title"),),
            (paragraph(cited("A/77/1"), role=Role.PREAMBULAR), paragraph(cited("A/77/2"), number="1.")),
        )
        for letter in "AB"
    )
    assert labels(build_index(resolution(a, b), EN)) == {
        "A/77/1": ["resolution A, preambular para. 1", "resolution B, preambular para. 1"],
        "A/77/2": ["resolution A, para. 1", "resolution B, para. 1"],
    }


def test_parts_of_a_decision_are_called_decisions() -> None:
    a, b = (Part(letter, (Text("Title"),), (paragraph(cited("A/76/1"), number="1."),)) for letter in "AB")
    decision = Resolution(parse("A/DEC/76/416"), "en", "ga", (a, b))
    assert labels(build_index(decision, EN)) == {"A/76/1": ["decision A, para. 1", "decision B, para. 1"]}


@pytest.mark.parametrize(
    ("annexes", "expected"),
    [
        (1, {"A/77/1": ["annex"], "A/77/2": ["annex, para. 4"]}),
        (2, {"A/77/1": ["annex 1", "annex 2"], "A/77/2": ["annex 1, para. 4", "annex 2, para. 4"]}),
    ],
)
def test_annexes_go_by_their_numbers(annexes: int, expected: dict[str, list[str]]) -> None:
    def annex() -> Annex:
        head = Heading(1, (Text("Annex"), cited("A/77/1")))
        return Annex((head, paragraph(cited("A/77/2"), role=Role.PLAIN, number="4.")))

    citing = resolution(Part("77/1.", (), (), annexes=tuple(annex() for _ in range(annexes))))
    assert labels(build_index(citing, EN)) == expected


def test_pages_are_put_in_by_the_anchors() -> None:
    one, two = cited("A/77/1"), cited("A/77/1")
    index = build_index(body(paragraph(one, number="1."), paragraph(two, number="2.")), EN)
    assert [p.page for e in index.entries() for p in e.places] == [0, 0]
    (entry,) = paginate_index(index, PageMap(9, (), ((one.id, 3),))).entries()
    assert [p.page for p in entry.places] == [3, 0]


@pytest.mark.parametrize(
    ("on", "runs"),
    [
        ([], ()),
        ([0], ()),
        ([3], ((3, 3, "p0"),)),
        ([3, 3, 3], ((3, 3, "p0"),)),
        ([1, 2, 3, 5], ((1, 3, "p0"), (5, 5, "p3"))),
        ([5, 1, 2], ((1, 2, "p1"), (5, 5, "p0"))),
        ([1, 3, 4, 0, 4], ((1, 1, "p0"), (3, 4, "p1"))),
    ],
)
def test_pages_without_repeats_and_ranges_joined(on: list[int], runs: tuple[tuple[int, int, str], ...]) -> None:
    places = tuple(Locator(f"p{n}", "", page) for n, page in enumerate(on))
    assert page_ranges(IndexEntry(None, "", "", places)) == runs


def test_text_that_cites_nothing_has_an_empty_index() -> None:
    assert build_index(body(paragraph(Text("Decides."))), EN) == SymbolIndex()


def test_list_of_changes_names_places_as_the_index_does_but_headings_by_their_words() -> None:
    """Numbers that begin anew stand under their section, so that no two paragraphs have one name."""
    annex = Annex((Heading(1, (Text("Annex"),), id="h"), numbered("4.", "a4"), Table((), id="t")), id="annex")
    blocks = (
        Heading(1, (Text("First"),), "I", id="s1"),
        numbered("1.", "p1"),
        Heading(1, (Text("Second"),), "II", id="s2"),
        numbered("1.", "p2"),
    )
    assert label_blocks(resolution(Part("77/1.", (), blocks, annexes=(annex,), id="text")), EN) == {
        "text": "title",
        "s1": "heading “I First”",
        "p1": "sect. I, para. 1",
        "s2": "heading “II Second”",
        "p2": "sect. II, para. 1",
        "annex": "annex",
        "h": "annex, heading “Annex”",
        "a4": "annex, para. 4",
        "t": "annex, table",
    }
