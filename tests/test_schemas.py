"""Every JSON that engross writes has a schema that describes each of its properties, and no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from engross.cli.program import run_command_line
from engross.model import adoption, tree
from engross.model.schemas import list_schemas, schema_path
from tests.authority import open_authority
from tests.cases import HERE, folders
from tests.test_build import FONTS, SAMPLE
from tests.test_concord import source
from tests.test_record import RECORD
from tests.test_record import SOURCE as VOTED

NAMES = sorted(list_schemas())
CASES = [
    HERE / "structure" / case / "in.xml" for case in ("akn-omnibus", "akn-uneven-table", "akn-annexes", "akn-lists")
]
FRESH = [name for name in NAMES if name not in ("agenda", "resolution")]  # of YAML: test_packet.py, test_yaml.py


@cache
def read_schema(name: str) -> Any:
    return json.loads(schema_path(name).read_text("utf-8"))


def objects(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each schema of an object with properties, and its path in the whole."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield path.rpartition("/$defs/")[2] or "top", node
        for key, value in node.items():
            yield from objects(value, f"{path}/{key}")


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_valid_closed_and_described(name: str) -> None:
    schema = read_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.schema.json"
    for place, node in objects(schema):
        assert node["additionalProperties"] is False, place
        assert {*node.get("required", ())} <= {*node["properties"]}, place
        for key, value in node["properties"].items():
            assert name == "resolution" or value.get("description"), (place, key)


def test_definitions_of_a_name_are_the_same_in_every_schema() -> None:
    known: dict[str, Any] = {}
    for name in FRESH:
        for key, value in read_schema(name).get("$defs", {}).items():
            assert known.setdefault(key, value) == value, (name, key)


def test_values_of_the_document_are_those_of_the_model() -> None:
    """A field that is added or removed there is one here."""
    classes = {**vars(adoption), **vars(tree)}
    definitions = read_schema("document")["$defs"]
    described = {name: {*node["properties"]} - {"is"} for name, node in definitions.items() if name[0].isupper()}
    modelled = {name: {field.name for field in fields(classes[name]) if field.name != "where"} for name in described}
    assert described == modelled


ALLOWANCE = '[[allow]]\ndocument = "A/RES/80/21"\naspect = "notes"\nplace = "pp-1"\nlanguages = ["en"]\nreason = "so"\n'


def versions(folder: Path) -> list[Path]:
    """Return two versions of one document that differ, and one of a document without another."""
    alone = source(folder, "fra")
    alone.write_text(alone.read_text("utf-8").replace("80/21", "80/22"), "utf-8")
    return [source(folder, "ara", target="A/HRC/RES/79/12"), source(folder, "eng"), alone]


class Run:
    """The program, run here; what it prints as JSON."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def lines(self, *words: object) -> list[Any]:
        self.capsys.readouterr()
        run_command_line("engross", [str(word) for word in words])
        return [json.loads(line) for line in self.capsys.readouterr().out.splitlines()]

    def whole(self, *words: object) -> Any:
        self.capsys.readouterr()
        run_command_line("engross", [str(word) for word in words])
        return json.loads(self.capsys.readouterr().out)


@pytest.fixture
def documents(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[Any]]:
    """Return, for each schema, what the program writes of several cases; and of some that go wrong."""
    run = Run(capsys)
    broken = tmp_path / "broken.txt"
    broken.write_text("Minutes\n")
    sources = [SAMPLE, VOTED, *CASES]
    made: dict[str, list[Any]] = {name: [] for name in FRESH}
    run_folder, fonts = tmp_path / "run", ("--fonts", FONTS)
    data = tmp_path / "data.json"
    data.write_text(RECORD, "utf-8")
    recorded = ("--with-record", "--records", data)
    made["build-line"] = run.lines("build", *sources, broken, "--to", "json", "-o", tmp_path / "b", *recorded, *fonts)
    made["corpus-line"] = run.lines("corpus", *sources, broken, "--to", "json", "-o", run_folder, "-j", "1", *fonts)
    made["find-line"] = run.lines("find", "the", "--to", "json", "-o", run_folder)
    made |= archive_builds(run, tmp_path, fonts)
    made["volume-line"] = run.lines(
        "volume", SAMPLE, VOTED, "--bound", "--to", "json", "--title", "Both", "-o", tmp_path / "v.pdf", "-j1", *fonts
    )
    lamps = HERE / "compilation" / "lamps" / "en"
    made["volume-line"] += run.lines("volume", lamps, "--to", "json", "-o", tmp_path / "book.pdf", "-j", "1", *fonts)
    made["compilation"] = [json.loads((tmp_path / "book.json").read_text("utf-8"))]
    packet_words = ("--to", "json", "-o", tmp_path / "packet.pdf", "-j", "1", *fonts)
    made["packet-line"] = run.lines("packet", SAMPLE, "A/RES/99/9", "--languages", "zh,en", *packet_words)
    made["booklet-line"] = run.lines("booklet", tmp_path / "v.pdf", broken, "--to", "json", "-o", tmp_path / "p")
    (tmp_path / "b").joinpath("stray.epub").write_bytes(b"PK")
    made["check-line"] = run.lines("check", tmp_path / "b", "--to", "json", "-j", "1")
    kept = tmp_path / "validation.json"
    run_text(run, "check", tmp_path / "b", "--to", "json", "-o", kept, "-j", "1")
    made["validation"] = [json.loads(kept.read_text("utf-8"))]
    altered = tmp_path / "altered.yaml"
    altered.write_text(run_text(run, "read", SAMPLE, "--to", "yaml").replace("年", "月"), "utf-8")
    made["comparison"] = [run.whole("compare", SAMPLE, altered, "--to", "json")]
    allow = ("--allow", tmp_path / "allow.toml")
    allow[1].write_text(ALLOWANCE)
    made["concordance"] = [
        run.whole("concord", *versions(tmp_path), broken, "--to", "json", "-o", tmp_path / "c", *allow)
    ]
    for case in folders("redline"):
        versions_of_case, folder = sorted(case.glob("[123].yaml")), tmp_path / "r"
        made["build-line"] += run.lines(
            "redline", *versions_of_case, "-e", "json", "-o", folder, "--to", "json", *fonts
        )
    pair = [HERE / "parallel" / "zh-en" / f"{name}.yaml" for name in ("first", "second")]
    made["build-line"] += run.lines("parallel", *pair, "-e", "epub", "-o", tmp_path / "b", "--to", "json", *fonts)
    made["redline"] = [json.loads(path.read_text("utf-8")) for path in sorted((tmp_path / "r").rglob("*.redline.json"))]
    made["corpus-report"] = [json.loads((run_folder / "corpus-report.json").read_text("utf-8"))]
    made["corpus-index"] = [json.loads((run_folder / "corpus-index.json").read_text("utf-8"))]
    for path in sorted((tmp_path / "b").rglob("*")):
        if path.name == "report.json":
            made["report"].append(json.loads(path.read_text("utf-8")))
        elif path.name.endswith((".symbols.json", ".record.json")):
            made[path.name.split(".")[-2]].append(json.loads(path.read_text("utf-8")))
        elif path.suffix == ".pdf":
            made["document"].append(attached_document(path))
    return made


