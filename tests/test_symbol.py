"""Symbols: one ordered list makes the tests of order, equality and round trip; tables hold spellings and errors.

The shapes are those of un-documents 4.1; the method is that of pypa/packaging's tests of versions.
"""

from __future__ import annotations

import doctest
import itertools
import operator
import re
from collections.abc import Callable

import pytest

import engross.grammars.symbol
from engross.grammars.symbol import (
    InvalidSymbol,
    Symbol,
    decision_symbol,
    find_series_place,
    find_symbols,
    find_url,
    fold_symbol_text,
    parse,
    resolution_symbol,
    symbol_from_url,
)
from tests.corpus import CORPUS

# Canonical spellings in their order: numbers by value, a base before its Add., Amend., Corr. and Rev.
ORDERED = """
A/7/12
A/77/6
A/77/6/Add.1
A/77/6/Corr.1
A/77/6 (Introduction)
A/77/6 (Plan outline)
A/77/6 (Sect. 3)
A/77/6 (Sect. 3)/Add.1
A/77/6 (Sect. 3)/Add.7/Corr.1
A/77/6 (Sect. 29A)
A/77/6 (Sect. 29B)
A/77/9
A/77/10
A/77/10/Add.1
A/77/10/Add.1/Corr.1
A/77/10/Add.2
A/77/10/Add.10
A/77/10/Amend.1
A/77/10/Corr.1
A/77/10/Rev.1
A/77/10/Rev.1/Add.1
A/77/12/Add.1 (Supp)
A/77/15 (Part I)
A/77/15 (Part II)
A/77/49 (Vol. I)
A/77/49 (Vol. II)
A/77/49 (Vol. V)
A/77/49 (Vol. IX)
A/77/242-S/2022/583
A/77/L.3
A/77/L.25
A/77/PV.46
A/77/PV.56 (Resumption 1)
A/2170
A/AC.105/C.1/121
A/AC.198/2022/2
A/C.3/77/L.25
A/C.3/77/L.25/Rev.1
A/C.6/64/SR.1-28/Corrigendum
A/C.6/64/SR.29
A/CONF.157/24 (Part I)
A/CONF.157/24 (Part I)/Corr.1
A/CONF.157/PC/42/Add.6
A/CONF.192/BMS/2022/1
A/DEC/77/405
A/ES-10/794
A/ES-11/PV.1
A/HRC/51/6
A/HRC/DEC/36/115
A/HRC/RES/50/4
A/HRC/RES/S-21/1
A/HRC/WG.2/17/2
A/RES/217 (III)
A/RES/217 A (III)
A/RES/2252 (ES-V)
A/RES/3201 (S-VI)
A/RES/3411 A-B (XXX)
A/RES/31/6 A-B
A/RES/47/54 C
A/RES/47/54 D
A/RES/75/254 A-C
A/RES/76/235
A/RES/76/235 A
A/RES/76/235 B
A/RES/77/9
A/RES/77/213
A/RES/ES-11/4
A/RES/S-24/2
A/S-12/2
BWC/CONF.VI/6
BWC/CONF.VIII/4
BWC/CONF.IX/2
CAC/COSP/2021/17
CEDAW/C/PRK/CO/2-4
CLCS/40/Rev.1
CRC/C/GC/24
E/2023/L.9
E/CN.4/2001/2-E/CN.4/Sub.2/2000/46
E/CN.5/2023/6
E/ECE/1462
E/ESCAP/RES/72/7
E/RES/2008 (LX)
E/RES/2021/2 B
E/RES/2023/10
FCCC/CP/2015/10/Add.1
ICCD/COP(14)/23/Add.1
ISBA/25/A/10-ISBA/25/C/31
JIU/REP/2022/1
NPT/CONF.2000/28 (Parts I and II)
NPT/CONF.2020/Dec.2
S/2022/160
S/Agenda/8980
S/INF/69
S/PRST/2013/15
S/PV.7813
S/RES/687 (1991)
S/RES/1325 (2000)
S/RES/2623 (2022)
ST/SGB/2013/4
ST/SGB/2013/4/Amend.1
T/RES/15 (II)
TD/B/EFD/1/3
TPNW/MSP/2022/6
UNEP/CBD/BS/COP-MOP/5/17
UNEP/EA.5/HLS.1
UNEP/EA.5/Res.14
UNEP/OzL.Pro.28/12
""".strip().splitlines()

