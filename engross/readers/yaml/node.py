"""Parse YAML without trust; wrap its nodes in values that know their place and path, and record what became of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StreamMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from engross.grammars.inline_markup import NO_TEXT_CHARACTER
from engross.model.notice import Notice, Refusal
from engross.model.reading import Ledger, LedgerEntry
from engross.model.text import fold
from engross.model.tree import Source, Where
from engross.readers.yaml.quotes import find_faulty_quote, find_swallowing_quote

# The order of a document's contents, in whatever order a person has put the keys of a mapping.
KEY_ORDER = (
    "symbol language organ masthead facts publisher distribution issued version original subsidiary session "
    "period agenda_item agenda_title adoption proponent other adopted meeting resumed committee_report "
    "job_number subjects number title text enacting preambular operative point plain vote heading table cell "
    "body closing notes rank heads rules header columns rows align under annexes parts record outcome in_favour "
    "against abstaining count voters sponsors additional_sponsors meeting_record draft steps date document by "
    "about end"
).split()
QUOTED_CHARACTERS = 60  # characters of a value shown in a message
UNCLOSED_QUOTE = "the YAML is ill-formed: the quotation mark that opens here is not closed where its text ends"
QUOTE_HINT = "close it there; an apostrophe within single quotes is written twice; safest is text after “>-”"
SETTING_KIND = "setting"  # the ledger's kind for what is neither masthead nor text: facts, ranks, spans


@dataclass
class YamlReaderState:
    """The state of reading: the file, what became of each scalar in it, the notices so far."""

    source: Source
    entries: dict[int, list[LedgerEntry]] = field(default_factory=dict)  # by the index of a scalar's first character
    notices: list[Notice] = field(default_factory=list)

    def where(self, node: Node) -> Where:
        """Return the place of a node."""
        return Where(self.source.name, node.start_mark.line + 1, node.start_mark.column + 1)

    def record_entries(self, scalar: Node, entries: list[LedgerEntry]) -> None:
        """Record what became of a scalar; replaces what was recorded before."""
        self.entries[scalar.start_mark.index] = entries

    def notices_in_order(self) -> tuple[Notice, ...]:
        """Return the notices in the order of their places."""
        return tuple(sorted(self.notices, key=lambda one: (one.where.line, one.where.column)))

    def ledger(self, root: Node) -> Ledger:
        """Return the ledger of the file's values, in the order of a document's contents; escapes are resolved."""
        scalars = list(_list_scalars(root))
        recorded = [self.entries.get(scalar.start_mark.index, []) for scalar in scalars]
        unread = [[] if _is_null(scalar) else [str(scalar.value)] for scalar in scalars]
        pieces_by_scalar = (
            [e.text for e in entries] if entries else texts for entries, texts in zip(recorded, unread, strict=True)
        )
        text = fold("".join(piece for pieces in pieces_by_scalar for piece in pieces))
        return Ledger(text, tuple(entry for entries in recorded for entry in entries))


def parse_yaml(source: Source, least: str = "its symbol and its language") -> tuple[Node, YamlReaderState]:
    """Return the root node and the state. Raises Refusal for ill-formed or empty YAML, and for anchors.

    ``least``: what a file that is empty lacks.
    """
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(source.text)
    except MarkedYAMLError as error:
        raise _make_syntax_refusal(source, error) from None
    except (YAMLError, RecursionError) as error:
        what = f"the YAML cannot be read: {str(error).splitlines()[0]}"
        raise Refusal(
            what, "correct the file, or write it again with ./press read --to yaml", Where(source.name)
        ) from None
    if root is None:
        raise Refusal("the file is empty", f"give at least {least}", Where(source.name))
    state = YamlReaderState(source)
    _refuse_anchors(root, state)  # first: a value that holds itself has no end
    if mark := find_swallowing_quote(source.text, _list_scalars(root), KEY_ORDER):
        raise Refusal(UNCLOSED_QUOTE, QUOTE_HINT, _mark_place(source, mark))
    return root, state


def _make_syntax_refusal(source: Source, error: MarkedYAMLError) -> Refusal:
    """Return the refusal of ill-formed YAML, at the place of the fault; for a quote, where that opens."""
    if mark := find_faulty_quote(source.text, error, KEY_ORDER):
        return Refusal(UNCLOSED_QUOTE, QUOTE_HINT, _mark_place(source, mark))
    what = f"the YAML is ill-formed: {error.problem or error.context}"
    hint = "correct the line; text with punctuation is safest after “>-”, on lines of its own"
    return Refusal(what, hint, _mark_place(source, error.problem_mark))


def _mark_place(source: Source, mark: StreamMark | None) -> Where:
    return Where(source.name, mark.line + 1, mark.column + 1) if mark else Where(source.name)


def _refuse_anchors(node: Node, state: YamlReaderState) -> None:
    if node.anchor:
        what = f"the value has the anchor “&{node.anchor}”"
        raise Refusal(what, "write each value where it stands", state.where(node))
    for child in _child_nodes(node):
        _refuse_anchors(child, state)


def _child_nodes(node: Node) -> list[Node]:
    """Return the values in a node, in the order of a document's contents."""
    if isinstance(node, MappingNode):
        pairs = sorted(node.value, key=lambda pair: _key_rank(str(pair[0].value)))
        return [value for _, value in pairs]
    return list(node.value) if isinstance(node, SequenceNode) else []


def _key_rank(key: str) -> int:
    """Return the place of a key in KEY_ORDER; unknown keys come last."""
    return KEY_ORDER.index(key) if key in KEY_ORDER else len(KEY_ORDER)


def _list_scalars(node: Node) -> Iterator[ScalarNode]:
    """Yield the scalars in a node, in the order of a document's contents."""
    if isinstance(node, ScalarNode):
        yield node
    for child in _child_nodes(node):
        yield from _list_scalars(child)


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and str(node.tag) == "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class YamlValue:
    """A value of the file, with the path to it: "text[3].notes[1]" (entries counted from 1)."""

    node: Node
    path: str
    state: YamlReaderState

    @property
    def where(self) -> Where:
        """The place where the value begins."""
        return self.state.where(self.node)

    @property
    def is_scalar(self) -> bool:
        """Whether it is a single value."""
        return isinstance(self.node, ScalarNode)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return isinstance(self.node, SequenceNode)

    def refuse(self, what: str, hint: str, where: Where | None = None) -> NoReturn:
        """Raise a Refusal about this value: what is wrong with it, and what to do."""
        raise Refusal(f"{self.path or 'the document'}: {what}", hint, where or self.where) from None

    def fields(self, known: frozenset[str]) -> dict[str, YamlValue]:
        """Return the values of a mapping by key, in the order of a document's contents.

        Raises Refusal if it is no mapping, for a key that is not in ``known``, and for one that is given twice.
        """
        if not isinstance(self.node, MappingNode):
            self.refuse(f"expected keys such as {_list_some_keys(known)}", "write “key: value” lines here")
        by_key: dict[str, YamlValue] = {}
        for key, node in self.node.value:
            name = str(key.value)
            if name not in known:
                self._unknown(key, name, known)
            if name in by_key:
                self.refuse(f"the key “{name}” is given twice", "leave one of them", self.state.where(key))
            by_key[name] = YamlValue(node, f"{self.path}.{name}".strip("."), self.state)
        return dict(sorted(by_key.items(), key=lambda pair: _key_rank(pair[0])))

    def _unknown(self, key: Node, name: str, known: frozenset[str]) -> NoReturn:
        """Raise a Refusal of a key that is not known, naming the nearest."""
        near = get_close_matches(name[:QUOTED_CHARACTERS], known, 1)
        hint = f"is “{near[0]}” meant?" if near else f"known here: {', '.join(sorted(known, key=_key_rank))}"
        self.refuse(f"the key {quote_value(name)} is not known here", hint, self.state.where(key))

    def items(self) -> list[YamlValue]:
        """Return the values of a list, none for an empty value. Raises Refusal for anything else."""
        if _is_null(self.node):
            return []
        if not isinstance(self.node, SequenceNode):
            self.refuse("expected a list", "begin each entry with “- ”")
        return [YamlValue(node, f"{self.path}[{n}]", self.state) for n, node in enumerate(self.node.value, 1)]

    def pair(self) -> tuple[str, YamlValue]:
        """Return the only key of a mapping, as written, and its value. Raises Refusal for anything else."""
        if not isinstance(self.node, MappingNode) or len(self.node.value) != 1:
            self.refuse("expected one number and its text", "write a note as “- '4': its text”")
        key, node = self.node.value[0]
        return ("" if _is_null(key) else str(key.value)), YamlValue(node, self.path, self.state)

    def text(self, kind: str = SETTING_KIND) -> str:
        """Return a single value as written, "" for an empty one, and record it in the ledger under ``kind``.

        Raises Refusal for a list or a mapping, and for a character that no text has.
        """
        if not isinstance(self.node, ScalarNode):
            self.refuse("expected a single value, not a list or keys", "write it behind the colon")
        text = "" if _is_null(self.node) else str(self.node.value)
        if bad_character := NO_TEXT_CHARACTER.search(text):
            self.refuse(f"U+{ord(bad_character[0]):04X} is no character of a text", "take it out")
        self.state.record_entries(self.node, [LedgerEntry(kind, text)])
        return text

    def choice(self, allowed: Collection[str], what: str) -> str:
        """Return a value that is one of ``allowed``, or "". Raises Refusal for anything else, naming the nearest.

        ``what``: what the value is not, as in "“lost” is no outcome".
        """
        text = self.text()
        if text and text not in allowed:
            self.refuse(f"{quote_value(text)} is no {what}", suggest_value(text, allowed))
        return text

    def count(self, least: int, most: int) -> int:
        """Return a whole number from ``least`` to ``most``. Raises Refusal for anything else."""
        text = self.text()
        if not (text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
            self.refuse(f"{quote_value(text)} is no whole number from {least} to {most}", "write figures only")
        return int(text)

    def parse_flag(self) -> bool:
        """Return whether a value is true. Raises Refusal if it is neither true nor false."""
        text = self.text()
        if text not in ("true", "false"):
            self.refuse(f"{quote_value(text)} is neither true nor false", "write true or false")
        return text == "true"

    def place_in(self, at: int) -> Where:
        """Return the place in the file of a character of a single value, counted from 0."""
        text, value = self.state.source.text, str(self.node.value)
        index = self.node.start_mark.index
        if isinstance(self.node, ScalarNode) and self.node.style in (">", "|"):
            index = text.find("\n", index)
        for character in value[: at + 1]:
            spellings = (character, "\n") if character == " " else (character,)
            while index < len(text) and text[index] not in spellings:
                index += 1
            index += 1
        line = text.count("\n", 0, index - 1) + 1
        return Where(self.state.source.name, line, index - 1 - text.rfind("\n", 0, index - 1))


def quote_value(text: str) -> str:
    """Return the text in quotation marks for a message, cut to QUOTED_CHARACTERS characters."""
    return f"“{text}”" if len(text) <= QUOTED_CHARACTERS else f"“{text[:QUOTED_CHARACTERS]}…”"


def suggest_value(text: str, allowed: Collection[str]) -> str:
    """Return what to write instead of ``text``: the nearest of ``allowed``, ignoring case, else any of them."""
    near = get_close_matches(text[:QUOTED_CHARACTERS].strip().lower(), allowed, 1)
    return f"is “{near[0]}” meant?" if near else f"write one of {', '.join(filter(None, allowed))}"


def _list_some_keys(known: frozenset[str]) -> str:
    return ", ".join(sorted(known, key=_key_rank)[:6])
