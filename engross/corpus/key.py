"""What a document's editions depend on, as one hash: its source, the options, the looks, the fonts, engross itself.

All by content: a file that was only touched has not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from engross import assets
from engross.corpus.item import Item, data_of
from engross.corpus.worker import Order
from engross.records import beside

LEFT_OUT = ("__pycache__", ".pyc", "corpus", "volume", "serve", "check")  # what no edition depends on


def keys(found: Iterable[Item], order: Order) -> dict[str, str]:
    """The key of each source by its name; a source that cannot be read has a key that nothing stands under."""
    house = _house(order)
    return {item.name: _key(item, house) for item in found}


def _key(item: Item, house: bytes) -> str:
    try:
        data = data_of(item)
    except Exception:  # noqa: BLE001 # whatever is wrong with it, the worker says it in its place
        return ""
    name = f"{item.name}\0{item.path.suffix}\0{item.twin}\0{_records(item.path.parent)}".encode()
    return hashlib.sha256(house + hashlib.sha256(data).digest() + name).hexdigest()


@cache
def _records(folder: Path) -> str:
    """The hash of the data that lie beside the sources of a folder; "" where there are none."""
    files = beside(folder / "source")
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest() if files else ""


def _house(order: Order) -> bytes:
    """All that is the same for every document of a run."""
    digest = hashlib.sha256(repr(replace(order, out=Path(), fonts=Path())).encode())
    for path in _files(order):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()


def _files(order: Order) -> Iterator[Path]:
    for folder in (assets.PACKAGE, assets.templates(), assets.styles(), order.fonts):
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not _left_out(path, folder))


def _left_out(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.suffix in LEFT_OUT or any(part in LEFT_OUT or part.startswith(".") for part in parts)