SPELLINGS = [
    # case
    ("a/res/77/213", "A/RES/77/213"),
    ("A/hrc/RES/50/4", "A/HRC/RES/50/4"),
    ("A/RES/s-24/2", "A/RES/S-24/2"),
    ("A/RES/es-10/17", "A/RES/ES-10/17"),
    ("A/77/9/add.1/CORR.2", "A/77/9/Add.1/Corr.2"),
    ("NPT/CONF.2020/DEC.2", "NPT/CONF.2020/Dec.2"),
    ("UNEP/EA.5/RES.14", "UNEP/EA.5/Res.14"),
    # old sessions
    ("A/RES/217 (III)", "A/RES/217 (III)"),
    ("A/RES/217(iii)", "A/RES/217 (III)"),
    ("A/RES/1874 (S-IV)", "A/RES/1874 (S-IV)"),
    ("A/RES/2252(es-v)", "A/RES/2252 (ES-V)"),
    ("A/RES/2106A(XX)", "A/RES/2106 A (XX)"),
    ("A/RES/181(II)A-B", "A/RES/181 A-B (II)"),
    ("A/RES/217a(iii)", "A/RES/217 A (III)"),
    ("A/RES/3411 A and B (XXX)", "A/RES/3411 A-B (XXX)"),
    # letters
    ("A/RES/76/235B", "A/RES/76/235 B"),
    ("A/RES/75/290a", "A/RES/75/290 A"),
    ("A/RES/76/84a-b", "A/RES/76/84 A-B"),
    ("A/RES/75/254A-C", "A/RES/75/254 A-C"),
    ("A/RES/75/254 A–C", "A/RES/75/254 A-C"),
    ("A/RES/31/6 A and B", "A/RES/31/6 A-B"),
    ("A/RES/31/6 A to E", "A/RES/31/6 A-E"),
    ("A/RES/31/6 A至E", "A/RES/31/6 A-E"),
    ("A/RES/53/77AA", "A/RES/53/77 AA"),
    ("A/RES/75/254 A-S/2020/1", "A/RES/75/254 A-S/2020/1"),
    # years
    ("S/RES/2623(2022)", "S/RES/2623 (2022)"),
    ("S/RES/2623\u00a0(2022)", "S/RES/2623 (2022)"),
    # brackets
    ("A/CONF.157/24(PartI)", "A/CONF.157/24 (Part I)"),
    ("A/CONF.157/24（PartI）/Corr.1", "A/CONF.157/24 (Part I)/Corr.1"),
    ("NPT/CONF.2000/28(PartsIandII)", "NPT/CONF.2000/28 (Parts I and II)"),
    ("NPT/CONF.2000/28 (Part I和II)", "NPT/CONF.2000/28 (Parts I and II)"),
    ("A/62/40(vol.i)", "A/62/40 (Vol. I)"),
    ("A/77/6(sect.29a)", "A/77/6 (Sect. 29A)"),
    ("A/77/6 (PLAN OUTLINE)", "A/77/6 (Plan outline)"),
    ("A/77/6(Planoutline)", "A/77/6 (Plan outline)"),
    ("A/59/19/Rev.1(supp)", "A/59/19/Rev.1 (Supp)"),
    ("E/2005/27/Corr.1(SUPP)", "E/2005/27/Corr.1 (Supp)"),
    ("A/77/PV.56(Resumption1)", "A/77/PV.56 (Resumption 1)"),
    ("S/PV.7813/Resumption1", "S/PV.7813/Resumption 1"),
    # stops and blanks
    ("A/77/9/Add1", "A/77/9/Add.1"),
    ("A/77/9/Add. 1", "A/77/9/Add.1"),
    ("A/66/53/Add.1/ Corr.1", "A/66/53/Add.1/Corr.1"),
    ("A/66/53 /Add.1", "A/66/53/Add.1"),
    ("  A/77/L. 3 ", "A/77/L.3"),
    # look-alikes: Cyrillic А, Е, С and В, full width, dashes, marks of direction
    ("А/RES/76/235 В", "A/RES/76/235 B"),
    ("Е/2022/64/Сorr.1", "E/2022/64/Corr.1"),
    ("Ａ／７７／９", "A/77/9"),
    ("A/C.6/64/SR.1\u201328/Сorrigendum", "A/C.6/64/SR.1-28/Corrigendum"),
    ("A/RES/ES\u201111/4", "A/RES/ES-11/4"),
    ("\u200fA/RES/\u200e77/213\u202c", "A/RES/77/213"),
    # Arabic: session codes, letters, a conjunction that slipped in
    ("A/RES/217(د-3)", "A/RES/217 (III)"),
    ("A/RES/217 ألف (د-3)", "A/RES/217 A (III)"),
    ("A/RES/2625(د-25)", "A/RES/2625 (XXV)"),
    ("A/RES/3201(دإ-6)", "A/RES/3201 (S-VI)"),
    ("A/RES/2252 (دإط-5)", "A/RES/2252 (ES-V)"),
    ("A/RES/دإط-10/21", "A/RES/ES-10/21"),
    ("A/RES/دإ-24/2", "A/RES/S-24/2"),
    ("A/RES/و68/193", "A/RES/68/193"),
]

