r"""Read and write light marks: a run of inlines as a person types it in plain text.

The grammar::

    run     = *( text / lead / bold / italic / span / link / call / break )
    lead    = "*" run "*"              ; the lead words of a paragraph
    bold    = "**" run "**"
    italic  = "_" run "_"
    span    = "[" run "]{" style "}"   ; any style by its name: [2]{superscript}
    link    = "[" run "](" target ")"  ; an address; or the symbols that the words cite, set off by ", ";
                                       ; or "?" and the name of an organ without a series of symbols
    call    = "[^" number "]"          ; a note is called here
    break   = "\n"                     ; these two characters: a line break
    text    = any characters; a "\" before a mark makes it text; "\u{2028}" is a character by its number

A square bracket that is none of these is text. ``read_markup(write_markup(run)).run == run`` for every run in its
normal form (``walk.join_inlines``) whose notes are without their blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.tree import Citation, Inline, LineBreak, Link, Note, PageBreak, Style, Styled, Text

SHORT_MARKS = {Style.LEAD: "*", Style.BOLD: "**", Style.ITALIC: "_"}
SOURCE_STYLES = (*Style,)[: [*Style].index(Style.TURNED)]  # those that a source can have
STYLE_BY_NAME = {style.value: style for style in SOURCE_STYLES}
# No character of any text (XML 2.2).
NO_TEXT_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
WEB_ADDRESS = re.compile(r"(?:https?://|mailto:)")

_TOKEN = re.compile(
    r"""\\u\{(?P<code>[0-9A-Fa-f]{1,6})\} | (?P<break>\\n) | \\(?P<literal>[\\*_\[\]()^])
      | \[\^(?P<call>(?:[^\]\\]|\\.)*)\] | (?P<open>\[) | (?P<close>\]) | (?P<style>\*\*|\*|_) | (?P<stray>\\)
      | (?P<text>[^\\*_\[\]]+)""",
    re.VERBOSE | re.DOTALL,
)
_TARGET = re.compile(r"\((?P<target>(?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|\{(?P<style>[a-z]*)\}", re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9A-Fa-f]{1,6})\}|\\(.)", re.DOTALL)
# The characters that are escaped in each place.
ESCAPED_IN_LIGHT_TEXT, ESCAPED_IN_TEXT = r"[\\*_]", r"[\\*_\[\]]"
ESCAPED_IN_CALL, ESCAPED_IN_TARGET, ESCAPED_IN_SYMBOLS = r"[\]\\]", r"[\\()]", r"[\\]"


class InvalidMarkup(ValueError):
    """The error for marks that make no run; ``at`` is the place in the text, counted from 0."""

    def __init__(self, at: int, what: str, hint: str) -> None:
        super().__init__(what)
        self.at, self.what, self.hint = at, what, hint


class PieceKind(Enum):
    """The kind of a piece of marked text: words of the text, the call of a note, a mark."""

    TEXT = "text"
    CALL = "call"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class MarkedText:
    """Marked text as read: its run, notes without blocks, and every piece of it with its kind, in order."""

    run: tuple[Inline, ...]
    pieces: tuple[tuple[PieceKind, str], ...]


def read_markup(text: str) -> MarkedText:
    """Return the run that marked text means, and its pieces. Raises InvalidMarkup if its marks make no run."""
    reader = _MarkupReader(text)
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise InvalidMarkup(at, "a character that is none", "take it out")
        at = reader.take_token(token)
    return MarkedText(reader.finish_run(), tuple((kind, piece) for kind, piece in reader.pieces))


@dataclass
class _OpenMark:
    """An open mark: its style (None: a bracket), its place, the index of its piece, the content behind it so far."""

    style: Style | None
    at: int
    piece: int
    content: list[Inline] = field(default_factory=list)


class _MarkupReader:
    """The state of a reading: the open marks, the outermost first, and the pieces so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces: list[tuple[PieceKind, str]] = []
        self.frames = [_OpenMark(None, 0, -1)]

    def take_token(self, token: re.Match[str]) -> int:
        """Take in a token and return where the next begins. Raises InvalidMarkup if it does not fit."""
        group, at = token.lastgroup or "", token.start()
        if group == "close":
            return self._close_bracket(token)
        if group in ("text", "literal", "code"):
            self._add_text(_parse_code_point(token) if group == "code" else token[group], token[0])
        elif group == "stray":
            raise InvalidMarkup(at, r"“\” stands before no mark", r"write \\ for the sign itself")
        elif group == "style":
            self._toggle_style(next(style for style, mark in SHORT_MARKS.items() if mark == token[0]), at)
        elif group == "open":
            self.frames.append(_OpenMark(None, at, len(self.pieces)))
            self.pieces.append((PieceKind.MARK, "["))
        else:
            self.pieces.append((PieceKind.CALL if group == "call" else PieceKind.MARK, token[0]))
            self._add(Note(unescape(token["call"]), ()) if group == "call" else LineBreak())
        return token.end()

    def finish_run(self) -> tuple[Inline, ...]:
        """Return the whole run. Raises InvalidMarkup if a style is still open."""
        while len(self.frames) > 1:
            self._close_plain_bracket(self.frames[-1])
        return tuple(self.frames[0].content)

    def _add(self, item: Inline) -> None:
        content = self.frames[-1].content
        last = content[-1] if content else None
        if isinstance(item, Text) and isinstance(last, Text):
            content[-1] = Text(last.text + item.text)
        else:
            content.append(item)

    def _add_text(self, text: str, raw: str) -> None:
        if raw != text and raw.endswith(text):
            self.pieces.append((PieceKind.MARK, raw.removesuffix(text)))
        self.pieces.append((PieceKind.TEXT, text))
        self._add(Text(text))

    def _close_plain_bracket(self, frame: _OpenMark) -> None:
        """Close the innermost open mark as a bracket that is only text. Raises InvalidMarkup if it is a style."""
        if frame.style:
            mark = SHORT_MARKS[frame.style]
            raise InvalidMarkup(frame.at, f"“{mark}” is not closed", rf"close it, or write \{mark} for the sign itself")
        self.frames.pop()
        self.pieces[frame.piece] = (PieceKind.TEXT, "[")
        for item in (Text("["), *frame.content):
            self._add(item)

    def _toggle_style(self, style: Style, at: int) -> None:
        """Open a style, or close it where it is open; brackets opened since are text."""
        if any(frame.style is style for frame in self.frames):
            while self.frames[-1].style is not style:
                self._close_plain_bracket(self.frames[-1])
            frame = self.frames.pop()
            self._add(Styled(style, tuple(frame.content)))
        else:
            self.frames.append(_OpenMark(style, at, len(self.pieces)))
        self.pieces.append((PieceKind.MARK, SHORT_MARKS[style]))

    def _close_bracket(self, token: re.Match[str]) -> int:
        """Close a bracket as a span, a link or text, by what follows it. Return where the next token begins."""
        brackets = [n for n, frame in enumerate(self.frames) if n and not frame.style]
        tail = _TARGET.match(self.text, token.end()) if brackets else None
        if tail is None:
            if brackets and brackets[-1] == len(self.frames) - 1:
                self._close_plain_bracket(self.frames[-1])
            self._add_text("]", "]")
            return token.end()
        while len(self.frames) - 1 != brackets[-1]:
            self._close_plain_bracket(self.frames[-1])
        frame = self.frames.pop()
        self.pieces.append((PieceKind.MARK, self.text[token.start() : tail.end()]))
        self._add(_make_span(tuple(frame.content), tail))
        return tail.end()


