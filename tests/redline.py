"""Tools of the tests of redlines: their text for an editor's eye, versions out of JSON and out of Word."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from engross.collate.redline import VersionText, make_redline
from engross.editions.export_redline import make_redline_json
from engross.model.book import Imprint
from engross.model.redline import Redline
from engross.model.request import Request
from engross.model.text import fold, iter_body_lines, spell_inlines
from engross.model.tree import Citation, Inline, Link, Note, Resolution, Source, Style, Styled
from engross.model.walk import runs_of_blocks
from engross.pipeline.read import understand_request

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKS = {
    Style.INSERTED: ("{+", "+}"),
    Style.DELETED: ("[-", "-]"),
    Style.INSERTED_LATER: ("{++", "++}"),
    Style.DELETED_LATER: ("[--", "--]"),
}


def redline_of(*resolutions: Resolution) -> Redline:
    """The redline of resolutions, the oldest first."""
    return make_redline([VersionText(each, Source("in", "", "yaml", b"", "")) for each in resolutions])


def redline_of_files(paths: Sequence[Path]) -> tuple[Redline, list[Resolution]]:
    """The redline of files, and what each of them is read as."""
    resolutions = [understand_request(Request(path, Path(), Path())).resolution for path in paths]
    return redline_of(*resolutions), resolutions


def show_redline(redline: Redline) -> str:
    """A redline as a text: its changes, then its lines with the marks of wdiff, doubled for the second step."""
    lines = [
        f"{change.step} {change.kind}: {change.place}{f' (was {change.place_before})' if change.place_before else ''}"
        f" [{change.before!r} → {change.after!r}]"
        for change in redline.changes
    ]
    lines.append("")
    for part in redline.resolution.parts:
        lines.append(f"{part.number} {_show_run(part.title)}")
        lines += _show_blocks((*part.body, *part.closing), redline, 0)
        for annex in part.annexes:
            lines += ["----", *_show_blocks(annex.blocks, redline, 0)]
    return "\n".join(lines) + "\n"


def _show_blocks(blocks: Sequence[Any], redline: Redline, depth: int) -> Iterator[str]:
    for block in blocks:
        if hasattr(block, "rows"):
            for row, span in zip(block.rows, redline.rows[block.id], strict=True):
                cells = (" ".join(_show_blocks(cell.blocks, redline, 0)) for cell in row)
                there = "" if span.end is None and not span.first else f" {span.first}-{span.end}"
                yield f"| {' | '.join(cells)} |{there}"
            continue
        history = redline.histories[block.id]
        numbers = " ".join(dict.fromkeys(filter(None, history.numbers)))
        moved = f"<moved: {history.moved}> " if history.moved else ""
        yield f"{'  ' * depth}{numbers} {moved}{_show_run(block.content)}".rstrip()
        yield from _show_blocks(getattr(block, "children", ()), redline, depth + 1)


def _show_run(content: Sequence[Inline]) -> str:
    pieces = []
    for item in content:
        if isinstance(item, Styled) and item.style in MARKS:
            before, after = MARKS[item.style]
            pieces.append(before + _show_run(item.content) + after)
        elif isinstance(item, Styled | Link | Citation):
            pieces.append(_show_run(item.content))
        elif isinstance(item, Note):
            pieces.append(f"[^{item.number} {' '.join(map(_show_run, runs_of_blocks(item.blocks)))}]")
        else:
            pieces.append(spell_inlines((item,)))
    return "".join(pieces)


def lines_of(resolution: Resolution) -> str:
    """The folded body of a resolution, calls as their numbers."""
    return fold("".join(line for _, line in iter_body_lines(resolution)))


def lines_out_of_json(redline: Redline, version: int) -> str:
    """The folded body of a version, put together from the pieces that the JSON says it has."""
    data = json.loads(make_redline_json(redline, Imprint("in", "", "0")))
    top = data["numbers"][version] + _pieces(data["title"], version, data)
    return fold(top + "".join(_items(data["text"], version, data)))


def _has(item: dict[str, Any], version: int) -> bool:
    return bool(item["first"] <= version < item.get("end", version + 1))


def _items(items: list[dict[str, Any]], version: int, data: dict[str, Any]) -> Iterator[str]:
    for item in items:
        if not _has(item, version):
            continue
        if item["is"] == "table":
            rows = (row for row in item["rows"] if _has(row, version))
            yield "".join(text for row in rows for cell in row["cells"] for text in _items(cell, version, data))
        elif item["is"] != "annex":
            yield item["numbers"][version] + _pieces(item["pieces"], version, data)


def _pieces(pieces: list[dict[str, Any]], version: int, data: dict[str, Any]) -> str:
    there = (piece for piece in pieces if _has(piece, version))
    return "".join(
        piece["text"] if "text" in piece else data["notes"][piece["note"]]["numbers"][version] for piece in there
    )


DELETED_TAGS = {f"{WORD}delText": f"{WORD}t", f"{WORD}delInstrText": f"{WORD}instrText"}


def settle_changes(data: bytes, *, accepts: bool) -> bytes:
    """A Word document with all its tracked changes accepted, or rejected, as ECMA-376 part 1, 17.13.5, has them."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name in ("word/document.xml", "word/footnotes.xml"):
                content = _settle_part(content, "del" if accepts else "ins", "ins" if accepts else "del")
            new.writestr(name, content)
    return out.getvalue()


def _settle_part(content: bytes, lost: str, kept: str) -> bytes:
    root: Any = etree.fromstring(content)
    for row in [row for row in root.iter(f"{WORD}tr") if row.find(f"{WORD}trPr/{WORD}{lost}") is not None]:
        row.getparent().remove(row)
    for run in [run for run in root.iter(f"{WORD}{lost}") if len(run)]:
        run.getparent().remove(run)
    for paragraph in [*root.iter(f"{WORD}p")]:
        if paragraph.find(f"{WORD}pPr/{WORD}rPr/{WORD}{lost}") is not None:
            assert not "".join(paragraph.itertext()), "a paragraph that goes has no text left"
            if paragraph.getparent() is not None and paragraph.getparent().tag != f"{WORD}tc":
                paragraph.getparent().remove(paragraph)
    for table in [table for table in root.iter(f"{WORD}tbl") if table.find(f"{WORD}tr") is None]:
        table.getparent().remove(table)
    for run in [run for run in root.iter(f"{WORD}{kept}") if len(run)]:
        parent, at = run.getparent(), run.getparent().index(run)
        parent[at : at + 1] = [*run]
    for mark in [*root.iter(f"{WORD}{kept}")]:
        mark.getparent().remove(mark)
    for text in root.iter(*DELETED_TAGS):
        text.tag = DELETED_TAGS[text.tag]
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