# A wrong symbol, the column (from 1) of the error in its folded text, what was expected there.
ORGAN, COMPONENT, END = (
    "an organ such as A/, S/, E/ or CRC/",
    "a number or a word after “/”",
    "the end, “/” or a bracket",
)
BAD = [
    ("", 1, ORGAN),
    ("70/1", 1, ORGAN),
    ("第70/1号决议", 1, ORGAN),
    ("Home/Mobile", 1, ORGAN),
    ("hrc/RES/49/21", 1, ORGAN),
    ("A//77", 3, COMPONENT),
    ("A/RES/77/", 10, COMPONENT),
    ("A/RES/77//3", 10, COMPONENT),
    ("A/RES/77/213abc", 10, COMPONENT),
    ("A/RES", 6, "a number"),
    ("A/RES/77/213.", 13, END),
    ("A/RES/77/213)", 13, END),
    ("A/77/9²", 7, END),
    ("A/77/6 (chap. V)", 7, END),
    ("A/77/463, para. 87", 9, END),
    ("A/77/463 A", 9, END),
]

COMPARISONS = [operator.lt, operator.le, operator.eq, operator.ne, operator.ge, operator.gt]


@pytest.mark.parametrize("text", ORDERED)
def test_round_trip(text: str) -> None:
    assert str(parse(text)) == text
    assert parse(str(parse(text))) == parse(text)
    assert repr(parse(text)) == f"Symbol({text!r})"


@pytest.mark.parametrize("op", COMPARISONS)
def test_comparisons(op: Callable[[object, object], bool]) -> None:
    symbols = [parse(text) for text in ORDERED]
    for (m, left), (n, right) in itertools.product(enumerate(symbols), repeat=2):
        assert op(left, right) is op(m, n), (left, right)


def test_sorting_restores_the_order() -> None:
    assert [str(s) for s in sorted(map(parse, reversed(ORDERED)))] == ORDERED


def test_equal_symbols_have_equal_hashes() -> None:
    for text, canonical in SPELLINGS:
        assert hash(parse(text)) == hash(parse(canonical))
    assert len({*map(parse, ORDERED), *map(parse, ORDERED)}) == len(ORDERED)


@pytest.mark.parametrize("op", [operator.lt, operator.gt, operator.le, operator.ge])
@pytest.mark.parametrize("other", ["A/77/9", 77, None])
def test_symbols_are_not_ordered_among_other_things(op: Callable[[object, object], bool], other: object) -> None:
    with pytest.raises(TypeError):
        op(parse("A/77/9"), other)
    assert parse("A/77/9") != other


@pytest.mark.parametrize(("text", "canonical"), SPELLINGS)
def test_spellings(text: str, canonical: str) -> None:
    assert str(parse(text)) == canonical


@pytest.mark.parametrize(("text", "column", "expected"), BAD)
def test_bad_text_gets_a_caret_under_the_place(text: str, column: int, expected: str) -> None:
    with pytest.raises(InvalidSymbol) as caught:
        parse(text)
    assert str(caught.value) == f"no document symbol: expected {expected}\n    {text}\n    {' ' * (column - 1)}^"
    assert (caught.value.text, caught.value.at, caught.value.expected) == (text, column - 1, expected)


def test_caret_stands_under_the_place_beside_wide_characters() -> None:
    assert str(InvalidSymbol("决议A", 2, "x")).splitlines()[2] == "        ^"


