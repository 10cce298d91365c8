"""What holds for every symbol that the grammar of engross.grammars.symbol can make."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from engross.grammars.symbol import InvalidSymbol, Symbol, find_symbols, fold_symbol_text, parse, symbol_from_url

NUMBER = st.integers(1, 99_999).map(str)
YEAR = st.integers(1946, 2099).map(str)
LETTER = st.sampled_from("ABCDEFGHIJ")
ROMAN = st.sampled_from("I II III IV V VI IX X XIV XIX XX XXIX XXX".split())
BODY = st.sampled_from("A S E ST T CRC CEDAW UNEP NPT ISBA CAC/COSP TD DP".split()).map(lambda body: body.split("/"))
SUB_BODY = st.builds(
    "{}.{}".format, st.sampled_from(["AC", "C", "CN", "CONF", "GC", "SC", "Sub", "WG"]), st.integers(1, 300)
)
SESSION = st.one_of(
    st.integers(1, 99).map(str), YEAR, st.builds("{}-{}".format, st.sampled_from(["S", "ES"]), st.integers(1, 40))
)
NATURE = st.one_of(
    st.builds("{}.{}".format, st.sampled_from("PV L CRP WP SR R EG".split()), st.integers(1, 9999)),
    st.sampled_from("PRST INF NGO PET Agenda BUR RPM BMS MSP".split()),
    st.builds("SR.{0}-{1}".format, st.integers(1, 20), st.integers(21, 40)),
)
WORD = st.sampled_from("I II IV".split())
PARTS = st.one_of(
    st.builds(" (Part {})".format, WORD),
    st.builds(" (Parts {} and {})".format, WORD, WORD),
    st.builds(" (Vol. {})".format, WORD),
    st.builds(" (Sect. {}{})".format, st.integers(1, 36), st.sampled_from(["", "A", "G"])),
    st.sampled_from([" (Introduction)", " (Plan outline)", " (Supp)", " (Resumption 1)", "(14)"]),
)
MODIFIERS = st.lists(
    st.builds("{}.{}".format, st.sampled_from(["Add", "Amend", "Corr", "Rev"]), st.integers(1, 60)), max_size=3
)
LETTERS = st.one_of(st.just(""), st.builds(" {}".format, LETTER), st.builds(" {}-{}".format, LETTER, LETTER))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, ...]:
    """``organ 1*("/" component)`` with sub-bodies, a session, a nature, a number, brackets and modifiers."""
    parts = [*draw(BODY), *draw(st.lists(SUB_BODY, max_size=2)), *draw(st.lists(SESSION, max_size=1))]
    parts += draw(st.lists(NATURE, max_size=1))
    parts.append(draw(NUMBER) + draw(st.one_of(st.just(""), PARTS)))
    return (*parts, *draw(MODIFIERS))


@st.composite
def resolutions(draw: st.DrawFn) -> tuple[str, ...]:
    """A number of a series: 77/213, 235 B, 217 A (III), ES-11/4, 2623 (2022)."""
    series = draw(st.sampled_from(["A/RES", "A/HRC/RES", "A/DEC", "E/RES", "A/HRC/DEC"])).split("/")
    new = (*series, draw(SESSION), draw(NUMBER) + draw(LETTERS))
    letters = draw(LETTERS)
    prefix = draw(st.sampled_from(["", "S-", "ES-"]))
    old = (*series, f"{draw(NUMBER)}{letters} ({prefix}{draw(ROMAN)})")
    return draw(st.sampled_from([new, old, ("S", "RES", f"{draw(NUMBER)} ({draw(YEAR)})")]))


SINGLES = st.one_of(documents(), resolutions()).map(Symbol)
SYMBOLS = st.one_of(SINGLES, st.builds(Symbol, documents(), SINGLES))


@given(SYMBOLS)
def test_parse_undoes_str(symbol: Symbol) -> None:
    """``str()`` is the canonical spelling and ``parse(str(x)) == x`` (engross.grammars.symbol)."""
    assert parse(str(symbol)) == symbol


@given(SYMBOLS, st.sampled_from(["ch", "en", "fr"]))
def test_an_address_leads_back(symbol: Symbol, resolver: str) -> None:
    """The address of a document, "blanks left out" (un-documents: 4.2), is understood again."""
    assert symbol_from_url(symbol.url(resolver)) == symbol


@given(SYMBOLS, SYMBOLS, SYMBOLS)
def test_the_order_is_total_and_follows_the_key(a: Symbol, b: Symbol, c: Symbol) -> None:
    """ "Sort key must be numeric-aware per component" (4.1): one of <, ==, > holds, < is transitive, keys agree."""
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a < b) == (a.key() < b.key())
    assert (a == b) == (a.key() == b.key())
    assert a <= c or not (a <= b <= c)


@given(SINGLES, st.integers(1, 60), st.integers(1, 60))
def test_a_base_stands_before_its_modifiers_and_numbers_count(base: Symbol, m: int, n: int) -> None:
    """ "Rev after base; Add before Corr" and "A/77/9 < A/77/10" (4.1)."""

    def with_(modifier: str) -> Symbol:
        return Symbol((*base.components, modifier))

    assert base < with_(f"Add.{m}") < with_(f"Corr.{n}") < with_(f"Rev.{m}")
    assert (with_(f"Add.{m}") < with_(f"Add.{n}")) == (m < n)


@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    """ "NFKC, strip bidi marks, fold homoglyphs" (4.1): what is folded stays as it is."""
    assert fold_symbol_text(fold_symbol_text(text)) == fold_symbol_text(text)


@given(SYMBOLS, st.data())
def test_disguises_are_seen_through(symbol: Symbol, data: st.DataObject) -> None:
    """ "Cyrillic look-alikes inside symbols", "digits arrive with bidi marks" (4.1) change no symbol."""
    alike = str.maketrans("ABCEHKMOPTX-", "АВСЕНКМОРТХ\u2011")
    text = str(symbol)
    at = data.draw(st.integers(0, len(text)))
    assert parse(text[:at].translate(alike) + "\u200f" + text[at:]) == symbol


@given(
    SYMBOLS,
    st.sampled_from(["", "see ", "(", "文件", "в документе ", "وثيقة "]),
    st.sampled_from([".", ")", "，", "; and", "号", ""]),
)
def test_find_finds_exactly_the_symbol(symbol: Symbol, before: str, after: str) -> None:
    """Symbols in running text are found at their place; the full stop after "Add.9." is the sentence's."""
    text = f"{before}{symbol}{after}"
    (found,) = find_symbols(text)
    assert (found.symbols, text[found.start : found.end]) == ((symbol,), str(symbol))


