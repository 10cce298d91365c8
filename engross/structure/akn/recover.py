"""Ill-formed XML made well-formed: tags balanced by what closes what, bare signs spelled, every mend said.

The old presidential statements close a tag that was never opened where another was left open; a cut annex leaves
its own tags open (un-documents: health of the official XML). No character of the text is lost or moved: what was
recovered is held against the file, and a difference refuses it.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from engross.model import Source, Where
from engross.notice import Code, Notice, Refusal, notice
from engross.text import fold

TOKEN = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>|<(?P<close>/)?(?P<name>[A-Za-z_][\w.:-]*)(?P<rest>[^<>]*)>", re.DOTALL
)
BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)(?P<entity>[A-Za-z]+\d*;)?")
# What words between tags may have that XML 1.0 does not: a bracket that opens no tag (“<https://www.un.org>”, “p <x”;
# one that a broken tag may have left is not spelled), the end of a section that never began, a control character.
UNSPELLED = re.compile(
    r"(?P<bracket><(?!/?[A-Za-z_][\w.:-]*\s+[\w.:-]+\s*=|[!?/]))|(?P<end>\]\]>)"
    r"|(?P<control>&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));)"
    rf"|(?P<ampersand>{BARE_AMPERSAND.pattern})"
)
ABBREVIATED = re.compile("[A-Z]{1,3};")  # R&D; Q&A;
ATTRIBUTE = re.compile(
    r"""\s+(?P<name>[A-Za-z_][\w.:-]*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|(?P<bare>[^\s"'=<>`/]+)))?(?=[\s/]|$)"""
)
DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
HINT = "mend the file there, or fetch it again: it may have been cut short"


@dataclass
class _Mender:
    """The text being mended: what was written so far, what stands open, what was done."""

    source: Source
    out: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def say(self, at: int, what: str, done: str) -> None:
        """Write down a mend at a character of the source's text."""
        text = self.source.text
        where = Where(self.source.name, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1)
        self.notices.append(notice(Code.XML_MENDED, where, what=what, done=done))


def recover(source: Source, fault: etree.XMLSyntaxError) -> tuple[etree._Element, tuple[Notice, ...]]:
    """The root of an ill-formed file, and a notice for each mend.

    Raises Refusal where the file is cut short, or where a character of its text would be lost.
    """
    mender = _Mender(source)
    text = DECLARATION.sub(lambda m: " " * len(m[0].rpartition("\n")[2]) + "\n" * m[0].count("\n"), source.text)
    mended = _balanced(mender, text).encode("utf-8")
    where = Where(source.name, *fault.position)
    what = f"the XML is ill-formed: {str(fault.msg).partition(', line ')[0].strip()}"
    try:
        root: etree._Element | None = etree.fromstring(mended, parser())
    except etree.XMLSyntaxError as error:
        said = str(error.msg).partition(", line ")[0].strip()
        mender.notices.append(
            notice(Code.XML_MENDED, Where(source.name, *error.position), what=said, done="it was passed over")
        )
        root = _leniently(mended)
    if root is None or mender.open or _lost(mender, root):
        raise Refusal(what, HINT, where)
    return root, tuple(mender.notices)


def _leniently(data: bytes) -> etree._Element | None:
    """The root of what can be read of a file; None of nothing, such as words before the first tag."""
    root: etree._Element | None = etree.fromstring(data, parser(lenient=True))
    for element in root.iter(etree.Element) if root is not None else ():
        if not str(element.tag).startswith("{"):  # of no namespace: a prefix that is not declared is none
            element.tag = str(element.tag).rpartition(":")[2]
    return root


def parser(lenient: bool = False) -> etree.XMLParser:
    """What reads a tree without trust, without comments and instructions, of a text that is UTF-8 again."""
    return etree.XMLParser(
        encoding="utf-8",
        recover=lenient,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_pis=True,
        remove_comments=True,
    )


def _lost(mender: _Mender, root: etree._Element) -> bool:
    """Whether the characters between the tags of a file are not those of its tree."""
    kept = (word for e in root.iter(etree.Element) for word in (e.text or "", *(c.tail or "" for c in e)))
    return Counter(fold("".join(mender.words))) != Counter(fold("".join(kept)))


def _balanced(mender: _Mender, text: str) -> str:
    at = 0
    tokens = [token for token in TOKEN.finditer(text) if not token["name"] or _is_tag(token)]
    for n, token in enumerate(tokens):
        _write(mender, text[at : token.start()], at)
        at = token.end()
        if not token["name"]:
            mender.out.append(token[0])
            mender.words += [token[0][9:-3]] if token[0].startswith("<![") else []
        elif token["close"]:
            _close(mender, token, tokens[n + 1 :])
        else:
            mender.out.append(BARE_AMPERSAND.sub(_escaped, _quoted(mender, token)))
            if not token["rest"].rstrip().endswith("/"):
                mender.open.append(token["name"])
    _write(mender, text[at:], at)
    return "".join(mender.out)


def _is_tag(token: re.Match[str]) -> bool:
    """Whether what looks like a tag is one: a name, and attributes with values, in quotation marks or without."""
    rest = token["rest"].rstrip("/")
    return not ATTRIBUTE.sub("", rest).strip() and not token["name"].endswith(":")


def _quoted(mender: _Mender, token: re.Match[str]) -> str:
    """A start tag, its values in quotation marks."""

    def quoted(found: re.Match[str]) -> str:
        if found["value"] and not found["bare"]:
            return found[0]
        mender.say(token.start(), f"the attribute{found[0]} has no quotation marks", "they were added")
        return f' {found["name"]}="{found["bare"] or ""}"'

    rest = token["rest"]
    end = "/" if rest.rstrip().endswith("/") else ""
    return f"<{token['name']}{ATTRIBUTE.sub(quoted, rest.rstrip().removesuffix('/'))}{end}>"


def _escaped(found: re.Match[str]) -> str:
    return html.escape(found[0])


def _write(mender: _Mender, words: str, at: int) -> None:
    spelled = _spelled(mender, words, at)
    mender.out.append(spelled)
    mender.words.append(html.unescape(spelled))


def _spelled(mender: _Mender, text: str, at: int) -> str:
    """Words between tags, with bare &, < and ]]> as XML spells them."""

    def spelled(found: re.Match[str]) -> str:
        char = "" if found["control"] else html.unescape(found[0])
        entity = found["entity"] or ""
        if char == found[0] and entity and not ABBREVIATED.fullmatch(entity):
            return found[0]  # nobody knows what it stands for: the parser says so
        done = f"it was read as “{char}”" if char else "it was left out"
        mender.say(at + found.start(), f"“{found[0]}” is no sign of XML", done)
        return html.escape(char, quote=False)

    return UNSPELLED.sub(spelled, text)


def _close(mender: _Mender, token: re.Match[str], after: list[re.Match[str]]) -> None:
    """Close what an end tag closes; what was left open in it first; nothing, or a wrong name's element, for a stray."""
    name, at = token["name"], token.start()
    if name in mender.open:
        while mender.open[-1] != name:
            mender.say(at, f"<{mender.open[-1]}> is not closed before </{name}>", "it was closed there")
            mender.out.append(f"</{mender.open.pop()}>")
        mender.out.append(f"</{mender.open.pop()}>")
    elif mender.open and not _closed_later(mender.open, after):
        mender.say(at, f"</{name}> stands where <{mender.open[-1]}> ends", f"it was read as </{mender.open[-1]}>")
        mender.out.append(f"</{mender.open.pop()}>")
    else:
        mender.say(at, f"</{name}> closes nothing", "it was left out")


def _closed_later(opened: list[str], after: list[re.Match[str]]) -> bool:
    """Whether the innermost open element has an end tag of its own before the one around it ends."""
    depth = 0
    for token in after:
        if not token["name"] or (token["rest"] or "").rstrip().endswith("/"):
            continue
        if not token["close"]:
            depth += 1
        elif depth:
            depth -= 1
        elif token["name"] in opened[:-1]:
            return token["name"] == opened[-1]
        elif token["name"] == opened[-1]:
            return True
    return False