def test_error_shows_the_text_as_folded() -> None:
    with pytest.raises(InvalidSymbol, match=re.escape("\n    A/77/9 x\n          ^")):
        parse("\u200fА/77/9   x")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("A/RES/77/213", "a-res-77-213"),
        ("S/RES/2623 (2022)", "s-res-2623-2022"),
        ("A/RES/217 A (III)", "a-res-217-a-iii"),
        ("A/77/6 (Sect. 29A)/Corr.1", "a-77-6-sect-29a-corr-1"),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert parse(text).slug == slug


def test_slugs_keep_symbols_apart() -> None:
    assert len({parse(text).slug for text in ORDERED}) == len(ORDERED)


@pytest.mark.parametrize(
    ("text", "resolver", "url"),
    [
        ("A/RES/77/213", "ch", "https://undocs.org/ch/A/RES/77/213"),
        ("A/RES/77/213", "ar", "https://undocs.org/ar/A/RES/77/213"),
        ("S/RES/2623 (2022)", "en", "https://undocs.org/en/S/RES/2623(2022)"),
        ("A/CONF.157/24 (Part I)/Corr.1", "fr", "https://undocs.org/fr/A/CONF.157/24(PartI)/Corr.1"),
        ("A/RES/76/235 B", "es", "https://undocs.org/es/A/RES/76/235B"),
        ("A/77/242-S/2022/583", "ru", "https://undocs.org/ru/A/77/242-S/2022/583"),
    ],
)
def test_url_in_each_language(text: str, resolver: str, url: str) -> None:
    assert parse(text).url(resolver) == find_url(text, resolver) == url


@pytest.mark.parametrize("text", ["", "no symbol", "GC(66)/RES/12", "WT/L/982"])
def test_what_is_not_at_the_united_nations_has_no_address(text: str) -> None:
    assert find_url(text, "en") == ""


@pytest.mark.parametrize("text", ORDERED)
def test_an_address_leads_back_to_its_symbol(text: str) -> None:
    assert symbol_from_url(parse(text).url("ch")) == parse(text)


def test_what_an_address_may_not_hold_is_encoded() -> None:
    assert Symbol(("A", "77", "9?#%é")).url("en") == "https://undocs.org/en/A/77/9%3F%23%25%C3%A9"


@pytest.mark.parametrize(
    ("url", "symbol"),
    [
        ("https://undocs.org/A/RES/70/1", "A/RES/70/1"),
        ("http://www.undocs.org/en/A/RES/70/1", "A/RES/70/1"),
        ("https://undocs.org/CH/A/RES/76/84a-b", "A/RES/76/84 A-B"),
        ("https://docs.un.org/zh/S/RES/2623%20(2022)", "S/RES/2623 (2022)"),
        ("https://undocs.org/ot/A/77/6%28Sect.%203%29", "A/77/6 (Sect. 3)"),
        ("https://undocs.org/TD/523", "TD/523"),
        ("https://undocs.org/DP/2022/1", "DP/2022/1"),
        ("https://undocs.org/en/ A/RES/70/1 ", "A/RES/70/1"),
        ("https://www.undocs.org/Home/Mobile?FinalSymbol=A%2FRES%2F77%2F232&Language=E", "A/RES/77/232"),
    ],
)
def test_from_url(url: str, symbol: str) -> None:
    assert str(symbol_from_url(url)) == symbol


@pytest.mark.parametrize(
    "url",
    [
        "https://www.un.org/A/RES/70/1",
        "https://undocs.org/",
        "https://undocs.org/en/",
        "https://undocs.org/en/70/1",
        "mailto:https//undocs.org/ch/A/RES/169(II)",
        "undocs.org/en/A/RES/70/1",
        "",
    ],
)
def test_other_addresses_have_no_symbol(url: str) -> None:
    with pytest.raises(InvalidSymbol):
        symbol_from_url(url)


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("A/RES/77/213", "ga"),
        ("A/C.3/77/L.25", "ga"),
        ("A/HRC/RES/50/4", "hrc"),
        ("A/HRC/51/6", "hrc"),
        ("S/RES/2623 (2022)", "sc"),
        ("E/RES/2023/10", "ecosoc"),
        ("T/RES/15(II)", "trusteeship"),
        ("ECE/ENERGY/139", "ece"),
        ("ST/SGB/2018/3", "secretariat"),
        ("CRC/C/GC/24", "treaty"),
        ("CEDAW/C/PRK/CO/2-4", "treaty"),
        ("UNEP/EA.5/Res.14", "other"),
        ("IPBES/9/14", "other"),
    ],
)
def test_organ(text: str, organ: str) -> None:
    assert parse(text).organ == organ