def _make_span(content: tuple[Inline, ...], tail: re.Match[str]) -> Inline:
    if tail["target"] is None:
        if tail["style"] not in STYLE_BY_NAME:
            message = f"“{tail['style']}” is not a style"
            raise InvalidMarkup(tail.start("style"), message, f"the styles are {', '.join(STYLE_BY_NAME)}")
        return Styled(STYLE_BY_NAME[tail["style"]], content)
    target = unescape(tail["target"])
    if WEB_ADDRESS.match(target):
        return Link(target, content)
    if target.startswith("<") and target.endswith(">"):
        return Link(target[1:-1], content)
    if target.startswith("?"):
        return Citation(content, (), target[1:].strip())
    try:
        return Citation(content, tuple(parse(symbol) for symbol in target.split(", ")))
    except InvalidSymbol as error:
        message = f"“{target}” is neither an address nor a document symbol"
        hint = f"write an address, symbols such as A/RES/70/1, or ?Name of an organ; expected {error.expected}"
        raise InvalidMarkup(tail.start("target"), message, hint) from None


def unescape(text: str) -> str:
    """Return ``text`` without its escapes."""
    return _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], text)


def _parse_code_point(token: re.Match[str]) -> str:
    number = int(token["code"], 16)
    if number > 0x10FFFF or NO_TEXT_CHARACTER.search(chr(number)):
        raise InvalidMarkup(token.start(), f"U+{token['code']} is no character of a text", "take it out")
    return chr(number)


