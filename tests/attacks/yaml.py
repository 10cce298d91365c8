"""Mutations of YAML: of the types and values of its tree, of its lines and of its bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from functools import partial
from random import Random
from typing import Any

import ruamel.yaml

from tests.attacks.bytewise import TEXT_BYTES
from tests.attacks.hostile import pick_text, pick_value
from tests.attacks.mutation import Mutation
from tests.attacks.text import LINES, change_lines

Place = tuple[Any, Any]  # a map or a list, and a key or an index in it

KEYS = (
    "symbol language organ masthead facts parts record number title body closing annexes notes under heading table "
    "cell columns rows align rank heads plain operative point text adopted issued meeting resumed session outcome"
).split()
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
LINES_OF_YAML = (
    "<<: *x", "? - a", "- - - - -", "\tnumber: 1", "--- ", "...", "%YAML 1.1", "!!python/object/apply:os.system [id]",
    "x: !!binary aGk=", "symbol: A/RES/1/1", "&a *a", "organ: !!set {ga}", "date: 2022-12-15T00:00:00Z", "body: |+",
    "? {a: b}\n: c", "'': ''", "1: 2", "null: ~", "title: >-", "number: 0x1F", "title: \"\\ud800\"",
    "[", "]", "{", "\"",
    "merge: {<<: {a: b}}", "- ", "# x", LAUGHS, "[" * 400 + "]" * 400,
    "- " * 300 + "a", "a: " * 3, "{" * 2000,
)  # fmt: skip


def _places(data: Any) -> list[Place]:
    """Every place of a tree where a value stands."""
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    return [place for key in list(keys) for place in ((data, key), *_places(data[key]))]


def _value(random: Random) -> Any:
    """Choose a value of any type."""
    nested: Any = "a"
    for _ in range(random.choice((3, 40, 400))):
        nested = [nested] if random.random() < 0.5 else {"plain": "a", "under": nested}
    plain = [None, True, False, 0, -1, 3.5, float("nan"), float("inf"), 10**30, date(2022, 12, 15), "", "x" * 20_000]
    return random.choice([*plain, [], {}, [[]], {"": ""}, [None], nested, pick_text(random), pick_value(random)])


def change_value(random: Random, _: Any, place: Place) -> None:
    place[0][place[1]] = _value(random)


def drop_value(_: Random, __: Any, place: Place) -> None:
    del place[0][place[1]]


def copy_value(random: Random, data: Any, place: Place) -> None:
    """Put a value where another stands: an alias where it is no single one."""
    other = random.choice(_places(data))
    place[0][place[1]] = other[0][other[1]]


def wrap_value(random: Random, _: Any, place: Place) -> None:
    value = place[0][place[1]]
    place[0][place[1]] = [value] if random.random() < 0.5 else {random.choice(KEYS): value}


def rename_key(random: Random, _: Any, place: Place) -> None:
    holder, key = place
    if isinstance(holder, dict):
        value = holder.pop(key)
        holder[random.choice([*KEYS, f"{key}s", str(key).upper(), str(key)[:-1], 5, True, None])] = value


def add_key(random: Random, _: Any, place: Place) -> None:
    if isinstance(place[0], dict):
        place[0][random.choice(KEYS)] = _value(random)


TREE: dict[str, Callable[[Random, Any, Place], None]] = {
    "change value": change_value, "drop value": drop_value, "copy value": copy_value, "wrap value": wrap_value,
    "rename key": rename_key, "add key": add_key,
}  # fmt: skip


def change_tree(random: Random, data: bytes, change: Callable[[Random, Any, Place], None]) -> bytes:
    """Change the tree of a file and write it anew; one that cannot be read or written stays as it is."""
    try:
        tree = ruamel.yaml.YAML(typ="safe", pure=True).load(data.decode("utf-8"))
        if places := _places(tree):
            change(random, tree, random.choice(places))
        out = io.StringIO()
        writer = ruamel.yaml.YAML(typ="safe", pure=True)
        writer.default_flow_style = random.choice((True, False, None))
        writer.dump(tree, out)
    except Exception:  # noqa: BLE001  # the library's constructors raise whatever a broken value brings about
        return data
    return out.getvalue().encode("utf-8", "replace")


def put_in_yaml(random: Random, data: bytes) -> bytes:
    """Put a line in that says what YAML can and engross need not, as deep as the line before it."""
    lines = data.decode("utf-8", "replace").split("\n")
    at = random.randint(0, len(lines))
    before = lines[at - 1] if at else ""
    depth = random.choice(("", before[: len(before) - len(before.lstrip())]))
    return "\n".join([*lines[:at], depth + random.choice(LINES_OF_YAML), *lines[at:]]).encode("utf-8", "replace")


def change_tag(random: Random, data: bytes) -> bytes:
    """Put a tag, an anchor or an alias before a value."""
    said = random.choice(
        (b"!!int ", b"!!str ", b"!!python/name:os.system ", b"!x ", b"&a ", b"*a ", b"!!map ", b"!!null ", b"| ")
    )
    places = [n for n in range(len(data)) if data[n : n + 2] == b": "]
    at = random.choice(places) + 2 if places else 0
    return data[:at] + said + data[at:]


YAML: dict[str, Mutation] = {
    **{name: partial(change_tree, change=change) for name, change in TREE.items()},
    **{f"{name} ": partial(change_tree, change=change) for name, change in TREE.items()},  # twice as often
    "put in YAML": put_in_yaml,
    "change tag": change_tag,
    **{name: partial(change_lines, change=change) for name, change in LINES.items()},
    **TEXT_BYTES,
}
