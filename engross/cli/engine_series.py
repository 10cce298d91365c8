"""What the command ``engine`` does: tell how the series of patches fits a release, and let Git edit it.

As a Git repository the series is a commit a patch, its header the message; the commits stand on the release (tag
``release``). Another release that is to be followed is the branch ``next``: ``git rebase --onto next release series``
asks where a patch does not fit.
"""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from engross.cli.misuse import Misuse
from engross.cli.screen import print_file, print_table
from engross.editions.engine.private_copies import SERIES_FOLDER, find_copies
from engross.editions.engine.release import Release, hash_files, load_releases, read_files
from engross.editions.engine.series import HunkFit, fit_series, load_series

GIT = ("git", "-c", "user.name=engross", "-c", "user.email=engross@localhost", "-c", "core.autocrlf=false")
GIT_HEADS = re.compile(r"(?m)^(?:diff --git|index|(?:new|deleted) file mode|(?:old|new) mode) .*\n")
NAME_LINE = "Name: "  # the last line of a commit's message: the name of its patch without number


def print_status() -> None:
    """Print how the series fits the installed releases, and the folder of the copies."""
    rows, fits = [], list[HunkFit]()
    for release in load_releases():
        found = _fit(release, read_files(release))
        rows.append(_make_row(f"{release.distribution} {release.version}", found))
        fits += found
    _print_fits(rows, fits)
    folder = find_copies()
    print_file(f"patched copies: {folder or 'none yet'}\n")


def print_rebase(package: str, version: str, folder: str) -> None:
    """Print hunk by hunk how the series fits another release; write both as a Git repository, if a folder is named."""
    release = find_release(package)
    files = fetch_release(release.distribution, version, package)
    fits = _fit(release, files)
    _print_fits([_make_row(f"{release.distribution} {version}", fits)], fits)
    print_file(f'releases.toml: files = "{hash_files(files)}"\n')
    if folder:
        write_repository(Path(folder), release, files)


def find_release(package: str) -> Release:
    """Return the release of a package. Raises Misuse if the engine has none of that name."""
    releases = {release.package: release for release in load_releases()}
    if package not in releases:
        raise Misuse(f"{package} is not patched; these are: {', '.join(releases)}")
    return releases[package]


def fetch_release(distribution: str, version: str, package: str) -> dict[str, bytes]:
    """Return the files of a package in the wheel of a release, fetched by pip. Raises Misuse if pip finds none."""
    with TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:")
        done = subprocess.run(
            (*command, "--dest", folder, f"{distribution}=={version}"), capture_output=True, text=True, check=False
        )
        wheels = [*Path(folder).glob("*.whl")]
        if done.returncode or not wheels:
            raise Misuse(f"{distribution} {version} cannot be fetched: {done.stderr.strip().splitlines()[-1:]}")
        with zipfile.ZipFile(wheels[0]) as wheel:
            names = [name for name in wheel.namelist() if name.startswith(f"{package}/") and not name.endswith("/")]
            return {name: wheel.read(name) for name in names}


def _fit(release: Release, files: Mapping[str, bytes]) -> tuple[HunkFit, ...]:
    return fit_series(load_series(release.package), release.package, files)[1]


def _make_row(name: str, fits: tuple[HunkFit, ...]) -> tuple[str, ...]:
    count = Counter("no" if fit.offset is None else "moved" if fit.offset else "fit" for fit in fits)
    numbers = (len({fit.patch for fit in fits}), len(fits), count["fit"], count["moved"], count["no"])
    return (name, *map(str, numbers))


def _print_fits(rows: Iterable[tuple[str, ...]], fits: Iterable[HunkFit]) -> None:
    """Print a row for each release, and below it each hunk that does not fit where it says."""
    print_table(("release", "patches", "hunks", "fit", "moved", "do not fit"), rows)
    for fit in fits:
        if fit.offset != 0:
            what = "does not fit" if fit.offset is None else f"stands {abs(fit.offset)} lines {_way(fit.offset)}"
            print_file(f"{fit.patch}, hunk {fit.number}, {fit.path}:{fit.line}: {what}\n")


def _way(offset: int) -> str:
    return "lower" if offset > 0 else "higher"


def write_repository(folder: Path, release: Release, following: Mapping[str, bytes] | None = None) -> None:
    """Write the series of a release as a Git repository; ``following``: the files of the release to follow."""
    if folder.exists():
        raise Misuse(f"{folder} exists")
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "release")
    files = read_files(release)
    _commit(folder, files, f"{release.distribution} {release.version}")
    _git(folder, "checkout", "-q", "-b", "series")
    for patch in load_series(release.package):
        files, _ = fit_series([patch], "", files)
        _commit(folder, files, f"{patch.header.rstrip()}\n{NAME_LINE}{patch.name[5:].removesuffix('.patch')}\n")
    if following is not None:
        _git(folder, "checkout", "-q", "-b", "next", "release")
        _git(folder, "rm", "-q", "-r", ".")
        _commit(folder, following, f"{release.distribution}, the release to follow")
        _git(folder, "checkout", "-q", "series")


def save_repository(folder: Path, package: str) -> None:
    """Write the commits of a repository as the series of a package, in place of its patches.

    They are those behind the branch ``next`` if ``series`` stands on it, else behind ``release``.
    """
    is_rebased = "next" in _git(folder, "branch", "--merged", "series", "--format", "%(refname:short)").split()
    commits = _git(folder, "rev-list", "--reverse", f"{'next' if is_rebased else 'release'}..series").split()
    patches = [_read_commit(folder, number, commit) for number, commit in enumerate(commits, 1)]
    for path in (SERIES_FOLDER / package).glob("*.patch"):
        path.unlink()
    for name, text in patches:
        (SERIES_FOLDER / package / name).write_text(text, "utf-8")


def _read_commit(folder: Path, number: int, commit: str) -> tuple[str, str]:
    """Return the name of a commit's patch and its text. Raises Misuse if the message does not name it."""
    header, _, name = _git(folder, "log", "-1", "--format=%B", commit).strip().rpartition(f"\n{NAME_LINE}")
    if not header or "\n" in name:
        raise Misuse(f"the last line of the message of {commit[:8]} is not “{NAME_LINE}…”")
    changes = GIT_HEADS.sub("", _git(folder, "diff", "--no-renames", "--no-ext-diff", f"{commit}~", commit))
    return f"{number:04}-{name}.patch", f"{header}\n\n{changes}"


def _commit(folder: Path, files: Mapping[str, bytes], message: str) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    _git(folder, "add", "--all", "--force")
    _git(folder, "commit", "-q", "--allow-empty", "--cleanup=verbatim", "-m", message)


def _git(folder: Path, *words: str) -> str:
    """Run Git in a folder; return what it prints. Raises Misuse with what it says if it fails."""
    done = subprocess.run((*GIT, *words), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Misuse(f"git {words[0]}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout
