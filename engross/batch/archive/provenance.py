"""Say what made the editions of a package of what: BUILDINFO for who makes them again, SLSA provenance for programs.

SLSA 1.0 (https://slsa.dev/spec/v1.0/provenance) in a statement of in-toto; neither has a time, so that the same
package has the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from engross import __version__
from engross.batch.archive.package import Agent, FileRole, PackagedFile
from engross.editions.fonts import FontPackage, font_packages

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://slsa.dev/provenance/v1"
BUILD_TYPE = "tag:engross,2026:build/v1"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)[^\n]*((?:\n +--hash=sha256:[0-9a-f]{64}[ \\]*)+)", re.MULTILINE)
HASH = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class LockedLibrary:
    """A library of a lock; ``wheels_sha256``: that of each file that pip may install it from."""

    name: str
    version: str
    wheels_sha256: tuple[str, ...]


def list_agents(reports: Iterable[dict[str, Any]], packages: Iterable[FontPackage]) -> Iterator[Agent]:
    """Yield what had a part in the editions that reports tell of, each once: engross, Python, libraries, fonts."""
    agents: dict[Agent, None] = {}
    for report in reports:
        made_with = report["made_with"]
        agents[Agent("software", "engross", report["engross"])] = None
        agents[Agent("software", "Python", made_with["python"])] = None
        agents |= {Agent("library", name, version): None for name, version in made_with["libraries"].items()}
    for package in packages:
        agents |= {Agent("font", pin.name, package.version, pin.sha256): None for pin in package.pins}
    return iter(agents)


def list_font_packages(reports: Iterable[dict[str, Any]]) -> tuple[FontPackage, ...]:
    """Return the packages of fonts that the texts of reports need, in the order of ``fonts.toml``."""
    texts = [(report["language"], sorted(_list_characters(report))) for report in reports]
    return tuple(package for package in font_packages() if any(package.is_needed_for(*text) for text in texts))


def _list_characters(report: dict[str, Any]) -> set[int]:
    return {ord(character) for text in json.dumps(report["text"], ensure_ascii=False) for character in text}


def make_build_info(
    identifier: str, builds: dict[str, dict[str, Any]], libraries: Iterable[LockedLibrary], program: dict[str, str]
) -> bytes:
    """Return what has to be had to make the editions again, as JSON.

    ``builds``: what each version was made of and with, by the name of its folder. ``program``: name and SHA-256 of the
    file that engross is installed from.
    """
    return _encode_json(
        {
            "package": identifier,
            "engross": {"version": __version__} | program,
            "fonts": [
                {"file": pin.name, "package": package.name, "version": package.version, "sha256": pin.sha256}
                for package in font_packages()
                for pin in package.pins
            ],
            "libraries": [asdict(library) for library in libraries],
            "builds": builds,
        }
    )


def list_locked(lock: str) -> Iterator[LockedLibrary]:
    """Yield each library of a lock of pip's."""
    for name, version, hashes in LOCKED.findall(lock):
        yield LockedLibrary(name, version, tuple(HASH.findall(hashes)))


def describe_build(report: dict[str, Any], source: PackagedFile, editions: Iterable[PackagedFile]) -> dict[str, Any]:
    """Return what a version was made of and with, ready for JSON; paths are those in the package."""
    return {
        "source": {"path": source.path, "name": report["source"]["name"], "sha256": source.sha256},
        "engross": report["engross"],
        "options": report["options"],
        "made_with": report["made_with"],
        "editions": {file.path: file.sha256 for file in editions},
    }


def make_provenance(files: Iterable[PackagedFile], builds: dict[str, dict[str, Any]], agents: Iterable[Agent]) -> bytes:
    """Return the provenance of the editions as a statement of in-toto, as JSON."""
    held = tuple(files)
    fonts = [agent for agent in agents if agent.kind == "font"]
    statement = {
        "_type": STATEMENT_TYPE,
        "subject": [_describe_file(file) for file in held if file.role is FileRole.EDITION],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {name: build["options"] for name, build in builds.items()},
                "resolvedDependencies": [
                    *(_describe_file(file) for file in held if file.role is FileRole.SOURCE),
                    *({"name": font.name, "digest": {"sha256": font.sha256}} for font in fonts),
                ],
            },
            "runDetails": {
                "builder": {
                    "id": f"tag:engross,2026:engross/{__version__}",
                    "version": {agent.name: agent.version for agent in agents if agent.kind != "font"},
                }
            },
        },
    }
    return _encode_json(statement)


def _describe_file(file: PackagedFile) -> dict[str, Any]:
    return {"name": file.path, "digest": {"sha256": file.sha256, "sha512": file.sha512}}


def _encode_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
