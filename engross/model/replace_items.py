"""Replace the items of a value where they are other ones: what a pass leaves as it is stays the same object.

Most passes change little of a document: to make all of it anew in each took a fortieth of a build.
"""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import Any, TypeVar

from engross.model.tree import Block, Inline

Value = TypeVar("Value", bound=Block | Inline)


def replace_items(value: Value, **fields: tuple[Any, ...]) -> Value:
    """Return a block or inline with other items in some fields; itself where all of them are the very same."""
    if all(_has_same_items(getattr(value, name), items) for name, items in fields.items()):
        return value
    changed: dict[str, Any] = fields
    return replace(value, **changed)


def _has_same_items(before: tuple[Any, ...], items: tuple[Any, ...]) -> bool:
    return len(before) == len(items) and all(map(is_, before, items))