@given(SINGLES, st.integers(1, 30), st.integers(0, 9), st.sampled_from([" and ", "、", " et ", "和", ", "]))
def test_elliptic_lists_are_expanded(base: Symbol, first: int, more: int, link: str) -> None:
    """ "A/77/L.3 and Add.1", "Add.1-3" (4.1): each member is the base with another modifier."""
    assume(not base.components[-1].startswith("Add."))
    _, members = find_symbols(f"{base}{link}Add.{first}-{first + more}")
    assert [s.components for s in members.symbols] == [
        (*base.components, f"Add.{n}") for n in range(first, first + more + 1)
    ]


@given(st.text(alphabet="ASER/.-() 0123456789abcILV", max_size=24))
def test_any_text_is_a_symbol_or_an_error_with_a_place_in_it(text: str) -> None:
    """Bad text gets an error with a caret under the place (issue 2); what is understood can be spelled and read."""
    outcome = _outcome(text)
    if isinstance(outcome, Symbol):
        assert parse(str(outcome)) == outcome
    else:
        assert 0 <= outcome.at <= len(outcome.text)


def _outcome(text: str) -> Symbol | InvalidSymbol:
    try:
        return parse(text)
    except InvalidSymbol as error:
        return error


@given(st.text(alphabet="ASER/.-() 0123456789abcILV和,", max_size=40))
def test_what_is_found_stands_in_order_and_parses(text: str) -> None:
    """Places are those of the text: in order, apart, and the words there mean the symbol."""
    end = 0
    for found in find_symbols(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end
        if "/" in (words := text[found.start : found.end]):
            assert (parse(words),) == found.symbols
