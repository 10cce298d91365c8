"""Take the marks of Markdown out of lines: what they set apart becomes styles, calls, ranks and targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engross.model.tree import Style
from engross.readers.lines.lines import LINE_END, LINK_LINE, NOTE_LINE, TEXT_LINE, Line, measure_indent

HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]+(?P<words>.*)")
CLOSING_MARKS = re.compile(r"[ \t]#+$")  # of a heading
RULE = re.compile(r"(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|={3,})$")
QUOTE = re.compile(r"(?:>[ \t]?)+")
ITEM = re.compile(r"(?:[*+-]|\d{1,9}[.)]|\(?[a-zA-Z]{1,4}[.)])[ \t]+(?=\S)")
NOTE = re.compile(r"\[\^(?P<name>[^\]\s]+)\]:[ \t]*")
NOTE_START = re.compile(r"(?P<number>\S+) ")  # of a line of a note, its marks taken out
LOWEST_HEADING = 5

INLINE = re.compile(
    r"""
    \\(?P<escaped>[!-/:-@[-`{-~])
  | \[\^(?P<call>[^\]\s]+)\]
  | !?\[(?P<words>[^\]\[]*)\]\((?P<target>[^()\s]*)(?:\s+"[^"]*")?\)
  | (?P<tag></?(?:u|ins|b|strong|i|em|del|s|sup|sub)>)
  | (?P<run>\*{1,3}|_{1,3}|~~)
    """,
    re.VERBOSE,
)
STYLES_BY_MARK = {"*": (Style.ITALIC,), "**": (Style.BOLD,), "***": (Style.BOLD, Style.ITALIC), "~~": (Style.STRIKE,)}
STYLES_BY_MARK |= {"_": (Style.ITALIC,), "__": (Style.BOLD,), "___": (Style.BOLD, Style.ITALIC)}
STYLES_BY_TAG = {"u": Style.UNDERLINE, "ins": Style.UNDERLINE, "b": Style.BOLD, "strong": Style.BOLD}
STYLES_BY_TAG |= {"i": Style.ITALIC, "em": Style.ITALIC, "del": Style.STRIKE, "s": Style.STRIKE}
STYLES_BY_TAG |= {"sup": Style.SUPERSCRIPT, "sub": Style.SUBSCRIPT}


@dataclass
class _MarkedText:
    """The words of a line so far, the styles of each character, the calls among them, targets of links, open marks."""

    text: str = ""
    styles: list[tuple[Style, ...]] = field(default_factory=list)
    calls: list[tuple[int, int]] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Add words set apart by the marks that are open."""
        open_styles = tuple(dict.fromkeys(style for mark in self.marks for style in _list_styles(mark)))
        self.text += words
        self.styles += [open_styles] * len(words)


def _list_styles(mark: str) -> tuple[Style, ...]:
    return STYLES_BY_MARK.get(mark) or (STYLES_BY_TAG[mark],)


def split_marked_lines(text: str) -> list[Line]:
    """Split a text into its lines without marks; the targets of links stand as lines of their own behind them."""
    lines: list[Line] = []
    is_note, gap = False, 1
    marks: list[str] = []
    for number, raw in enumerate(LINE_END.split(text), 1):
        bare = raw.strip()
        if not bare or RULE.fullmatch(bare):
            gap, marks = gap + 1, []
            continue
        is_note = bool(NOTE.match(bare)) or (is_note and (not gap or raw[:1] in " \t"))
        marked = _read_marks(_strip_block_marks(bare), list(marks))
        begins = gap > 0 or bool(NOTE.match(bare) or HEADING.match(bare) or ITEM.match(bare))
        begins = begins or bool(lines and lines[-1].rank)
        lines += _make_lines(marked, Line(number, "", measure_indent(raw), gap, begins=begins), bare, is_note)
        gap, marks = 0, marked.marks
    return lines


def _make_lines(marked: _MarkedText, line: Line, bare: str, is_note: bool) -> Iterator[Line]:
    """Yield the line of a text, and those of the targets of its links."""
    heading = HEADING.match(bare)
    rank = min(len(heading["marks"]), LOWEST_HEADING) if heading else 0
    kind = NOTE_LINE if is_note else TEXT_LINE
    text = marked.text.rstrip()
    if text:
        calls, styles = tuple(marked.calls), tuple(marked.styles[: len(text)])
        yield replace(line, text=text, kind=kind, calls=calls, styles=styles, rank=rank)
    for n, target in enumerate(marked.targets, 1):
        yield Line(line.number, target, kind=LINK_LINE, begins=False, calls=(), column=n)


def _strip_block_marks(bare: str) -> str:
    """Return a line without the marks of headings, quotations and notes; a bullet becomes a dash."""
    if heading := HEADING.match(bare):
        return CLOSING_MARKS.sub("", heading["words"]).strip()
    if note := NOTE.match(bare):
        return f"{note['name']} {bare[note.end() :]}"
    bare = QUOTE.sub("", bare, count=1) if bare.startswith(">") else bare
    return f"- {bare[1:].strip()}" if re.match(r"[*+][ \t]+\S", bare) else bare


def _read_marks(words: str, marks: list[str]) -> _MarkedText:
    """Return a line's words without its marks. ``marks``: those open since lines above."""
    marked, at = _MarkedText(marks=marks), 0
    for match in INLINE.finditer(words):
        marked.add(words[at : match.start()])
        at = match.end()
        if match["call"]:
            marked.calls.append((len(marked.text), len(marked.text) + len(match["call"])))
            marked.add(match["call"])
        elif match["target"] is not None:
            _add_link(marked, match["words"], match["target"])
        elif match["run"]:
            _turn_mark(marked, match["run"], words[: match.start()], words[match.end() :])
        elif match["tag"]:
            _turn_tag(marked, match["tag"].strip("</>"))
        else:
            marked.add(match["escaped"])
    marked.add(words[at:])
    return marked


def _add_link(marked: _MarkedText, words: str, target: str) -> None:
    inner = _read_marks(words, list(marked.marks))
    marked.text += inner.text
    marked.styles += inner.styles
    marked.targets += [target] if target else []


def _turn_mark(marked: _MarkedText, mark: str, before: str, after: str) -> None:
    """Close emphasis that is open, or open it right before a word; any other star or underscore is text."""
    if mark in marked.marks and before[-1:].strip():
        marked.marks.remove(mark)
    elif after[:1].strip() and mark not in marked.marks and not (mark[0] == "_" and before[-1:].isalnum()):
        marked.marks.append(mark)
    else:
        marked.add(mark)


def _turn_tag(marked: _MarkedText, tag: str) -> None:
    if tag in marked.marks:
        marked.marks.remove(tag)
    else:
        marked.marks.append(tag)
