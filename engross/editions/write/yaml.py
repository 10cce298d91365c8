"""Write a resolution as YAML that a person edits, and as JSON; ``readers/yaml`` reads it as the same resolution.

What is known of the document comes first, then its paragraphs, each after its number. Words that the cite pass finds
again stand plain; a citation is marked only if reading its words would give another.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from json import dumps
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import FoldedScalarString

from engross.grammars import inline_markup
from engross.grammars.citation import find_citations
from engross.grammars.language import Language, load_language
from engross.grammars.numbering import find_opening_marker
from engross.grammars.symbol import Symbol
from engross.model.adoption import Ballot, Record
from engross.model.schemas import schema_path
from engross.model.text import locate_inlines, spell_inlines, strip_enacting_words
from engross.model.tree import (
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
from engross.model.walk import blocks_of, inlines_of, join_inlines

SCHEMA = schema_path("resolution")
# The schema is named as a file beside the YAML: that name holds on every machine, and without a network. An editor
# takes no schema from within a file, and engross has no address that will hold for as long as the file does.
SCHEMA_LINES = (
    f"# yaml-language-server: $schema={SCHEMA.name}\n"
    f"# so that an editor checks and completes: engross schema resolution > {SCHEMA.name}\n"
)
LINE_CHARACTERS = 100  # longer text is folded at its spaces
SHORT_CHARACTERS = 80  # text up to this length stands on the line of its key
ENTRY_START = re.compile(r"(?<!:\n)^(?=- \w+:)", re.MULTILINE)  # an entry of the body, of an annex or of the parts

YamlData = dict[str, Any]
LocatedCitation = tuple[int, int, tuple[Symbol, ...], str]  # where its words begin and end, symbols, organ


def write_yaml(resolution: Resolution) -> str:
    """Return a resolution that has gone through the passes as YAML; it tells editors to find its schema beside it."""
    out = io.StringIO()
    writer = YAML(typ="rt", pure=True)
    writer.width, writer.allow_unicode = LINE_CHARACTERS, True
    writer.dump(_YamlWriter(*_writing_context(resolution)).document_data(resolution), out)
    return SCHEMA_LINES + ENTRY_START.sub("\n", out.getvalue())


def write_json(resolution: Resolution) -> str:
    """Return the same values under the same keys as JSON."""
    document = _YamlWriter(*_writing_context(resolution)).document_data(resolution)
    return dumps(document, ensure_ascii=False, indent=2) + "\n"


def _writing_context(resolution: Resolution) -> tuple[Language, frozenset[str], int]:
    """Return the language of a document, its organs (its own, and those of enacting words of texts in it), its year."""
    lang = load_language(resolution.language)
    organ_by_words = {strip_enacting_words(words): organ for organ, words in lang.words["enacting"].items()}
    enacting = (b for b in blocks_of(resolution) if isinstance(b, Paragraph) and b.role is Role.ENACTING)
    enacting_words = (strip_enacting_words(spell_inlines(block.content, calls=False)) for block in enacting)
    named = (organ_by_words[words] for words in enacting_words if words in organ_by_words)
    return lang, frozenset({resolution.organ, *named}), resolution.year


@dataclass(frozen=True)
class _YamlWriter:
    """A writer for the language, the organs and the year of a text; they decide which citations are found again."""

    language: Language
    organs: frozenset[str]
    year: int

    def document_data(self, resolution: Resolution) -> YamlData:
        """Return the whole document; the only part of a resolution without letters stands at the top."""
        data: YamlData = {
            "name" if resolution.symbol.is_name else "symbol": str(resolution.symbol),
            "language": resolution.language,
            "organ": resolution.organ,
            "masthead": self._masthead_data(resolution.masthead),
            "facts": _facts_data(resolution.facts),
        }
        data = {key: value for key, value in data.items() if value}
        record = {"record": _record_data(resolution.record)} if resolution.record else {}
        if len(resolution.parts) == 1 and not resolution.number and not resolution.title:
            return data | self._part_data(resolution.parts[0]) | record
        head = {"number": resolution.number, "title": self._title_data(resolution.title)}
        return data | _drop_empty(head) | {"parts": [self._part_data(part) for part in resolution.parts]} | record

    def _masthead_data(self, masthead: Masthead) -> YamlData:
        lines = {name: getattr(masthead, name) for name in masthead.__slots__}
        lists = {name: list(lines[name]) for name in ("period", "other")}
        return _drop_empty(lines | {"proponent": self._title_data(masthead.proponent)} | lists)

    def _part_data(self, part: Part) -> YamlData:
        return _drop_empty(
            {
                "number": part.number,
                "title": self._title_data(part.title),
                "body": [self.block_data(block, Role.PLAIN) for block in part.body],
                "closing": [self.block_data(line, Role.CLOSING) for line in part.closing],
                "annexes": [[self.block_data(block, Role.PLAIN) for block in annex.blocks] for annex in part.annexes],
            }
        )

    def _title_data(self, content: tuple[Inline, ...]) -> Any:
        """Return a title or another line of its own: its text, or a mapping of text and notes if it has notes."""
        text, notes = self._run_data(content)
        return {"text": text, "notes": notes} if notes else text

    def _run_data(self, content: tuple[Inline, ...]) -> tuple[str, list[YamlData]]:
        """Return the marked text of a run, and its notes in the order of their calls."""
        plain = self._drop_known_citations(content)
        notes = [{item.number: self._blocks_data(item.blocks)} for item in inlines_of(plain) if isinstance(item, Note)]
        return _make_scalar(inline_markup.write_markup(plain)), notes

    def _drop_known_citations(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Return the run without the citations that its words alone tell."""
        text = spell_inlines(content, calls=False)
        known = frozenset.intersection(*(self._cited_by_organ(text, organ) for organ in self.organs))
        return join_inlines(_strip_citations(content, known, 0))

    def _cited_by_organ(self, text: str, organ: str) -> frozenset[LocatedCitation]:
        """Return what a text cites if it is a text of this organ."""
        found = find_citations(text, self.language, organ, self.year)
        return frozenset((c.start, c.end, c.symbols, c.organ) for c in found)

    def _blocks_data(self, blocks: tuple[Block, ...]) -> Any:
        """Return the blocks of a note or a cell; only the words if they are one plain paragraph."""
        written = [self.block_data(block, Role.PLAIN) for block in blocks]
        return written[0] if len(written) == 1 and isinstance(written[0], str) and written[0] else written

    def block_data(self, block: Block, role: Role) -> Any:
        """Return a block; only its words if it is a bare paragraph in ``role``."""
        if isinstance(block, Table):
            rows = [[self._cell_data(cell) for cell in row] for row in block.rows]
            rules = {} if block.rules is None else {"rules": list(block.rules)}
            return {"table": rows} | _drop_empty({"heads": block.heads}) | rules
        text, notes = self._run_data(block.content)
        if isinstance(block, Heading):
            head = _drop_empty({"number": block.number}) | {"heading": text}
            return head | _drop_empty({"notes": notes}) | {"rank": block.rank}
        if block.role is role and not (block.number or notes or block.children) and text:
            return text
        under = [self.block_data(child, Role.PLAIN) for child in block.children]
        is_number_kept_apart = block.number or _has_opening_marker(block)
        return (
            ({"number": block.number} if is_number_kept_apart else {})
            | {block.role.value: text}
            | _drop_empty({"notes": notes, "under": under})
        )

    def _cell_data(self, cell: Cell) -> Any:
        inner = self._blocks_data(cell.blocks) or ""
        attributes = {"header": cell.header, "align": cell.align}
        spans = {name: span for name, span in (("columns", cell.columns), ("rows", cell.rows)) if span != 1}
        beside = _drop_empty(attributes) | spans
        return {"cell": inner} | beside if beside else inner


