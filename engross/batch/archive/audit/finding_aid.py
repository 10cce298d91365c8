"""Which packages should stand in a folder, by the finding aids of runs beside them (EAD 3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree

from engross.model.notice import Refusal
from engross.model.tree import Where

AID_PATTERN = "*.finding-aid.xml"
AID_HINT = "take it from another copy of the packages, or archive the run again"
DAO = "{*}dao"  # where what is described is


def list_packages(aid: Path) -> Iterator[str]:
    """Yield the paths of the packages that a finding aid lists, below its folder. Raises Refusal if it is none."""
    try:
        root = etree.parse(aid, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except (OSError, etree.XMLSyntaxError) as error:
        what = f"it does not say which packages there should be: {getattr(error, 'strerror', '') or error}"
        raise Refusal(what, AID_HINT, Where(str(aid))) from None
    for element in root.iter(DAO):
        href = urlsplit(element.get("href") or "")
        path = PurePosixPath(unquote(href.path))
        is_elsewhere = href.scheme or href.netloc or path.is_absolute() or ".." in path.parts
        if path.parts and not is_elsewhere:
            yield path.as_posix()