def archive_builds(run: Run, folder: Path, fonts: tuple[object, ...]) -> dict[str, list[Any]]:
    """Return what is written of the packages of builds, one of which is damaged."""
    packages = folder / "packages"
    made = {"archive-line": run.lines("archive", folder / "b", "--to", "json", "-o", packages, *fonts)}
    voting_data = next(packages.rglob("source/data.json"))
    package = next(above for above in voting_data.parents if above.parent == packages)
    (folder / "authority").mkdir()
    with open_authority(folder / "authority") as authority:
        made["seal-line"] = run.lines("seal", package, "--timestamp", authority.tsa, "--to", "json")
    next(package.rglob("*.symbols.csv")).write_bytes(b"")
    made["audit-line"] = run.lines("audit", package, "--to", "json")
    made["verify-line"] = run.lines("verify", package, "--to", "json", *fonts)
    for name in ("BUILDINFO", "provenance"):
        found = sorted(packages.rglob(f"{name}.json"))
        made[name.lower()] = [json.loads(path.read_text("utf-8")) for path in found]
    return made


def run_text(run: Run, *words: object) -> str:
    run.capsys.readouterr()
    run_command_line("engross", [str(word) for word in words])
    return run.capsys.readouterr().out


def attached_document(path: Path) -> Any:
    """Return the structured document that is attached to a PDF."""
    with pikepdf.open(path) as pdf:
        (name,) = (name for name in pdf.attachments if name.endswith(".json"))
        return json.loads(pdf.attachments[name].get_file().read_bytes())


def watch_properties(schema: Any, met: set[int]) -> Any:
    """Return the validator of a schema that adds the identity of each property that an instance has to ``met``."""
    check_properties = Draft202012Validator.VALIDATORS["properties"]

    def look(validator: Any, properties: Any, instance: Any, node: Any) -> Any:
        met.update(id(value) for key, value in properties.items() if isinstance(instance, dict) and key in instance)
        return check_properties(validator, properties, instance, node)

    return extend(Draft202012Validator, {"properties": look})(schema)


@pytest.mark.process
@pytest.mark.slow
def test_what_is_written_is_what_its_schema_says(documents: dict[str, list[Any]]) -> None:
    """Every JSON is valid, and every property that a schema has stands in one of them."""
    for name in FRESH:
        schema = read_schema(name)
        met: set[int] = set()
        validator = watch_properties(schema, met)
        assert documents[name], name
        for document in documents[name]:
            errors = [f"{error.json_path}: {error.message}"[:300] for error in validator.iter_errors(document)]
            assert errors == [], name
        unmet = {
            f"{place}.{key}"
            for place, node in objects(schema)
            for key, value in node["properties"].items()
            if id(value) not in met and not place[0].isupper()  # values of the model are held to it above
        }
        assert unmet == set(), name


def test_schema_command_lists_and_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line("engross", ["schema"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == NAMES
    assert run_command_line("engross", ["schema", "Report"]) == 0
    assert json.loads(capsys.readouterr().out) == read_schema("report")
    assert run_command_line("engross", ["schema", "reports"]) == 2
    assert "is report meant?" in capsys.readouterr().err
