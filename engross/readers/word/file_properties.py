"""Read the properties in which engross keeps what is known of a document and its words do not say."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.text import digest_statements
from engross.model.tree import Facts, Masthead, Part
from engross.readers.word.package import WordPackage

PROPERTIES_PART = "docProps/custom.xml"
PROPERTIES_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"


def read_file_properties(package: WordPackage) -> dict[str, str]:
    """Return the properties of a file by their names; none if it has no part for them."""
    root = package.tree(PROPERTIES_PART)
    elements = () if root is None else root.iterfind(f"{{{PROPERTIES_NAMESPACE}}}property")
    return {one.get("name", ""): "".join(one.itertext()).strip() for one in elements}


def complete_facts(facts: Facts, package: WordPackage, masthead: Masthead, parts: tuple[Part, ...]) -> Facts:
    """Return facts, those that the words do not say from the properties of the file.

    Where the lines that state facts are those that engross wrote, nobody has edited them, and the properties hold.
    """
    properties = read_file_properties(package)
    statements = digest_statements(masthead, (line for part in parts for line in part.closing))
    facts = Facts() if properties.get("statements") == statements else facts
    known: dict[str, Any] = {name: value for name, value in properties.items() if name in Facts.__slots__}
    if "meeting" in known:
        known["meeting"] = int(known["meeting"]) if known["meeting"].isdecimal() else None
    if "resumed" in known:
        known["resumed"] = known["resumed"] == "True"
    if "subjects" in known:
        known["subjects"] = tuple(known["subjects"].split("\n"))
    if "committee_report" in known:
        known["committee_report"] = ()
        with suppress(InvalidSymbol):
            known["committee_report"] = tuple(map(parse, properties["committee_report"].split("\n")))
    return replace(facts, **{name: value for name, value in known.items() if not getattr(facts, name)})
