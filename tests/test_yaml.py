"""YAML to edit: each folder under cases/yaml has a file, the structure it must be read as, and its rewritten form."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from engross.editions.dump import dump_reading
from engross.editions.write.yaml import write_json, write_yaml
from engross.grammars.language import load_language
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.request import Request
from engross.model.text import spell_inlines
from engross.model.tree import Paragraph, Source
from engross.model.walk import blocks_of, remove_places
from engross.passes import run_passes
from engross.pipeline.read import read_as
from engross.readers import structure
from engross.readers.load import load_source
from engross.readers.yaml import PART_KEYS, TOP_KEYS
from engross.readers.yaml.blocks import CELL_KEYS, HEADING_KEYS, PARAGRAPH_KEYS, ROLES_BY_KEY, RUN_KEYS, TABLE_KEYS
from engross.readers.yaml.metadata import FACTS_KEYS, MASTHEAD_KEYS
from engross.readers.yaml.record import BALLOT_KEYS, OUTCOMES_BY_NAME, RECORD_KEYS, STEP_KEYS
from engross.verify.integrity import compare_with_source
from tests.cases import expect, folders
from tests.corpus import CORPUS, SESSION
from tests.test_build import SAMPLE

SCHEMA = json.loads(Path("engross/model/schemas/resolution.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def reading_of(path: Path) -> Reading:
    """Return the reading of a file after all passes."""
    return run_passes(structure(load_source(path)[0], Overrides()))


def read_again(text: str) -> Reading:
    """Return the reading of YAML text after all passes."""
    return run_passes(structure(Source("again.resolution.yaml", "", "yaml", text.encode(), text), Overrides()))


def faults(text: str) -> list[str]:
    """Return the schema's objections to YAML text, as an editor would show them."""
    data = YAML(typ="safe", pure=True).load(text)
    return [error.message for error in VALIDATOR.iter_errors(keyed(data))]


def keyed(data: Any) -> Any:
    """Return the value as in JSON: every key a string, and every date too, as in YAML 1.2."""
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, dict):
        return {str(key): keyed(value) for key, value in data.items()}
    return [keyed(item) for item in data] if isinstance(data, list) else data


def test_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("folder", folders("yaml"), ids=lambda f: f.name)
def test_yaml(folder: Path, accept: bool) -> None:
    source = folder / "in.resolution.yaml"
    reading = reading_of(source)
    assert compare_with_source(reading) == ()
    expect(folder / "out.txt", dump_reading(reading), accept)
    written = write_yaml(reading.resolution)
    expect(folder / "out.resolution.yaml", written, accept)
    again = read_again(written)
    assert remove_places(again.resolution) == remove_places(reading.resolution)
    assert write_yaml(again.resolution) == written
    assert (faults(source.read_text("utf-8")), faults(written)) == ([], [])


@pytest.mark.parametrize("name", ["in.json", "standard-input", "in.txt"])
@pytest.mark.parametrize("folder", folders("yaml"), ids=lambda f: f.name)
def test_json_of_ours_is_read_as_the_same_resolution_whatever_its_name(folder: Path, name: str, tmp_path: Path) -> None:
    resolution = reading_of(folder / "in.resolution.yaml").resolution
    path = tmp_path / name
    path.write_text(write_json(resolution), "utf-8")
    again = reading_of(path)
    assert load_source(path)[0].format == "json"
    assert remove_places(again.resolution) == remove_places(resolution)
    assert compare_with_source(again) == ()
    assert write_json(again.resolution) == path.read_text("utf-8")


@pytest.mark.parametrize("folder", folders("yaml"), ids=lambda f: f.name)
def test_yaml_of_ours_is_read_without_a_name_that_tells(folder: Path, tmp_path: Path) -> None:
    """Standard input has none; a text whose words look like a key stays a text."""
    path = tmp_path / "standard-input"
    path.write_text(write_yaml(reading_of(folder / "in.resolution.yaml").resolution), "utf-8")
    assert load_source(path)[0].format == "yaml"
    path.write_text("symbol: A/RES/77/213\nResolution adopted by the General Assembly\n", "utf-8")
    assert load_source(path)[0].format == "text"


