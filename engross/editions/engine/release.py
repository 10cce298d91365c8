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
    files = {path: _read_verified(file, name) for path, file in _recorded_files(installed, release.package)}
    if hash_files(files) != release.files:
        raise Refusal(f"{name} as installed is not the release of this version", REINSTALL)
    return files


def hash_files(files: Mapping[str, bytes]) -> str:
    """Return the hash of a package's files; see ``Release``."""
    lines = (f"{path},sha256={_hash_file(files[path])}" for path in sorted(files))
    return sha256("\n".join(lines).encode()).hexdigest()


def _recorded_files(installed: Distribution, package: str) -> Iterator[tuple[str, PackagePath]]:
    """Yield the files of a package with their paths, as RECORD has them, without bytecode."""
    for file in installed.files or ():
        if file.parts[0] == package and file.hash and file.suffix != ".pyc":
            yield file.as_posix(), file


def _read_verified(file: PackagePath, name: str) -> bytes:
    data = file.read_binary()
    if file.hash is None or _hash_file(data) != file.hash.value:
        raise Refusal(f"{file} of {name} was changed after it was installed", REINSTALL)
    return data


def _hash_file(data: bytes) -> str:
    """Return the SHA-256 of a file as RECORD has it."""
    return urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()
