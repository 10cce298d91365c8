"""The releases that the series are made for, and their files as they are installed, verified."""

from __future__ import annotations

import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution

from engross.editions.engine.private_copies import SERIES_FOLDER
from engross.model.notice import Refusal

REINSTALL = "install the locked libraries again: ./press --setup, or pip install --force-reinstall engross"


@dataclass(frozen=True, slots=True)
class Release:
    """A release that a series is made for.

    ``package``: the name of its package, and of the folder of its series; ``files``: the SHA-256 of the lines
    "path,hash" of its files in RECORD (PEP 376), sorted.
    """

    package: str
    distribution: str
    version: str
    files: str


def load_releases() -> tuple[Release, ...]:
    """Return the releases, each behind those that it imports."""
    table = tomllib.loads((SERIES_FOLDER / "releases.toml").read_text("utf-8"))
    return tuple(Release(package, **values) for package, values in table.items())


def read_files(release: Release) -> dict[str, bytes]:
    """Return the files of an installed release by their paths.

    Raises Refusal if it is not installed, is another version, or a file is not as it was released.
    """
    name = f"{release.distribution} {release.version}"
    try:
        installed = distribution(release.distribution)
    except PackageNotFoundError:
        raise Refusal(f"{name} is not installed", REINSTALL) from None
    if installed.version != release.version:
        raise Refusal(f"{release.distribution} {installed.version} is installed, engross needs {name}", REINSTALL)
    recorded = recorded_files(installed, release.package)
    if hash_record(recorded) != release.files:
        raise Refusal(f"{name} as installed is not the release of this version", REINSTALL)
    return {path: _read_verified(file, name) for path, file in recorded.items()}


def recorded_files(installed: Distribution, package: str) -> dict[str, PackagePath]:
    """Return the files of a package by their paths, as RECORD has them, without bytecode."""
    files = installed.files or ()
    return {file.as_posix(): file for file in files if file.parts[0] == package and file.hash and file.suffix != ".pyc"}


def hash_record(files: Mapping[str, PackagePath]) -> str:
    """Return the hash of a package's files as RECORD has them; see ``Release``."""
    return sha256("\n".join(_iter_record(files)).encode()).hexdigest()


def _iter_record(files: Mapping[str, PackagePath]) -> Iterator[str]:
    for path in sorted(files):
        recorded = files[path].hash
        yield f"{path},{recorded.mode}={recorded.value}" if recorded else path


def _read_verified(file: PackagePath, name: str) -> bytes:
    data = file.read_binary()
    digest = urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()
    if file.hash is None or digest != file.hash.value:
        raise Refusal(f"{file} of {name} was changed after it was installed", REINSTALL)
    return data
