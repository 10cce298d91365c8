"""The options of the library: those of the command line, by the same names, with the same values, as a request."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypedDict, get_args

from engross.grammars.language import language_codes
from engross.grammars.symbol import InvalidSymbol, parse
from engross.model.epub_profile import PROFILES
from engross.model.paper import (
    DEFAULT_LINES,
    FONT_SIZE_BOUNDS,
    HANDOUT,
    KINDS,
    PAPERS,
    Format,
    LineNumbers,
    explain_misfit,
)
from engross.model.request import EDITIONS, Request, choose_editions
from engross.pipeline.folders import fonts_folder

FilePath = str | os.PathLike[str]
DocumentSource = FilePath | bytes
PaperName = Literal["a4", "a5", "letter"]
ProfileName = Literal["reader", "archive", "kindle"]
KindName = Literal["handout", "working", "large-print"]
LinesWord = Literal[1, 5]
EditionName = Literal["pdf", "epub", "html", "print", "index", "akn"]
NAME_OF_BYTES = "document"  # how messages call a source that is given as bytes


class ReadOptions(TypedDict, total=False):
    """The options of reading; what is left out is as on the command line."""

    language: str
    symbol: str
    records: FilePath
    name: str


class BuildOptions(ReadOptions, total=False):
    """The options of building; what is left out is as on the command line."""

    editions: EditionName | Iterable[EditionName]
    paper: PaperName
    font_size: float
    marks_hanging: bool
    without_index: bool
    kind: KindName
    lines: LinesWord
    through: bool
    with_record: bool
    profile: ProfileName
    fonts: FilePath


def make_request(source: DocumentSource, out: FilePath | None, options: Mapping[str, Any]) -> Request:
    """Return the request for a source, given by its path or as its bytes. Raises ValueError for a value not allowed."""
    values = {name: CHECKS[name](name, value) for name, value in options.items()}
    page_format = _make_format({name: values.pop(name, default) for name, default in FORMAT_DEFAULTS.items()})
    folder = None if out is None else Path(out)
    editions = choose_editions(values.pop("editions", EDITIONS), page_format.kind)
    request = Request(Path(), folder, editions=editions, format=page_format, **{"fonts": fonts_folder(), **values})
    if isinstance(source, bytes):
        return replace(request, source=Path(request.name or NAME_OF_BYTES), data=source)
    return replace(request, source=Path(source))


def _make_format(values: Mapping[str, Any]) -> Format:
    """Return the format of the page. Raises ValueError where its parts do not fit each other."""
    is_said = bool(values["lines"] or values["through"])
    lines = LineNumbers(values["lines"] or DEFAULT_LINES, values["through"]) if is_said else None
    has_index = not values["without_index"]
    wanted = Format(values["paper"], values["font_size"], values["marks_hanging"], has_index, values["kind"], lines)
    if misfit := explain_misfit(wanted):
        raise ValueError(misfit)
    return wanted


def check_names(options: Mapping[str, Any], names: Iterable[str], caller: str) -> None:
    """Raise TypeError for an option that is not among those of the function that was called."""
    names = tuple(names)
    for option in options:
        if option not in names:
            near = get_close_matches(option, names, n=1)
            meant = f": is {near[0]} meant?" if near else ""
            raise TypeError(f"{caller}() has no option “{option}”{meant}")


def _choose_word(name: str, value: Any, words: Iterable[str]) -> str:
    """Return the word of a closed set that is meant, in capitals or not. Raises ValueError for any other value."""
    words = tuple(words)
    for word in words:
        if isinstance(value, str) and value.lower() == word:
            return word
    raise ValueError(f"{name} is one of {', '.join(words)}, not {_quote(value)}")


def _check_language(name: str, value: Any) -> str:
    return "" if value == "" else _choose_word(name, value, language_codes())


def _check_symbol(name: str, value: Any) -> str:
    try:
        return str(parse(str(value))) if value else ""
    except InvalidSymbol as error:
        raise ValueError(f"{name}: {error}") from None


def _check_editions(name: str, value: Any) -> frozenset[str]:
    words = value.split(",") if isinstance(value, str) else value
    chosen = frozenset(_choose_word(name, word, EDITION_NAMES) for word in words)
    if not chosen:
        raise ValueError(f"{name} names none: it is some of {', '.join(EDITION_NAMES)}")
    return chosen


def _check_font_size(name: str, value: Any) -> float:
    low, high = FONT_SIZE_BOUNDS
    if value == 0 or (isinstance(value, int | float) and low <= value <= high):
        return float(value)
    raise ValueError(f"{name} is a number from {low:g} to {high:g} points, not {_quote(value)}")


def _check_lines(name: str, value: Any) -> int:
    if value in get_args(LinesWord) and not isinstance(value, bool):
        return int(value)
    raise ValueError(f"{name} is 1 or 5, not {_quote(value)}")


def _check_switch(name: str, value: Any) -> Any:
    return _check_kind(name, value, bool, "True or False")


def _check_text(name: str, value: Any) -> Any:
    return _check_kind(name, value, str, "a text")


def _check_kind(name: str, value: Any, kind: type, allowed: str) -> Any:
    if isinstance(value, kind):
        return value
    raise ValueError(f"{name} is {allowed}, not {_quote(value)}")


def _check_path(name: str, value: Any) -> Path:
    if isinstance(value, str | os.PathLike) and os.fspath(value):
        return Path(value)
    raise ValueError(f"{name} is a path, not {_quote(value)}")


def _quote(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else repr(value)


EDITION_NAMES = get_args(EditionName)
FORMAT_DEFAULTS = {
    "paper": "a4",
    "font_size": 0.0,
    "marks_hanging": False,
    "without_index": False,
    "kind": HANDOUT,
    "lines": 0,
    "through": False,
}
# What checks the value of each option, and returns it as a request has it.
CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "language": _check_language,
    "symbol": _check_symbol,
    "records": lambda name, value: (_check_path(name, value),),
    "name": _check_text,
    "editions": _check_editions,
    "paper": lambda name, value: _choose_word(name, value, PAPERS),
    "font_size": _check_font_size,
    "marks_hanging": _check_switch,
    "without_index": _check_switch,
    "kind": lambda name, value: KINDS[_choose_word(name, value, KINDS)],
    "lines": _check_lines,
    "through": _check_switch,
    "with_record": _check_switch,
    "profile": lambda name, value: PROFILES[_choose_word(name, value, PROFILES)],
    "fonts": _check_path,
}
