"""Write the README of a package, in plain words: in the languages of the document, and in English.

It says how the package is proved whole without engross, who made it of what, and how to make it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from textwrap import wrap

from engross import __version__
from engross.batch.archive.package import FileRole, Package, PackagedFile, PackagedVersion, pack_bytes
from engross.batch.library.frame import spell_language
from engross.grammars.language import load_language

README_NAME = "README.txt"
SECTIONS = ("about", "folders", "others", "validated", "check", "beside", "made", "again", "elsewhere")
WIDTH = 100  # characters of a line, in scripts that have spaces
UNDERLINE = "="
LANGUAGE_ROLES = (FileRole.EDITION, FileRole.SOURCE, FileRole.REPORT)
FOLDER_ROLES = {
    "descriptions": FileRole.DESCRIPTION,
    "validation": FileRole.VALIDATION,
    "provenance": FileRole.PROVENANCE,
    "licences": FileRole.LICENCE,
    "software": FileRole.SOFTWARE,
}
LOCK_ENDING = ".lock"  # of the list of libraries; what else is software is engross itself


@dataclass(frozen=True, slots=True)
class PackageForm:
    """What a README tells of the form that its package has.

    ``marker``: the name of a file at the top of the package, which shows that one is there. ``checks``: the commands
    that prove it whole, typed there. ``find_path``: where a file of the package stands in that form. ``beside``: the
    name of the file beside the package that proves its list of files, "" if there is none.
    """

    marker: str
    checks: tuple[str, ...]
    find_path: Callable[[PackagedFile], str]
    beside: str = ""


def make_readme(package: Package, form: PackageForm) -> PackagedFile:
    """Return the README of a package in a form."""
    parts = [_spell_part(package, form, version) for version in _order_versions(package)]
    commands = (*form.checks, *_list_build_commands(package, form))
    text = "\n\n".join(("\n\n".join(parts), "\n".join(f"    {line}" for line in commands))) + "\n"
    return pack_bytes(README_NAME, FileRole.README, text.encode("utf-8"), "text/plain")


def _list_build_commands(package: Package, form: PackageForm) -> Iterator[str]:
    """Yield what is typed in the folder of a package to make its editions again.

    Engross is installed beside it, for what stands in it and is not listed is a fault.
    """
    software = list(package.find_files(FileRole.SOFTWARE))
    room = f"../engross-{_find_version(package)}"
    yield f"python3 -m venv {room}"
    for file in software:
        if file.path.endswith(LOCK_ENDING):
            yield f"{room}/bin/pip install --require-hashes -r {form.find_path(file)}"
    held = [form.find_path(file) for file in software if not file.path.endswith(LOCK_ENDING)]
    yield f"{room}/bin/pip install --no-deps {held[0] if held else f'../{package.facts.program}'}"
    yield f"{room}/bin/engross fonts"
    yield f"{room}/bin/engross verify ."


def _find_version(package: Package) -> str:
    return next((version.engross for version in package.facts.versions if version.engross), __version__)


def _order_versions(package: Package) -> Iterator[tuple[str, PackagedVersion]]:
    """Yield the languages of the README with the version that gives the title: the document's own, English last."""
    by_language = {version.held.language: version for version in package.facts.versions}
    yield from ((code, version) for code, version in by_language.items() if code != "en")
    yield "en", by_language.get("en") or package.facts.versions[0]


def _spell_part(package: Package, form: PackageForm, shown: tuple[str, PackagedVersion]) -> str:
    code, version = shown
    words = load_language(code).words["archive"]
    has_program = any(not file.path.endswith(LOCK_ENDING) for file in package.find_files(FileRole.SOFTWARE))
    values = _name_folders(package, form) | {
        "symbol": package.facts.document.symbol or package.name,
        "title": version.held.title,
        "languages": ", ".join(dict.fromkeys(spell_language(each.held.language) for each in package.facts.versions)),
        "version": _find_version(package),
        "marker": form.marker,
        "beside": form.beside,
        "program": package.facts.program,
        "python": next((agent.version for agent in package.facts.agents if agent.name == "Python"), ""),
    }
    is_said = {
        "validated": any(package.find_files(FileRole.VALIDATION)),
        "beside": bool(form.beside),
        "elsewhere": not has_program,
    }
    said = (name for name in SECTIONS if is_said.get(name, True))
    heading, *paragraphs = (words[name].format_map(values) for name in ("heading", *said))
    return "\n\n".join((f"{heading}\n{UNDERLINE * len(heading)}", *("\n".join(_break(text)) for text in paragraphs)))


def _name_folders(package: Package, form: PackageForm) -> dict[str, str]:
    """Return where the files of a package stand in its form, by the names that the text has for their kinds.

    Of the folders of languages it is those that they stand in.
    """
    held = (file for role in LANGUAGE_ROLES for file in package.find_files(role))
    found = ((form.find_path(file), f"/{file.path}") for file in held)
    # Without those that a store has once for two languages: they stand where the first does.
    places = dict.fromkeys(path.removesuffix(end) for path, end in found if path.endswith(end))
    folders = {"places": ", ".join(places)}
    for name, role in FOLDER_ROLES.items():
        paths = {form.find_path(file).rpartition("/")[0] for file in package.find_files(role)}
        folders[name] = ", ".join(sorted(paths)) or name
    return folders


def _break(text: str) -> list[str]:
    return wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