@pytest.mark.parametrize(
    ("organ", "number", "symbol"),
    [
        ("ga", "70/1", "A/RES/70/1"),
        ("ga", "217 A (III)", "A/RES/217 A (III)"),
        ("ga", "ES-11/4", "A/RES/ES-11/4"),
        ("hrc", "50/4", "A/HRC/RES/50/4"),
        ("hrc", "S-21/1", "A/HRC/RES/S-21/1"),
        ("sc", "1325 (2000)", "S/RES/1325 (2000)"),
        ("ecosoc", "2023/10", "E/RES/2023/10"),
        ("chr", "2005/5", "E/CN.4/RES/2005/5"),
        ("unea", "5/14", "UNEP/EA.5/Res.14"),
    ],
)
def test_resolution_symbol(organ: str, number: str, symbol: str) -> None:
    assert str(resolution_symbol(organ, number)) == symbol


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A/RES/77/213", ("session", 77, "213")),
        ("A/HRC/RES/55/10", ("session", 55, "10")),
        ("A/RES/77/213/Corr.1", ("session", 77, "213")),
        ("A/RES/ES-11/4", ("emergency", 11, "4")),
        ("A/HRC/RES/S-33/1", ("special", 33, "1")),
        ("A/RES/217 (III)", ("session", 3, "217")),
        ("A/RES/217 A (III)", ("session", 3, "217.01")),
        ("A/RES/3201 (S-VI)", ("special", 6, "3201")),
        ("A/RES/1000 (ES-I)", ("emergency", 1, "1000")),
        ("E/RES/1503 (XLVIII)", ("session", 48, "1503")),
        ("E/RES/2022/7", ("year", 2022, "7")),
        ("E/DEC/2022/301 A", ("year", 2022, "301.01")),
        ("E/CN.4/RES/2004/1", ("year", 2004, "1")),
        ("S/RES/2650 (2022)", ("", 0, "2650")),
        ("A/DEC/77/405", ("session", 77, "405")),
        ("A/RES/76/235 A-C", ("session", 76, "235.01")),
        ("A/RES/48/235 AA", ("session", 48, "235.27")),
        ("A/C.3/77/L.28", None),
        ("S/PRST/2022/1", None),
        ("E/RES/2022/INF/1", None),
    ],
)
def test_place_in_a_series(text: str, place: tuple[str, int, str] | None) -> None:
    found = find_series_place(parse(text))
    assert (found and (found.period, found.ordinal, found.position)) == place


def test_positions_sort_as_numbers_with_two_decimals() -> None:
    """As catalogues keep them: no two of a session's numbers are one, and they stand in their order."""
    numbers = ("1", "2", "10", "100", "235 A", "235 B", "235 Z", "235 AA", "236")
    places = [find_series_place(parse(f"A/RES/48/{number}")) for number in numbers]
    positions = [round(float(place.position), 2) for place in places if place]
    assert positions == sorted(set(positions))
    assert len(positions) == len(numbers)


def test_decision_symbol() -> None:
    decisions = [str(decision_symbol(*one)) for one in (("ga", "77/405"), ("hrc", "36/115"), ("ecosoc", "2023/301"))]
    assert decisions == ["A/DEC/77/405", "A/HRC/DEC/36/115", "E/DEC/2023/301"]


