"""Mends by one click: what a paragraph is, without a word lost; where a mended paragraph came from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engross.cli.desk.trace import trace_document
from engross.editions.write.yaml import write_yaml
from engross.model.notice import Code, Refusal
from engross.model.request import Request
from engross.model.text import folded_streams, spell_inlines
from engross.model.tree import Heading, Paragraph, Resolution, Role, Style, Styled
from engross.model.walk import blocks_of
from engross.passes import report_faults
from engross.pipeline.desk import Mend, mend_resolution, understand_document, write_document_yaml
from engross.pipeline.desk.divide import find_division_places
from engross.pipeline.desk.lead_words import find_word_ends
from engross.pipeline.read import understand_request

DRAFT = """\
symbol: A/RES/99/7
language: en
body:
- enacting: The General Assembly,
- preambular: '*Recalling* its resolution 98/1,[^1]'
  notes:
  - '1': See A/98/7.
- heading: Lamps
- number: '1.'
  operative: '*Decides* that lamps be lit:'
  under:
  - number: (a)
    point: At dusk;
  - number: (b)
    point: In fog;
  - number: (c)
    point: At dawn.
- number: '2.'
  operative: 'Keepers of the lamps of small islands'
"""
# Nothing stands above that a block could be a point of, or go on from: enacting words, a heading.
IMPOSSIBLE = {("point", "pp-1"), ("join", "pp-1"), ("point", "op-1"), ("join", "op-1"), ("point", "op-1-a")}


def read(text: str, tmp_path: Path, name: str = "a.resolution.yaml") -> Resolution:
    return understand_request(Request(tmp_path / name, None, Path(), data=text.encode())).resolution


@pytest.fixture
def draft(tmp_path: Path) -> Resolution:
    return read(DRAFT, tmp_path)


def show(resolution: Resolution) -> list[str]:
    """Return each block as a line: kind, number, words."""
    return [
        f"{'heading' if isinstance(b, Heading) else b.role.value} {b.number} {spell_inlines(b.content, calls=False)}"
        for b in blocks_of(resolution)
        if isinstance(b, Heading | Paragraph)
    ]


@pytest.mark.parametrize("kind", ["heading", "preambular", "operative", "plain", "point", "join"])
@pytest.mark.parametrize("name", ["pp-1", "op-1", "op-1-a", "op-1-b", "op-2"])
def test_no_mend_loses_a_word_or_moves_one(draft: Resolution, kind: str, name: str, tmp_path: Path) -> None:
    """Where it can be done at all; what is written is read again as the same words."""
    if (kind, name) in IMPOSSIBLE:
        with pytest.raises(Refusal) as refused:
            mend_resolution(draft, Mend(kind, name))
        assert refused.value.hint
        return
    mended = mend_resolution(draft, Mend(kind, name))
    before, after = folded_streams(draft), folded_streams(mended)
    assert (after.body, after.notes) == (before.body, before.notes)
    again = folded_streams(read(write_yaml(mended), tmp_path))
    assert (again.body, again.notes) == (before.body, before.notes)


def test_point_becomes_a_paragraph_and_takes_what_follows_it(draft: Resolution) -> None:
    mended = mend_resolution(draft, Mend("operative", "op-1-b"))
    assert show(mended)[3:] == [
        "operative 1. Decides that lamps be lit:",
        "point (a) At dusk;",
        "operative (b) In fog;",
        "point (c) At dawn.",
        "operative 2. Keepers of the lamps of small islands",
    ]


def test_paragraph_becomes_a_point_of_the_one_above(draft: Resolution) -> None:
    mended = mend_resolution(draft, Mend("point", "op-2"))
    top = mended.parts[0].body[-1]
    assert isinstance(top, Paragraph)
    assert [child.number for child in top.children if isinstance(child, Paragraph)] == ["(a)", "(b)", "(c)", "2."]


def test_text_under_a_paragraph_becomes_a_point_there(draft: Resolution) -> None:
    plain = mend_resolution(draft, Mend("join", "op-1-c"))
    (op,) = [block for block in plain.parts[0].body if block.id == "op-1"]
    assert isinstance(op, Paragraph)
    first = replace(op.children[0], role=Role.PLAIN) if isinstance(op.children[0], Paragraph) else op.children[0]
    body = tuple(replace(op, children=(first, *op.children[1:])) if one is op else one for one in plain.parts[0].body)
    changed = replace(plain, parts=(replace(plain.parts[0], body=body),))
    mended = mend_resolution(changed, Mend("point", first.id))
    assert "point (a) At dusk;" in show(mended)
    assert show(mended) == show(plain)


def test_paragraphs_are_joined_with_their_number(draft: Resolution) -> None:
    assert "point (c) At dawn. 2. Keepers of the lamps of small islands" in show(
        mend_resolution(draft, Mend("join", "op-2"))
    )
    joined = mend_resolution(draft, Mend("join", "op-1-a"))
    assert "operative 1. Decides that lamps be lit: (a) At dusk;" in show(joined)


@pytest.mark.parametrize(
    ("text", "opening", "expected"),
    [  # None: what is offered there is no paragraph, and only a person can know
        ("*Decides* to wait; (a) At dusk;", "(a) At", ["operative 2. Decides to wait;", "point (a) At dusk;"]),
        ("*Decides* to wait; *Asks* all.", "Asks", ["operative 2. Decides to wait;", "operative  Asks all."]),
        ("*Decides* to wait; 3. *Asks* all.", "3. Asks", ["operative 2. Decides to wait;", "operative 3. Asks all."]),
        ("*Decides* (see 5. above) to wait, and", "5. above", None),
    ],
)
def test_paragraph_is_divided_where_another_begins(
    text: str, opening: str, expected: list[str] | None, tmp_path: Path
) -> None:
    draft = read(DRAFT.replace("'Keepers of the lamps of small islands'", f"'{text}'"), tmp_path)
    (block,) = [one for one in blocks_of(draft) if one.id == "op-2"]
    assert isinstance(block, Paragraph)
    places = {shown: count for count, shown in find_division_places(spell_inlines(block.content))}
    (count,) = [count for shown, count in places.items() if shown.startswith(opening)]
    mended = mend_resolution(draft, Mend("divide", "op-2", str(count)))
    assert folded_streams(mended).body == folded_streams(draft).body
    if expected:
        assert show(mended)[-2:] == expected
        assert show(read(write_yaml(mended), tmp_path))[-2:] == expected


def test_point_within_a_point_stands_beside_it_when_it_is_divided(tmp_path: Path) -> None:
    within = DRAFT.replace("At dusk;", "At dusk; (b) In fog;")
    draft = read(within.replace("(b)\n    point: In fog", "(c)\n    point: At noon"), tmp_path)
    ((count, shown),) = find_division_places("At dusk; (b) In fog;")
    assert shown == "(b) In fog;"
    assert show(mend_resolution(draft, Mend("divide", "op-1-a", str(count))))[4:7] == [
        "point (a) At dusk;",
        "point (b) In fog;",
        "point (c) At noon;",
    ]


@pytest.mark.parametrize("value", ["", "0", "99", "-1", "x", "9" * 200])
def test_paragraph_is_not_divided_where_no_word_ends(draft: Resolution, value: str) -> None:
    with pytest.raises(Refusal, match="no such place") as refused:
        mend_resolution(draft, Mend("divide", "op-2", value))
    assert refused.value.hint


def test_paragraphs_that_were_joined_are_divided_again(draft: Resolution) -> None:
    joined = mend_resolution(draft, Mend("join", "op-1-b"))
    ((count, _),) = find_division_places("At dusk; (b) In fog;")
    assert show(mend_resolution(joined, Mend("divide", "op-1-a", str(count)))) == show(draft)


def test_heading_and_paragraph_become_each_other(draft: Resolution) -> None:
    (name,) = [block.id for block in blocks_of(draft) if isinstance(block, Heading)]
    assert "operative  Lamps" in show(mend_resolution(draft, Mend("operative", name)))
    mended = mend_resolution(draft, Mend("heading", "op-2"))
    last = list(blocks_of(mended))[-1]
    (rank,) = [block.rank for block in blocks_of(draft) if isinstance(block, Heading)]
    assert isinstance(last, Heading)
    assert (last.number, last.rank) == ("2.", rank)


def test_first_words_become_lead_words(draft: Resolution) -> None:
    def lead(resolution: Resolution) -> list[str]:
        (block,) = [one for one in blocks_of(resolution) if one.id == "op-2" and isinstance(one, Paragraph)]
        return [spell_inlines(i.content) for i in block.content if isinstance(i, Styled) and i.style is Style.LEAD]

    once = mend_resolution(draft, Mend("lead", "op-2", "3"))
    assert lead(once) == ["Keepers of the"]
    assert lead(mend_resolution(once, Mend("lead", "op-2", "1"))) == ["Keepers"]
    assert lead(mend_resolution(once, Mend("lead", "op-2", "0"))) == []


def test_words_end_before_their_marks() -> None:
    assert [("Recalling, too: all"[:end]) for end in find_word_ends("Recalling, too: all")] == [
        "Recalling",
        "Recalling, too",
        "Recalling, too: all",
    ]
    assert [("重申，A/77 号"[:end]) for end in find_word_ends("重申，A/77 号")] == [
        "重",
        "重申",
        "重申，A/77",
        "重申，A/77 号",
    ]


def test_identity_is_mended(draft: Resolution) -> None:
    assert str(mend_resolution(draft, Mend("symbol", value="A/C.3/77/L.9")).symbol) == "A/C.3/77/L.9"
    assert mend_resolution(draft, Mend("language", value="fr")).language == "fr"
    titled = mend_resolution(draft, Mend("title", value=" Lamps  of the coast "))
    assert spell_inlines(titled.full_title) == "Lamps of the coast"
    masthead = replace(draft.masthead, other=("Lamps of the coast", "Agenda"))
    moved = mend_resolution(replace(draft, masthead=masthead), Mend("title", value="Lamps of the coast"))
    assert moved.masthead.other == ("Agenda",)
    for mend in (Mend("symbol", value="lamp"), Mend("language", value="xx"), Mend("join", "op-99")):
        with pytest.raises(Refusal) as refused:
            mend_resolution(draft, mend)
        assert refused.value.hint


def test_role_of_a_block_is_as_asked(draft: Resolution) -> None:
    mended = mend_resolution(draft, Mend("preambular", "op-2"))
    assert [b.role for b in mended.parts[0].body if isinstance(b, Paragraph)][-1] is Role.PREAMBULAR


def test_mended_paragraphs_keep_their_place_in_the_source(tmp_path: Path) -> None:
    origin = Request(tmp_path / "a.resolution.yaml", None, Path(), data=DRAFT.encode())
    first = {block["id"]: block["line"] for block in understand_document(origin)["blocks"]}
    text = write_document_yaml(origin, "join", "op-1-b")
    mended = Request(tmp_path / "b.resolution.yaml", None, Path(), data=text.encode())
    traced = trace_document(understand_document(mended), understand_document(origin))["blocks"]
    assert {block["id"]: block["line"] for block in traced if block["id"] in ("pp-1", "op-1", "op-1-a", "op-2")} == {
        name: first[name] for name in ("pp-1", "op-1", "op-1-a", "op-2")
    }


GAP = """\
symbol: A/RES/99/7
language: {language}
body:
- number: '{first}'
  operative: One;
