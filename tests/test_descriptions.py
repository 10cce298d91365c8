"""Descriptions of packages: as they stand in the cases, held to schemas, to the rules of the library, and read back."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pymarc
import pytest
from lxml import etree

from engross.batch.archive.descriptions import describe_package, make_aid_entry, make_finding_aid
from engross.batch.archive.descriptions.marc import make_marc_record
from engross.batch.archive.package import (
    Agent,
    FileRole,
    Package,
    PackagedVersion,
    PackageFacts,
    Validation,
    pack_bytes,
)
from engross.batch.library import AdoptionRecord, Document, HeldVersion
from engross.batch.library.values import VoteTally
from tests.cases import HERE, expect, folders

CASES = folders("descriptions")
GRAMMARS = Path(__file__).parent / "grammars"
GRAMMAR_BY_NAME = {"dublin-core.xml": "oai_dc", "marc.xml": "marc21slim"}
SCHEMAS = Path(__file__).parent.parent / "engross" / "batch" / "archive" / "schemas"
DOCUMENT_DEFAULTS: dict[str, Any] = dict.fromkeys(
    ("symbol", "address", "organ", "session", "adopted", "issued", "meeting_record", "draft"), ""
) | {"agenda_items": (), "subjects": (), "committee_reports": (), "meeting": None}


@cache
def read_package(folder: Path) -> Package:
    """Return the package that a case describes."""
    data = tomllib.loads((folder / "in.toml").read_text("utf-8"))
    versions = tuple(map(make_version, data["versions"]))
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in data["document"].items()}
    document = Document(**(DOCUMENT_DEFAULTS | values), versions=tuple(version.held for version in versions))
    files = tuple(
        pack_bytes(one["path"], FileRole(one["role"]), one["path"].encode(), one["media_type"]) for one in data["files"]
    )
    facts = PackageFacts(
        document,
        versions,
        tuple(Agent(**one) for one in data.get("agents", ())),
        tuple(Validation(**one | {"findings": tuple(one.get("findings", ()))}) for one in data.get("validations", ())),
        data.get("date", ""),
    )
    return Package(data["identifier"], data["name"], files, facts)


def make_version(data: dict[str, Any]) -> PackagedVersion:
    adoption = dict(data.get("adoption", {}))
    tallies = (VoteTally(one["kind"], one["count"], tuple(one["names"])) for one in adoption.pop("tallies", ()))
    code = data["language"]
    held = HeldVersion(code, code, data["title"], code, "", "", (), agenda_title=data.get("agenda_title", ""))
    record = AdoptionRecord(**adoption, tallies=tuple(tallies))
    return PackagedVersion(held, f"{code}/source/", "0.2.0", record, tuple(data.get("cited", ())))


@cache
def describe(folder: Path) -> dict[str, bytes]:
    return {file.name: file.data for file in describe_package(read_package(folder))}


@cache
def read_grammar(name: str) -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(GRAMMARS / f"{name}.rng"))


def assert_valid(schema: etree.RelaxNG | etree.XMLSchema, data: bytes) -> None:
    schema.validate(etree.fromstring(data))
    assert [str(error) for error in schema.error_log] == []


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_descriptions(folder: Path, accept: bool) -> None:
    """Each is as in the case, and the same each time."""
    for name, data in describe(folder).items():
        expect(folder / name, data.decode("utf-8"), accept)
    assert {file.name: file.data for file in describe_package(read_package(folder))} == describe(folder)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_dublin_core_and_marc_are_of_their_grammars(folder: Path) -> None:
    """The schemas of OAI and of the Library of Congress are in no package: the grammars here say the same."""
    for name, grammar in GRAMMAR_BY_NAME.items():
        assert_valid(read_grammar(grammar), describe(folder)[name])


def test_grammars_find_what_is_wrong() -> None:
    three = describe(next(folder for folder in CASES if folder.name == "three-languages"))
    spoilt = {
        "dublin-core.xml": (b"dc:rights", b"dc:right"),
        "marc.xml": (b'code="a"', b'code=""'),
    }
    for name, (old, new) in spoilt.items():
        assert not read_grammar(GRAMMAR_BY_NAME[name]).validate(etree.fromstring(three[name].replace(old, new)))


@cache
def read_premis_schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "premis.xsd"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_premis_is_of_its_schema(folder: Path) -> None:
    """The schema of PREMIS 3.0 is the Library of Congress's own."""
    data = describe(folder)["premis.xml"]
    assert_valid(read_premis_schema(), data)
    assert not read_premis_schema().validate(etree.fromstring(data.replace(b"premis:size", b"premis:weight")))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_links_of_premis_lead_somewhere(folder: Path) -> None:
    """Every event names agents and objects that are there; every file is an object with its digests."""
    root = etree.fromstring(describe(folder)["premis.xml"])
    spaces = {"p": "http://www.loc.gov/premis/v3"}
    objects = set(root.xpath("//p:objectIdentifierValue/text()", namespaces=spaces))
    agents = set(root.xpath("//p:agentIdentifierValue/text()", namespaces=spaces))
    related = "//p:relatedObjectIdentifierValue/text()|//p:linkingObjectIdentifierValue/text()"
    package = read_package(folder)
    sources = {version.source for version in package.facts.versions}  # cases name no file of it
    assert set(root.xpath(related, namespaces=spaces)) - sources <= objects
    assert set(root.xpath("//p:linkingAgentIdentifierValue/text()", namespaces=spaces)) <= agents
    digests = set(root.xpath("//p:messageDigest/text()", namespaces=spaces))
    assert digests == {digest for file in package.files for digest in (file.sha256, file.sha512)}
    events: Counter[str] = Counter(root.xpath("//p:eventType/text()", namespaces=spaces))
    assert events["creation"] == len(package.facts.versions)
    assert events["validation"] == len(package.facts.validations)


