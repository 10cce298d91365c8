"""A run of invented documents in six languages, with a vote, each citing the one before."""

from __future__ import annotations

import json
from pathlib import Path

from engross.batch.corpus import RunOptions, RunResources, run_corpus
from tests.test_build import FONTS

EDITIONS = frozenset({"pdf", "html", "epub", "index", "akn"})
TITLES = {
    "ar": ("مصابيح المنارات", "زيت المصابيح", "ضباب الموانئ"),
    "en": ("Lamps of lighthouses", "Oil for lamps", "Fog in harbours"),
    "es": ("Lámparas de los faros", "Aceite para lámparas", "Niebla en los puertos"),
    "fr": ("Lampes des phares", "Huile pour les lampes", "Brouillard dans les ports"),
    "ru": ("Лампы маяков", "Масло для ламп", "Туман в портах"),
    "zh": ("灯塔的灯", "灯油", "港口的雾"),
}
# By language: enacting words, preamble, two operative paragraphs, session, committee's proponent line.
WORDS = {
    "ar": (
        "إن الجمعية العامة،",
        "*إذ تشير* إلى قرارها {cited}،[^1]",
        "*تهيب* بجميع الدول أن تعتني بمصابيح الدول الجزرية الصغيرة النامية؛",
        "*تقرر* إبقاء المسألة قيد نظرها.",
    ),
    "en": (
        "The General Assembly,",
        "*Recalling* its resolution {cited},[^1]",
        "*Calls upon* all States to take care of the lamps of small island developing States;",
        "*Decides* to remain seized of the matter.",
    ),
    "es": (
        "La Asamblea General,",
        "*Recordando* su resolución {cited},[^1]",
        "*Exhorta* a todos los Estados a que cuiden de las lámparas de los pequeños Estados insulares en desarrollo;",
        "*Decide* seguir ocupándose de la cuestión.",
    ),
    "fr": (
        "L’Assemblée générale,",
        "*Rappelant* sa résolution {cited},[^1]",
        "*Demande* à tous les États de prendre soin des lampes des petits États insulaires en développement ;",
        "*Décide* de rester saisie de la question.",
    ),
    "ru": (
        "Генеральная Ассамблея,",
        "*ссылаясь* на свою резолюцию {cited},[^1]",
        "*призывает* все государства заботиться о лампах малых островных развивающихся государств;",
        "*постановляет* продолжать заниматься этим вопросом.",
    ),
    "zh": (
        "大会，",
        "*回顾*其第{cited}号决议和《行动纲要》、2016年方案(ABC)，[^1]",
        "*吁请*所有国家爱护小岛屿发展中国家的灯塔；",
        "*决定*继续处理此案。",
    ),
}
SOURCE = """symbol: A/RES/99/{n}
language: {language}
masthead:
  symbol: A/RES/99/{n}
{masthead}title: "{title}"
body:
- enacting: {words[0]}
- preambular: "{preamble}"
  notes:
  - '1': A/98/612.
- number: '1.'
  operative: "{words[2]}"
- number: '2.'
  operative: "{words[3]}"
"""
ENGLISH_MASTHEAD = """  issued: {day} December 2054
  session: Ninety-ninth session
  agenda_item: Agenda item 68 (b)
  agenda_title: "Lights of the sea: lamps"
  proponent: "[on the report of the Third Committee (A/99/456)]"
facts:
  adopted: "2054-12-05"
  issued: "2054-12-{day}"
  agenda_item: 68 (b)
"""
VOTING_DATA = {
    "symbol": "A/RES/99/7",
    "committee": "Third Committee",
    "agenda_item": "Agenda item 68 (b)",
    "agenda_item_name": "Lights of the sea: lamps",
    "adoption_type": "By a recorded vote",
    "MS_in_favour_count": "3",
    "MS_against_count": "1",
    "MS_abstaining_count": "2",
    "pv": "A/99/PV.53",
    "MS_in_favour": ["FIJI", "MALTA", "SAMOA"],
    "MS_against": ["CHAD"],
    "MS_abstaining": ["AUSTRIA", "BOLIVIA (PLURINATIONAL STATE OF)"],
    "sponsors": ["FIJI", "MALTA"],
    "additional_sponsors": ["SAMOA"],
    "subjects": [["LIGHTHOUSES", "UNBIS Thesaurus"], ["SMALL ISLAND DEVELOPING STATES", "UNBIS Thesaurus"]],
}


def write_sources(folder: Path, languages: tuple[str, ...] = tuple(WORDS)) -> Path:
    """Write the sources of three resolutions, each citing the one before, and the data on their adoption."""
    data = folder / "data_extract"
    data.mkdir(parents=True)
    (data / "99.json").write_text(json.dumps(VOTING_DATA) + "\n", "utf-8")
    for language in languages:
        for place, title in enumerate(TITLES[language]):
            number = 7 + place
            masthead = ENGLISH_MASTHEAD.format(day=10 + place) if language == "en" else ""
            words = WORDS[language]
            text = SOURCE.format(
                n=number,
                language=language,
                masthead=masthead,
                title=title,
                words=words,
                preamble=words[1].format(n=number - 1, cited=f"99/{number - 1}"),
            )
            (folder / f"A_RES_99_{number}.{language}.resolution.yaml").write_text(text, "utf-8")
    return folder


def make_run(folder: Path, editions: frozenset[str] = EDITIONS) -> Path:
    """Make the run of the invented documents, and return its folder."""
    sources = folder / "sources"
    if not sources.exists():
        write_sources(sources)
    run = folder / "run"
    order = RunOptions(run, FONTS, editions, with_record=True)
    run_corpus((str(sources),), order, RunResources(2, 120.0), lambda *_: None)
    return run