def _facts_data(facts: Facts) -> YamlData:
    data = {name: getattr(facts, name) for name in facts.__slots__}
    data |= {"committee_report": [str(symbol) for symbol in facts.committee_report], "subjects": list(facts.subjects)}
    return {name: value for name, value in data.items() if value or (value == 0 and value is not False)}


def _record_data(record: Record) -> YamlData:
    """Return what is on record of the adoption; it stands last, for it can be longer than the text."""
    data: YamlData = {name: getattr(record, name) for name in record.__slots__}
    data["outcome"] = record.outcome.value
    for name in ("in_favour", "against", "abstaining"):
        ballot: Ballot = data[name]
        counted = {} if ballot.count is None else {"count": ballot.count}
        data[name] = counted | _drop_empty({"voters": _flow_list(ballot.voters)})
    data |= {name: str(data[name] or "") for name in ("meeting_record", "draft")}
    data |= {name: _flow_list(data[name]) for name in ("sponsors", "additional_sponsors", "subjects")}
    steps = ({name: getattr(step, name) for name in step.__slots__} for step in record.steps)
    data["steps"] = [{"outcome": "", **_drop_empty(step)} for step in steps]  # the key stands even without an outcome
    return _drop_empty(data)


def _flow_list(names: tuple[str, ...]) -> CommentedSeq:
    """Return a list that is written on as few lines as it needs: there are 193 Member States."""
    listed = CommentedSeq(names)
    listed.fa.set_flow_style()
    return listed


def _has_opening_marker(block: Paragraph) -> bool:
    """Return whether the words of a paragraph begin as a number does: then it is written that it has none."""
    is_point = block.role is Role.POINT
    text = spell_inlines(block.content, calls=False)
    return (is_point or block.role is Role.OPERATIVE) and bool(find_opening_marker(text, is_point=is_point))


def _drop_empty(values: YamlData) -> YamlData:
    """Return the values that are not empty."""
    return {key: value for key, value in values.items() if value}


def _make_scalar(text: str) -> str:
    """Return a text as YAML writes it without escapes: short, or folded on lines of its own."""
    return text if len(text) <= SHORT_CHARACTERS and not {"'", '"', "\\"} & {*text} else FoldedScalarString(text)


def _strip_citations(content: tuple[Inline, ...], known: frozenset[LocatedCitation], at: int) -> tuple[Inline, ...]:
    """Return the run with only the words of the citations in ``known``; it begins at character ``at``."""
    out: list[Inline] = []
    for start, end, item in locate_inlines(content, at):
        match item:
            case Citation(inner, symbols, organ):
                words = _strip_citations(inner, frozenset(), start)
                out += words if (start, end, symbols, organ) in known else [Citation(words, symbols, organ)]
            case Styled(style, inner):
                out.append(Styled(style, _strip_citations(inner, known, start)))
            case Link(target, inner) if target.startswith("#"):  # a repeated call: its number tells its note
                out += inner
            case Link(target, inner):
                out.append(Link(target, _strip_citations(inner, known, start)))
            case _:
                out.append(item)
    return tuple(out)