read_marc_xml: Any = pymarc.parse_xml_to_array  # half of pymarc has types


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_marc_is_read_back_as_it_was_meant(folder: Path, tmp_path: Path) -> None:
    """By pymarc, from XML and once more from ISO 2709."""
    path = tmp_path / "marc.xml"
    path.write_bytes(describe(folder)["marc.xml"])
    (record,) = read_marc_xml(str(path))
    (again,) = pymarc.MARCReader(record.as_marc())
    meant = make_marc_record(read_package(folder))
    for read in (record, again):
        assert read is not None
        fields = [field for field in read.fields if field.tag != "008"]
        assert [
            (field.tag, "".join(field.indicators), tuple((one.code, one.value) for one in field.subfields))
            for field in fields
        ] == [(field.tag, field.indicators, field.subfields) for field in meant.fields]
        assert read["008"].data == meant.fixed
        assert len(meant.fixed) == 40
        assert str(read.leader)[5:8] == "nam"


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_marc_keeps_the_rules_of_the_library(folder: Path) -> None:
    rules = tomllib.loads((HERE / "descriptions" / "marc-rules.toml").read_text("utf-8"))
    package = read_package(folder)
    fields = make_marc_record(package).fields
    assert list(find_broken_rules(rules, fields, package.facts.document)) == []


def find_broken_rules(rules: dict[str, Any], fields: Any, document: Document) -> Any:
    counts = Counter(field.tag for field in fields)
    left = rules["by_cataloguer"]
    yield from (f"{tag} is the cataloguer's" for tag in left if counts[tag])
    for tag, rule in ((tag, rule) for tag, rule in rules.items() if tag != "by_cataloguer"):
        needed = rule.get("required") or (rule.get("required_with_body") and document.organ)
        needed = needed or (rule.get("required_with_date") and (document.issued or document.adopted))
        if needed and not counts[tag]:
            yield f"{tag} is missing"
        if rule.get("once") and counts[tag] > 1:
            yield f"{tag} is there {counts[tag]} times"
    for field in fields:
        rule = rules.get(field.tag)
        if rule is None:
            yield f"{field.tag} has no rule"
            continue
        codes = [code for code, _ in field.subfields]
        yield from (f"{field.tag} ${code}" for code in codes if code not in rule["subfields"])
        yield from (f"{field.tag} lacks ${code}" for code in rule.get("needed", "") if code not in codes)
        if "first" in rule and field.indicators[0] not in rule["first"]:
            yield f"{field.tag} {field.indicators}"
        for code, value in field.subfields:
            pattern, words = rule.get("matches", {}).get(code), rule.get("one_of", {}).get(code)
            if (pattern and not re.fullmatch(pattern, value)) or (words and value not in words):
                yield f"{field.tag} ${code} {value}"


def test_finding_aid(accept: bool) -> None:
    """EAD3 has no schema in a package: the grammar here says as much of it as is written."""
    packages = [read_package(folder) for folder in CASES]
    entries = [make_aid_entry(package, package.name) for package in packages]
    made = make_finding_aid(entries, "Resolutions & decisions")
    expect(HERE / "descriptions" / made.name, made.data.decode("utf-8"), accept)
    assert_valid(read_grammar("ead3"), made.data)
    assert not read_grammar("ead3").validate(etree.fromstring(made.data.replace(b"unittitle", b"untitle")))
    assert made.data.count(b"<c02 ") == len(packages)
    assert make_finding_aid(entries, "Resolutions & decisions") == made