def write_markup(run: Iterable[Inline]) -> str:
    """Return the marked text of a run; a note gives only its call, a page break nothing."""
    content = tuple(item for item in run if not isinstance(item, PageBreak))
    light = _escape_spaces(_write_inlines(content, brackets=False))
    try:
        if _strip_note_blocks(read_markup(light).run) == _strip_note_blocks(content):
            return light
    except InvalidMarkup:
        pass
    return _escape_spaces(_write_inlines(content, brackets=True))


def _strip_note_blocks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a run whose notes are only their calls, and whose citations have no ids."""
    out: list[Inline] = []
    for item in content:
        match item:
            case Note(number):
                out.append(Note(number, ()))
            case Styled(style, inner):
                out.append(Styled(style, _strip_note_blocks(inner)))
            case Link(target, inner):
                out.append(Link(target, _strip_note_blocks(inner)))
            case Citation(inner, symbols, organ):
                out.append(Citation(_strip_note_blocks(inner), symbols, organ))
            case _:
                out.append(item)
    return tuple(out)


def _write_inlines(content: tuple[Inline, ...], brackets: bool) -> str:
    out = ""
    for n, item in enumerate(content):
        after = _write_inlines(content[n + 1 : n + 2], brackets) if isinstance(item, Styled) else ""
        out += _write_inline(item, brackets, (out[-1:], after[:1]))
    return out


def _write_inline(item: Inline, brackets: bool, around: tuple[str, str]) -> str:
    match item:
        case Text(text):
            return _escape_marks(text, ESCAPED_IN_TEXT if brackets else ESCAPED_IN_LIGHT_TEXT)
        case Note(number):
            return f"[^{_escape_marks(number, ESCAPED_IN_CALL)}]"
        case LineBreak():
            return r"\n"
        case Styled(style, inner):
            return _write_styled(style, _write_inlines(inner, brackets), around)
        case Link(target, inner):
            address = target if WEB_ADDRESS.match(target) else f"<{target}>"
            return f"{_write_bracketed(_write_inlines(inner, brackets))}({_escape_marks(address, ESCAPED_IN_TARGET)})"
        case Citation(inner, symbols, organ):
            target = ", ".join(map(str, symbols)) if symbols else f"?{organ}"
            escaped = ESCAPED_IN_SYMBOLS if symbols else ESCAPED_IN_TARGET
            return f"{_write_bracketed(_write_inlines(inner, brackets))}({_escape_marks(target, escaped)})"
        case _:
            return ""


def _write_styled(style: Style, inner: str, around: tuple[str, str]) -> str:
    """Return words in a style: between short marks, or with its name where a mark would run into another."""
    mark = SHORT_MARKS.get(style)
    if mark is None or mark[0] in (*around, inner[:1], inner[-1:]) or not inner:
        return f"{_write_bracketed(inner)}{{{style.value}}}"
    return f"{mark}{inner}{mark}"


def _write_bracketed(inner: str) -> str:
    """Return words in brackets that are no call, whatever they begin with."""
    return f"[\\{inner}]" if inner.startswith("^") else f"[{inner}]"


def _escape_marks(text: str, marks: str) -> str:
    escaped = re.sub(marks, lambda m: f"\\{m[0]}", text)
    return "".join(f"\\u{{{ord(c):X}}}" if _is_unprintable(c) else c for c in escaped)


def _is_unprintable(character: str) -> bool:
    """Return whether a line of plain text cannot hold a character: a control, a line separator, a noncharacter."""
    return unicodedata.category(character) in ("Cc", "Zl", "Zp", "Cs") or character in "\ufeff\ufffe\uffff"


def _escape_spaces(text: str) -> str:
    """Escape the spaces that a file would lose: at the ends, and after another."""
    return re.sub(r"^ | $|(?<= ) ", r"\\u{20}", text)
