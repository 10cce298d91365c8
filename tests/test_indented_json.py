"""Indented JSON has the bytes that the standard library writes."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engross.editions.indented_json import encode_indented

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner))


class Kind(StrEnum):
    NOTE = "note"


@given(VALUES)
def test_the_bytes_of_the_standard_library(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    assert encode_indented(value) == text.encode("utf-8", "surrogatepass")


def test_a_member_of_an_enumeration_is_its_value() -> None:
    assert encode_indented({"kind": Kind.NOTE, "empty": [{}, []]}) == (
        b'{\n  "kind": "note",\n  "empty": [\n    {},\n    []\n  ]\n}\n'
    )
