"""A Resolution to YAML as a person edits it, and to JSON; ``structure/yaml`` reads it as the same resolution.

One screen of what is known of the document, then its paragraphs, each after its number. Words that the cite pass
finds anew stand plain; a citation is marked only where reading anew would give another.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json import dumps
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString

from engross import marks
from engross.adoption import Ballot, Record
from engross.citation import find_citations
from engross.language import Language, language
from engross.model import (
    Block,
    Cell,
    Citation,
    Facts,
    Heading,
    Inline,
    Link,
    Masthead,
    Note,
    Paragraph,
    Part,
    Resolution,
    Role,
    Styled,
    Table,
)
from engross.text import bare_words, spell
from engross.walk import blocks_of, inlines_of, joined

SCHEMA = Path(__file__).with_name("resolution.schema.json")
HEAD = "# yaml-language-server: $schema={schema}\n"
WIDTH = 100  # characters; longer words are folded at their spaces
SHORT = 80  # up to here words stand on the line of their key
ENTRY = re.compile(r"(?<!:\n)^(?=- \w+:)", re.MULTILINE)  # an entry of the body, of an annex or of the parts

Data = dict[str, Any]


def yaml(resolution: Resolution, schema: str = SCHEMA.name) -> str:
    """The YAML of a resolution that has gone through the passes; ``schema``: where editors find its JSON Schema."""
    out = io.StringIO()
    writer = YAML(typ="rt", pure=True)
    writer.width, writer.allow_unicode = WIDTH, True
    writer.dump(_Clerk(*_context(resolution)).document(resolution), out)
    return HEAD.format(schema=schema) + ENTRY.sub("\n", out.getvalue())


def json(resolution: Resolution) -> str:
    """The same values under the same keys as JSON."""
    document = _Clerk(*_context(resolution)).document(resolution)
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def _context(resolution: Resolution) -> tuple[Language, frozenset[str]]:
    """The language of a document, and the organs whose enacting words it has: its own, and those of texts within."""
    lang = language(resolution.language)
    openings = {bare_words(words): organ for organ, words in lang.words["enacting"].items()}
    enacting = (b for b in blocks_of(resolution) if isinstance(b, Paragraph) and b.role is Role.ENACTING)
    said = (bare_words(spell(block.content, calls=False)) for block in enacting)
    return lang, frozenset({resolution.organ, *(openings[words] for words in said if words in openings)})


@dataclass(frozen=True)
class _Clerk:
    """The language and the organs of a text: by them citations are found anew."""

    language: Language
    organs: frozenset[str]

    def document(self, resolution: Resolution) -> Data:
        """The whole document; a plain resolution's only part stands at the top."""
        known: Data = {
            "symbol": str(resolution.symbol),
            "language": resolution.language,
            "organ": resolution.organ,
            "masthead": self._masthead(resolution.masthead),
            "facts": _facts(resolution.facts),
        }
        known = {key: value for key, value in known.items() if value}
        record = {"record": _record(resolution.record)} if resolution.record else {}
        if len(resolution.parts) == 1 and not resolution.number and not resolution.title:
            return known | self._part(resolution.parts[0]) | record
        head = {"number": resolution.number, "title": self._titled(resolution.title)}
        return known | _said(head) | {"parts": [self._part(part) for part in resolution.parts]} | record

    def _masthead(self, masthead: Masthead) -> Data:
        lines = {name: getattr(masthead, name) for name in masthead.__slots__}
        lists = {name: list(lines[name]) for name in ("period", "other")}
        return _said(lines | {"proponent": self._titled(masthead.proponent)} | lists)

    def _part(self, part: Part) -> Data:
        return _said(
            {
                "number": part.number,
                "title": self._titled(part.title),
                "body": [self.block(block, Role.PLAIN) for block in part.body],
                "closing": [self.block(line, Role.CLOSING) for line in part.closing],
                "annexes": [[self.block(block, Role.PLAIN) for block in annex.blocks] for annex in part.annexes],
            }
        )

    def _titled(self, content: tuple[Inline, ...]) -> Any:
        """A title or another line of its own: its text, beside its notes where it has some."""
        text, notes = self._run(content)
        return {"text": text, "notes": notes} if notes else text

    def _run(self, content: tuple[Inline, ...]) -> tuple[str, list[Data]]:
        """The marked text of a run, and its notes in the order of their calls."""
        plain = self._plain(content)
        notes = [{item.number: self._blocks(item.blocks)} for item in inlines_of(plain) if isinstance(item, Note)]
        return _scalar(marks.write(plain)), notes

    def _plain(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """The run without the citations that its words alone tell."""
        text = spell(content, calls=False)
        found = frozenset.intersection(*(self._found(text, organ) for organ in self.organs))
        told = {id(item) for at, item in _placed(content, 0) if (*at, item.symbols, item.organ) in found}
        return joined(_without(content, told))

    def _found(self, text: str, organ: str) -> frozenset[tuple[Any, ...]]:
        """What a text cites where its words are those of an organ."""
        return frozenset((c.start, c.end, c.symbols, c.organ) for c in find_citations(text, self.language, organ))

    def _blocks(self, blocks: tuple[Block, ...]) -> Any:
        """What a note or a cell holds: its words alone where they are one plain paragraph."""
        written = [self.block(block, Role.PLAIN) for block in blocks]
        return written[0] if len(written) == 1 and isinstance(written[0], str) and written[0] else written

    def block(self, block: Block, role: Role) -> Any:
        """A block: its words alone where it is a bare paragraph in ``role``."""
        if isinstance(block, Table):
            rows = [[self._cell(cell) for cell in row] for row in block.rows]
            return {"table": rows} | _said({"heads": block.heads})
        text, notes = self._run(block.content)
        if isinstance(block, Heading):
            said = _said({"number": block.number}) | {"heading": text}
            return said | _said({"notes": notes}) | {"rank": block.rank}
        if block.role is role and not (block.number or notes or block.children) and text:
            return text
        under = [self.block(child, Role.PLAIN) for child in block.children]
        return _said({"number": block.number}) | {block.role.value: text} | _said({"notes": notes, "under": under})

    def _cell(self, cell: Cell) -> Any:
        inner = self._blocks(cell.blocks) or ""
        said = {"header": cell.header, "align": cell.align}
        spans = {name: span for name, span in (("columns", cell.columns), ("rows", cell.rows)) if span != 1}
        beside = _said(said) | spans
        return {"cell": inner} | beside if beside else inner


def _facts(facts: Facts) -> Data:
    known = {name: getattr(facts, name) for name in facts.__slots__}
    known |= {"committee_report": [str(symbol) for symbol in facts.committee_report], "subjects": list(facts.subjects)}
    return {name: value for name, value in known.items() if value or (value == 0 and value is not False)}


def _record(record: Record) -> Data:
    """What is on record of the adoption; it stands last, for it can be longer than the text."""
    known: Data = {name: getattr(record, name) for name in record.__slots__}
    known["outcome"] = record.outcome.value
    for name in ("in_favour", "against", "abstaining"):
        ballot: Ballot = known[name]
        counted = {} if ballot.count is None else {"count": ballot.count}
        known[name] = counted | _said({"voters": _side_by_side(ballot.voters)})
    known |= {name: str(known[name] or "") for name in ("meeting_record", "draft")}
    known |= {name: _side_by_side(known[name]) for name in ("sponsors", "additional_sponsors", "subjects")}
    steps = ({name: getattr(step, name) for name in step.__slots__} for step in record.steps)
    known["steps"] = [{"outcome": "", **_said(step)} for step in steps]  # what it came to, though it may be nothing
    return _said(known)


def _side_by_side(names: tuple[str, ...]) -> CommentedSeq:
    """A list on as few lines as it needs: there are 193 Member States."""
    listed = CommentedSeq(names)
    listed.fa.set_flow_style()
    return listed


def _said(values: Data) -> Data:
    """The values that say something."""
    return {key: value for key, value in values.items() if value}


def _scalar(text: str) -> str:
    """A text as YAML takes it without escapes: short, or folded on lines of its own."""
    return text if len(text) <= SHORT and not {"'", '"', "\\"} & {*text} else FoldedScalarString(text)


def _placed(content: tuple[Inline, ...], at: int) -> Iterator[tuple[tuple[int, int], Citation]]:
    """The citations of a run and where their words begin and end."""
    for item in content:
        end = at + len(spell((item,), calls=False))
        if isinstance(item, Citation):
            yield (at, end), item
        elif isinstance(item, Styled | Link):
            yield from _placed(item.content, at)
        at = end


def _without(content: tuple[Inline, ...], told: set[int]) -> tuple[Inline, ...]:
    """The run with only the words of the citations in ``told``."""
    out: list[Inline] = []
    for item in content:
        match item:
            case Citation(inner, symbols, organ):
                words = _without(inner, told)
                out += words if id(item) in told else [Citation(words, symbols, organ)]
            case Styled(style, inner):
                out.append(Styled(style, _without(inner, told)))
            case Link(target, inner):
                out.append(Link(target, _without(inner, told)))
            case _:
                out.append(item)
    return tuple(out)