- plain: Two;
- number: '{third}'
  operative: Three.
"""


@pytest.mark.parametrize(
    ("language", "first", "second", "third"),
    [("en", "1.", "2.", "3."), ("ar", "١ -", "٢ -", "٣ -"), ("en", "9.", "10.", "11."), ("zh", "1．", "2．", "3．")],
)
def test_lost_number_is_given_as_its_neighbours_are_spelled(
    language: str, first: str, second: str, third: str, tmp_path: Path
) -> None:
    draft = read(GAP.format(language=language, first=first, third=third), tmp_path)
    (lost,) = [block.id for block in blocks_of(draft) if isinstance(block, Paragraph) and block.role is Role.PLAIN]
    mended = mend_resolution(draft, Mend("operative", lost))
    assert [block.number for block in mended.parts[0].operative] == [first, second, third]
    assert Code.NUMBER_LOST not in [notice.code for notice in report_faults(mended)]


def test_paragraph_without_its_number_is_told_and_not_the_one_behind(tmp_path: Path) -> None:
    text = GAP.format(language="en", first="1.", third="3.")
    known = understand_document(Request(tmp_path / "a.resolution.yaml", None, Path(), data=text.encode()))
    (told,) = [one for one in known["notices"] if one["severity"] == "warning"]
    (lost,) = [block for block in known["blocks"] if block["text"] == "Two;"]
    assert (told["code"], told["id"], lost["lost"]) == ("number-lost", lost["id"], "2.")


def test_numbers_are_given_taken_away_and_counted_on(draft: Resolution) -> None:
    def numbers(resolution: Resolution) -> list[str]:
        return [block.number for block in resolution.parts[0].operative]

    assert numbers(mend_resolution(draft, Mend("number", "op-2", "7"))) == ["1.", "7."]
    assert numbers(mend_resolution(draft, Mend("number", "op-2", " 2 bis. "))) == ["1.", "2 bis."]
    assert numbers(mend_resolution(draft, Mend("number", "op-2"))) == ["1.", ""]
    seventh = mend_resolution(draft, Mend("number", "op-1", "7"))
    assert numbers(mend_resolution(seventh, Mend("number-onwards", "op-2"))) == ["7.", "8."]
    for wrong in (Mend("number", "op-2", "lamps"), Mend("number-onwards", "pp-1"), Mend("number", "op-9", "2.")):
        with pytest.raises(Refusal) as refused:
            mend_resolution(draft, wrong)
        assert refused.value.hint


@pytest.mark.parametrize("kind", ["heading", "lead", "operative", "number", "join", "point"])
def test_paragraph_that_is_gone_is_told(draft: Resolution, kind: str) -> None:
    with pytest.raises(Refusal, match="no such paragraph"):
        mend_resolution(draft, Mend(kind, "op-99", "2"))


def test_remarks_on_the_source_stay_until_they_are_mended(tmp_path: Path) -> None:
    """A mend makes a YAML of the document, whose reader has nothing to say of the file that it came from."""
    text = "A/C.3/99/L.7\n\nThe General Assembly,\n\nRecalling its resolution 77/213,\n\n1. Decides to wait;\n\n"
    text += "Lamps of the coast\n\n3. Requests the keepers to report.\n"
    source = Request(tmp_path / "draft.txt", None, Path(), data=text.encode("utf-16"))
    origin = understand_document(source)
    assert {"encoding", "lead-guessed", "number-lost"} <= {one["code"] for one in origin["notices"]}
    (lost,) = [one["id"] for one in origin["notices"] if one["code"] == "number-lost"]
    mended = write_document_yaml(source, "operative", lost)
    known = understand_document(Request(tmp_path / "b.resolution.yaml", None, Path(), data=mended.encode()))
    kept = [one["code"] for one in trace_document(known, origin)["kept"]]
    assert {"encoding", "lead-guessed"} <= set(kept)
    assert not {"number-lost", "number-order"} & {*kept, *(one["code"] for one in known["notices"])}


@pytest.mark.parametrize(("name", "original"), [("a.resolution.yaml", "it was written from"), ("a.txt", "printed")])
def test_advice_names_what_a_person_with_such_a_file_has(name: str, original: str, tmp_path: Path) -> None:
    yaml = GAP.format(language="en", first="1.", third="3.").replace("- plain: Two;\n", "")
    text = "A/RES/99/7\n\nThe General Assembly,\n\nNoting,\n\n1. Decides one;\n\n3. Decides three.\n"
    data = (yaml if name.endswith("yaml") else text).encode()
    known = understand_document(Request(tmp_path / name, None, Path(), data=data))
    (advice,) = [one["hint"] for one in known["notices"] if one["code"] == "number-order"]
    assert f"compare with the {'document that ' * name.endswith('yaml')}{original}" in advice


def test_what_is_not_sure_says_what_it_may_be(tmp_path: Path) -> None:
    sample = Path(__file__).parent.parent / "samples" / "A_RES_77_213.zh.txt"
    known = understand_document(Request(sample, None, Path()))
    assert (known["symbol"], known["organ"], known["counts"]["operative"]) == ("A/RES/77/213", "大会", 17)
    weighed = [block for block in known["blocks"] if "margin" in block]
    assert len(weighed) > 30
    assert all(block["margin"] > 0 and block["other"] for block in weighed)
    styled = understand_document(Request(tmp_path / "a.resolution.yaml", None, Path(), data=DRAFT.encode()))
    assert not any("margin" in block for block in styled["blocks"])