def test_json_that_is_no_resolution_is_refused_by_its_key(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text('{\n  "engross": "0.1.0"\n}\n')
    with pytest.raises(Refusal, match="2:3: the document: the key “engross” is not known here"):
        reading_of(path)


def test_schema_knows_every_key_of_the_reader_and_no_other() -> None:
    defs, top = SCHEMA["$defs"], SCHEMA["properties"]
    paragraphs = {role: {*defs[role]["properties"]} for role in ROLES_BY_KEY}
    assert {*top} == TOP_KEYS | {"parts"}
    assert {*top["masthead"]["properties"]} == MASTHEAD_KEYS
    assert {*top["facts"]["properties"]} == FACTS_KEYS
    assert {*top["parts"]["items"]["properties"]} == PART_KEYS
    assert paragraphs == {role: {role, "number", "notes", "under"} for role in ROLES_BY_KEY}
    assert {*ROLES_BY_KEY, "number", "notes", "under"} == PARAGRAPH_KEYS
    assert {*defs["heading"]["properties"]} == HEADING_KEYS
    assert {*defs["table"]["properties"]} == TABLE_KEYS
    assert {*defs["cell"]["then"]["properties"]} == CELL_KEYS
    assert {*defs["run"]["anyOf"][1]["properties"]} == RUN_KEYS
    record = top["record"]["properties"]
    assert {*record} == RECORD_KEYS
    assert {*defs["ballot"]["properties"]} == BALLOT_KEYS
    assert {*record["steps"]["items"]["properties"]} == STEP_KEYS
    assert {*record["outcome"]["enum"]} == {*OUTCOMES_BY_NAME}
    assert top["organ"]["enum"] == [*load_language("en").words["organs"]]


BASE = "symbol: A/RES/80/1\nlanguage: en\n"
WRONG = {
    "unknown key": (BASE + "boddy: []\n", "in.yaml:3:1: the document: the key “boddy” is not known here"),
    "no symbol": ("language: en\n", "in.yaml:1:1: the document: the symbol is missing"),
    "two kinds": (
        BASE + "body:\n- plain: a\n  point: b\n",
        "in.yaml:4:3: body[1]: the block is point and plain at once",
    ),
    "no kind": (BASE + "body:\n- number: a\n", "in.yaml:4:3: body[1]: the block does not say what it is"),
    "rank": (
        BASE + "body:\n- heading: a\n  rank: 6\n",
        "in.yaml:5:9: body[1].rank: “6” is no whole number from 1 to 5",
    ),
    "resumed": (BASE + "facts:\n  resumed: maybe\n", "in.yaml:4:12: facts.resumed: “maybe” is neither true nor false"),
    "date": (BASE + "facts: {adopted: 15.12.2025}\n", "in.yaml:3:18: facts.adopted: “15.12.2025” is no date"),
    "align": (BASE + "body:\n- table: [[{align: top}]]\n", "in.yaml:4:20: body[1].table[1][1].align: cells are not"),
    "list": (BASE + "body:\n- table: words\n", "in.yaml:4:10: body[1].table: expected a list"),
    "words": (BASE + "body:\n- plain: [a]\n", "in.yaml:4:10: body[1].plain: expected a single value"),
    "notes": (BASE + "body:\n- plain: a\n  notes: [b]\n", "in.yaml:5:11: body[1].notes[1]: expected one number"),
    "closing": (BASE + "closing:\n- heading: a\n", "in.yaml:4:3: closing[1]: a closing line is neither heading nor"),
    "beside": (BASE + "body: []\nparts:\n- number: A\n", "in.yaml:3:7: body: it stands beside parts"),
    "no parts": (BASE + "parts: []\n", "in.yaml:3:8: parts: there are no parts"),
    "no rows": (BASE + "body: [{table: []}]\n", "in.yaml:3:8: body[1]: the table has no rows"),
    "outcome": (BASE + "record: {outcome: lost}\n", "in.yaml:3:19: record.outcome: “lost” is no outcome"),
    "step": (BASE + "record: {steps: [by: a]}\n", "in.yaml:3:18: record.steps[1]: expected what the step came to"),
    "count": (BASE + "record: {against: {count: few}}\n", "in.yaml:3:27: record.against.count: “few” is no whole"),
    "organ": (BASE + "organ: GA\n", "in.yaml:3:8: organ: “GA” is no organ"),
    "no organ": (BASE + "organ:\n", "in.yaml:4:1: organ: the organ is missing"),
    "run": (BASE + "title: {notes: []}\n", "in.yaml:3:8: title: expected the text"),
}
# Errors that the schema cannot find: it knows YAML's values, not the marks in them.
BEYOND = {
    "twice": (BASE + "symbol: A/RES/80/2\n", "in.yaml:3:1: the document: the key “symbol” is given twice"),
    "language": (
        "symbol: A/RES/80/1\nlanguage: xx\n",
        "in.yaml:2:11: language: engross has no words for language “xx”",
    ),
    "symbol": ("symbol: A/RES\nlanguage: en\n", "in.yaml:1:9: symbol: no document symbol: expected a number"),
    "mark": (
        BASE + "body:\n- plain: >-\n    one line\n    and *one more\n",
        "in.yaml:6:9: body[1].plain: “*” is not closed",
    ),
    "call": (BASE + "body:\n- plain: a[^4]\n", "in.yaml:4:10: body[1].plain: note 4 is called but not listed"),
    "note": (
        BASE + "body:\n- plain: a\n  notes:\n  - 4: b\n",
        "in.yaml:6:8: body[1].notes[1]: nothing calls note 4",
    ),
    "nested": (
        BASE + "body:\n- plain: a[^1]\n  notes:\n  - 1: {plain: 'b[^2]', notes: [2: c]}\n",
        "in.yaml:6:16: body[1].notes[1].plain: a note calls a note",
    ),
    "cited": (BASE + "title: '[a](b)'\n", "in.yaml:3:13: title: “b” is neither an address nor a document symbol"),
    "style": (BASE + "title: '[a]{loud}'\n", "in.yaml:3:13: title: “loud” is not a style"),
    "ill-formed": (BASE + "title: a: b\n", "in.yaml:3:9: the YAML is ill-formed: mapping values are not allowed here"),
    "unclosed-to-end": (
        BASE + "title: 'a\nbody:\n- plain: b\n",
        "in.yaml:3:8: the YAML is ill-formed: the quotation mark",
    ),
    "unclosed-to-next": (
        BASE + "body:\n- plain: 'a\n  b\n- number: '1.'\n  operative: c\n",
        "in.yaml:4:10: the YAML is ill-formed: the quotation mark that opens here",
    ),
    "unclosed-to-apostrophe": (
        BASE + 'body:\n- plain: "a\n- preambular: b\n- preambular: the "word *is\n- plain: d\n',
        "in.yaml:4:10: the YAML is ill-formed: the quotation mark that opens here",
    ),
    "unclosed-and-well-formed": (
        BASE + "body:\n- plain: 'a\n- preambular: the rights of States'\n- plain: d\n",
        "in.yaml:4:10: the YAML is ill-formed: the quotation mark that opens here",
    ),
    "closed-early": (
        BASE + "title: 'the States' rights'\n",
        "in.yaml:3:8: the YAML is ill-formed: the quotation mark that opens here",
    ),
    "comma-missing": (
        BASE + "facts: {subjects: ['a' 'b']}\n",
        "in.yaml:3:24: the YAML is ill-formed: expected ',' or ']'",
    ),
    "anchor": (BASE + "title: &a b\nnumber: *a\n", "in.yaml:3:8: the value has the anchor “&a”"),
    "meeting": (
        BASE + f"facts: {{meeting: {'9' * 5000}}}\n",
        f"in.yaml:3:18: facts.meeting: “{'9' * 60}…” is no whole",
    ),
    "empty": ("# nothing\n", "in.yaml: the file is empty"),
    "deep": ("[" * 5000, "in.yaml: the YAML cannot be read: maximum recursion depth exceeded"),
}


def refusal(text: str) -> Refusal:
    """Return the refusal of YAML text."""
    with pytest.raises(Refusal) as caught:
        structure(Source("in.yaml", "", "yaml", text.encode(), text), Overrides())
    return caught.value


def test_quoted_text_on_several_lines_is_read() -> None:
    text = BASE + "body:\n- plain: 'The following: a\n    title - not: a key'\n- plain: \"it''s\n\n    two\"\n"
    blocks = blocks_of(structure(Source("in.yaml", "", "yaml", text.encode(), text), Overrides()).resolution)
    words = [spell_inlines(block.content) for block in blocks if isinstance(block, Paragraph)]
    assert words == ["The following: a title - not: a key", "it''s\ntwo"]


def test_first_lines_hold_on_any_machine() -> None:
    """The schema is named as a file beside, never by this machine's path; how to get it stands below."""
    lines = read_as(Request(SAMPLE, Path(), Path()), "yaml").text.splitlines()
    assert lines[0] == "# yaml-language-server: $schema=resolution.schema.json"
    assert lines[1].endswith("engross schema resolution > resolution.schema.json")


@pytest.mark.slow
@pytest.mark.parametrize("name", [*WRONG, *BEYOND])
def test_wrong_values_are_refused_with_their_place_and_path(name: str) -> None:
    text, said = (WRONG | BEYOND)[name]
    error = refusal(text)
    assert str(error).startswith(said), str(error)
    assert error.hint


@pytest.mark.parametrize("name", WRONG)
def test_schema_refuses_what_the_reader_refuses(name: str) -> None:
    assert faults(WRONG[name][0])


@pytest.mark.slow
@pytest.mark.needs("corpus")
@pytest.mark.parametrize("language", ["Chinese", "English"])
def test_official_documents_come_back_from_yaml_as_they_were(language: str) -> None:
    """Every thirtieth file of the 77th session; the first ones of other organs."""
    others = [next((CORPUS / folder / language).glob("*.xml")) for folder in OTHERS]
    for path in [*sorted((SESSION / language).glob("*.xml"))[::30], *others]:
        resolution = reading_of(path).resolution
        written = write_yaml(resolution)
        again = read_again(written)
        assert remove_places(again.resolution) == remove_places(resolution), path.name
        assert compare_with_source(again) == (), path.name
        assert faults(written) == [], path.name


OTHERS = ("HRCresolutions/55session", "ECOSOCresolutions/2023", "SCresolutions/2022", "GAdecisions/77 session")


WITHIN = """\
symbol: E/RES/2025/9
language: en
organ: ecosoc
body:
- enacting: '*The Economic and Social Council*,'
- operative: '*Recommends* to the General Assembly the text that follows:'
  number: 1.
  under:
  - enacting: '*The General Assembly*,'
  - preambular: '*Recalling* its resolution [217 A (III)]({link}) and its resolution 70/1,'
"""


@pytest.mark.parametrize("link", ["A/RES/217 A (III)", "E/RES/217 A (III)"])
def test_what_a_text_within_a_text_cites_comes_back_as_it_was_told(link: str) -> None:
    """Its words are another organ's: what its own organ's numbers would mean is spelled out."""
    first = read_again(WITHIN.format(link=link))
    again = read_again(write_yaml(first.resolution))
    assert f"= {link}>" in dump_reading(again)
    assert remove_places(again.resolution) == remove_places(first.resolution)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (BASE + "organ: GA\n", "is “ga” meant?"),
        (BASE + "organ: ecosok\n", "is “ecosoc” meant?"),
        ("symbol: A/RES/80/1\nlanguage: EN\n", "is “en” meant?"),
        (BASE + "record: {outcome: Recorded}\n", "is “recorded” meant?"),
        (BASE + "body:\n- table: [[{align: centre}]]\n", "is “center” meant?"),
        (
            BASE + "organ: kestrel\n",
            (
                "write one of ga, sc, ecosoc, hrc, trusteeship, chr, unea, cop, cmp, cma, "
                "wha, ece, escap, escwa, eca, eclac, secretariat, treaty, other"
            ),
        ),
    ],
)
def test_a_wrong_value_has_the_nearest_that_is_allowed_beside_it(text: str, meant: str) -> None:
    assert refusal(text).hint == meant


def test_value_that_holds_itself_is_refused_where_it_stands() -> None:
    text = BASE + "title: &a\n- *a\n"
    with pytest.raises(Refusal, match="the value has the anchor “&a”"):
        structure(Source("in.yaml", "", "yaml", text.encode(), text), Overrides())