def test_an_organ_without_a_series_has_no_symbol() -> None:
    with pytest.raises(InvalidSymbol, match="an organ with a series: ga, hrc, ecosoc, sc, chr, unea"):
        resolution_symbol("other", "2000/22")
    with pytest.raises(InvalidSymbol, match="an organ with a series: ga, hrc, ecosoc, chr\n"):
        decision_symbol("sc", "1")
    with pytest.raises(InvalidSymbol, match="a number as the organ's series has them"):
        resolution_symbol("chr", "8 (XXIII)")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see A/77/463/Add.9. The", ["A/77/463/Add.9 = A/77/463/Add.9"]),
        ("(A/77/463/Add.2，第87段)", ["A/77/463/Add.2 = A/77/463/Add.2"]),
        ("文件A/HRC/51/6号", ["A/HRC/51/6 = A/HRC/51/6"]),
        ("A/77/53 (chap. V) and", ["A/77/53 = A/77/53"]),
        ("A/RES/76/235 B.", ["A/RES/76/235 B = A/RES/76/235 B"]),
        ("S/RES/2623 (2022).", ["S/RES/2623 (2022) = S/RES/2623 (2022)"]),
        ("A/77/242-S/2022/583,", ["A/77/242-S/2022/583 = A/77/242-S/2022/583"]),
        ("А/77/\u200e9;", ["А/77/\u200e9 = A/77/9"]),
        ("A/77/L.3 and Add.1", ["A/77/L.3 = A/77/L.3", "Add.1 = A/77/L.3/Add.1"]),
        ("A/77/L.3、Add.1和Corr.2号", ["A/77/L.3 = A/77/L.3", "Add.1 = A/77/L.3/Add.1", "Corr.2 = A/77/L.3/Corr.2"]),
        (
            "A/77/L.3/Add.1-3, A/77/L.4, Add.1, and Add.2.",
            [
                "A/77/L.3/Add.1-3 = A/77/L.3/Add.1-3",
                "A/77/L.4 = A/77/L.4",
                "Add.1 = A/77/L.4/Add.1",
                "Add.2 = A/77/L.4/Add.2",
            ],
        ),
        ("A/59/19 et Add.1–3.", ["A/59/19 = A/59/19", "Add.1–3 = A/59/19/Add.1 A/59/19/Add.2 A/59/19/Add.3"]),
        ("A/59/19/Add.1 y Add.2", ["A/59/19/Add.1 = A/59/19/Add.1", "Add.2 = A/59/19/Add.2"]),
        ("A/59/19/Rev.1 и Add.1", ["A/59/19/Rev.1 = A/59/19/Rev.1", "Add.1 = A/59/19/Rev.1/Add.1"]),
        ("A/59/19 و Add.1", ["A/59/19 = A/59/19", "Add.1 = A/59/19/Add.1"]),
        ("A/59/19 and Address", ["A/59/19 = A/59/19"]),
        ("A/77/L.3 and A/77/L.3/Add.1", ["A/77/L.3 = A/77/L.3", "A/77/L.3/Add.1 = A/77/L.3/Add.1"]),
        ("influenza A/H1N1, HIV/AIDS, and/or S/he, km/h, CD/DVD", []),
        ("https://undocs.org/A/RES/70/1 and en/A/RES/70/1", []),
        ("A/77/L.3and A/RES/77/213abc", []),
    ],
)
def test_find(text: str, found: list[str]) -> None:
    assert [f"{text[f.start : f.end]} = {' '.join(map(str, f.symbols))}" for f in find_symbols(text)] == found


@pytest.mark.parametrize("text", ORDERED)
def test_find_every_shape(text: str) -> None:
    (found,) = find_symbols(f"（见{text}，第3段）")
    assert (found.start, found.end, found.symbols) == (2, 2 + len(text), (parse(text),))


def test_fold() -> None:
    assert fold_symbol_text("\u200fА/ＲＥＳ/77–1 \u00a0 ²") == "A/RES/77-1 ²"


def test_the_examples_of_the_docstring() -> None:
    failed, tried = doctest.testmod(engross.grammars.symbol)
    assert (failed, tried > 0) == (0, True)


@pytest.mark.slow
@pytest.mark.needs("corpus")
def test_official_links_are_understood() -> None:
    """Every link to the resolver in the corpus; those that fail have no organ, or a typing error in it."""
    link = re.compile(r'href="([^"]*(?:undocs\.org|docs\.un\.org)[^"]*)"', re.IGNORECASE)
    links = {url for path in CORPUS.rglob("*.xml") for url in link.findall(path.read_text("utf-8", "replace"))}
    bad = {url for url in links if not _understood(url)}
    assert len(links) > 20_000
    assert len(bad) / len(links) < 0.001, sorted(bad)


def _understood(url: str) -> bool:
    try:
        symbol = symbol_from_url(url.replace("&amp;", "&"))
    except InvalidSymbol:
        return False
    return parse(str(symbol)) == symbol
