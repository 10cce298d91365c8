"""./press on machines that do not exist: a folder of stubs is the whole PATH, and they log what they are asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.test_build import ROOT

pytestmark = pytest.mark.process
EQUIPMENT = (
    "tests/outloud.lock",
    "tests/weasyprint.lock",
    "tests/opensearch_server/pom.xml",
    "tests/dss/jars.sha256",
    "engross/verify/check/npm/ace/package-lock.json",
    "engross/verify/check/npm/reader/package-lock.json",
    "engross/verify/check/packages/validators.lock",
    "engross/verify/check/packages/jars.sha256",
)
LOCKS = ("requirements.lock", "engross/editions/fonts/fonts.toml")
MORE_LOCKS = (
    "requirements-archive.lock",
    "requirements-check.lock",
    "requirements-dev.lock",
    "requirements-library.lock",
    "requirements-opensearch.lock",
)
TOOLS = ("cat", "cksum", "dirname", "grep", "mkdir", "rm", "cp", "sh", "uname", "chmod", "touch", "tail", "readlink")
SHELLS = tuple(
    shell for shell in (("sh",), ("dash",), ("busybox", "sh"), ("bash", "--posix")) if shutil.which(shell[0])
)

# A python3 that makes environments whose python is itself. $LACKS has what it must not be able to do.
PYTHON = r"""#!/bin/sh
printf 'python %s\n' "$*" >>"$LOG"
case "$*" in
    *perf_counter*) echo 1000 ;;
    *ensurepip*) [ ! -f "$LACKS/venv" ] ;;
    *version_info\ \<*) [ ! -f "$LACKS/version" ] ;;
    *version_info*) echo python3.11-venv ;;
    --version) echo 'Python 3.11.9' ;;
    '-m pip install'*outloud.lock) [ ! -f "$LACKS/outloud" ] && cp "$0" "${0%/*}/outloud" ;;
    '-m venv --clear '*) mkdir -p "$4/bin" "$4/lib" && cp "$0" "$4/bin/python" ;;
    '-m pip --version') [ -x "$0" ] ;;
    '-m pip download'*) [ ! -f "$LACKS/source" ] ;;
    '-m pip install'*check.lock) [ ! -f "$LACKS/check" ] ;;
    '-m pip install'*) [ ! -f "$LACKS/network" ] ;;
    *sysconfig*) printf '%s\n' "${0%/bin/python}/lib" ;;
    *harfbuzz_subset*) [ ! -f "$LACKS/subset" ] ;;
    *weasyprint*) [ ! -f "$LACKS/pango" ] ;;
    '-m engross.editions.engine') [ ! -f "$LACKS/patches" ] ;;
    '-m engross.editions.fonts '*) [ ! -f "$LACKS/fonts" ] ;;
    '-m engross.verify.check.fetch '*) [ ! -f "$LACKS/fetch" ] ;;
    '-m engross '*) printf 'ran'; shift 2; printf ' <%s>' "$@"; echo ;;
esac
"""
# A package manager that brings what lacks.
MANAGER = r"""#!/bin/sh
printf '%s %s\n' "${0##*/}" "$*" >>"$LOG"
[ -f "$LACKS/manager" ] && exit 100
case "$*" in *pango*) rm -f "$LACKS/pango" "$LACKS/subset" ;; *python*) rm -f "$LACKS/venv" "$LACKS/version" ;; esac
exit 0
"""


class Machine:
    """A machine with a checkout on it: its programs, what it lacks, what was asked of it."""

    def __init__(self, folder: Path, shell: tuple[str, ...] = ("sh",)) -> None:
        self.folder, self.shell = folder, shell
        self.checkout, self.bin, self.lacks = folder / "a checkout", folder / "bin", folder / "lacks"
        for subfolder in (self.bin, self.lacks):
            subfolder.mkdir(parents=True)
        for name in ("press", *LOCKS, *MORE_LOCKS, *EQUIPMENT):
            (self.checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.checkout / name)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(str(shutil.which(tool)))
        self.environment = {"PATH": str(self.bin), "LOG": str(folder / "log"), "LACKS": str(self.lacks)}
        self.has("python3", PYTHON)
        self.user(0)

    def has(self, name: str, script: str) -> None:
        """Install a program."""
        path = self.bin / name
        path.write_text(script)
        path.chmod(0o755)

    def user(self, number: int) -> None:
        """Set the user who is at the machine; 0 is root."""
        self.has("id", f"#!/bin/sh\necho {number}\n")

    def lack(self, *names: str) -> None:
        """Take abilities away."""
        for name in names:
            (self.lacks / name).touch()

    def press(self, *words: str, name: str = "press") -> subprocess.CompletedProcess[str]:
        """Run ./press without a terminal; it must not wait for anything."""
        shell = str(shutil.which(self.shell[0]))
        return subprocess.run(
            (shell, *self.shell[1:], str(self.checkout / name), *words),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
            check=False,
        )

    def asked(self) -> str:
        """Return what was asked of the programs since the last call."""
        log = self.folder / "log"
        text = log.read_text() if log.exists() else ""
        log.unlink(missing_ok=True)
        return text


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with a Python and everything that WeasyPrint needs."""
    return Machine(tmp_path)


def test_is_posix_shell() -> None:
    for shell in SHELLS:
        subprocess.run((*shell, "-n", str(ROOT / "press")), check=True)
    assert (ROOT / "press").read_text("utf-8").startswith("#!/bin/sh\n")
    assert os.access(ROOT / "press", os.X_OK)


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_sets_up_once_and_hands_the_words_on(shell: tuple[str, ...], tmp_path: Path) -> None:
    """In a checkout whose path has a space, with words that have spaces, quotes and stars."""
    machine = Machine(tmp_path, shell)
    words = ("build", "my notes/a b.txt", "*", "it's", "")
    done = machine.press(*words)
    assert (done.returncode, done.stdout) == (0, "ran <build> <my notes/a b.txt> <*> <it's> <>\n")
    said = [line for line in done.stderr.splitlines() if line.startswith("press: ")]
    assert said[0] == f"press: setting up {machine.checkout} (once; about a minute, 230 MB)"
    assert said[-1] == "press: set up"
    asked = machine.asked()
    assert f"-m venv --clear {machine.checkout}/.venv" in asked
    assert f"--require-hashes -r {machine.checkout}/requirements.lock" in asked
    assert f"-m engross.editions.fonts {machine.checkout}/.engross/fonts" in asked
    assert (machine.checkout / ".venv" / "lib" / "engross.pth").read_text() == f"{machine.checkout}\n"
    again = machine.press(*words)
    assert (again.returncode, again.stdout, again.stderr) == (0, done.stdout, "")
    assert machine.asked().count("\n") == 1, "nothing is asked but to run"


def test_a_link_to_it_is_its_checkout(machine: Machine) -> None:
    """Beside the drafts or in ~/bin: by an absolute path, by one from the link's folder, by a link to a link."""
    (machine.folder / "absolute").symlink_to(machine.checkout / "press")
    (machine.folder / "relative").symlink_to("a checkout/press")
    (machine.folder / "twice").symlink_to("relative")
    for name in ("absolute", "relative", "twice"):
        done = machine.press("build", name=f"../{name}")
        assert (done.returncode, done.stdout) == (0, "ran <build>\n"), name
        assert (machine.folder / ".venv").exists() is False


def test_exit_code_is_the_task_s(machine: Machine) -> None:
    machine.press("--help")
    machine.has("python3", "#!/bin/sh\nexit 1\n")
    (machine.checkout / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 2\n")
    assert machine.press("build").returncode == 2


@pytest.mark.parametrize("lock", ["press", *LOCKS])
def test_a_change_of_what_it_depends_on_sets_up_anew(lock: str, machine: Machine) -> None:
    machine.press("--help")
    with (machine.checkout / lock).open("a") as file:
        file.write("# changed\n")
    machine.asked()
    done = machine.press("--help")
    assert "press: set up\n" in done.stderr
    asked = machine.asked()
    assert "-m venv" not in asked, "the environment that is there stays"
    assert "-m pip install" in asked
    assert machine.press("--help").stderr == ""


def test_a_checkout_that_moved_sets_up_anew(machine: Machine) -> None:
    machine.press("--help")
    machine.checkout = machine.checkout.rename(machine.folder / "elsewhere")
    assert "press: set up\n" in machine.press("--help").stderr
    assert (machine.checkout / ".venv" / "lib" / "engross.pth").read_text() == f"{machine.checkout}\n"


@pytest.mark.parametrize("lack", ["network", "fonts"])
def test_interrupted_set_up_is_taken_up_again(lack: str, machine: Machine) -> None:
    machine.lack(lack)
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"press: all that was printed is in {machine.checkout}/.engross/set-up.log"
    (machine.lacks / lack).unlink()
    machine.asked()
    again = machine.press("build")
    assert (again.returncode, again.stdout) == (0, "ran <build>\n")
    assert "-m venv" not in machine.asked()


@pytest.mark.parametrize("command", ["build", "seal"], ids=["at the set-up", "for more"])
def test_checkout_that_cannot_be_written_is_said(command: str, machine: Machine) -> None:
    if command != "build":
        machine.press("build")
    shutil.rmtree(machine.checkout / ".engross", ignore_errors=True)
    (machine.checkout / ".engross").touch()  # so that it holds for root, too, who may write everywhere
    done = machine.press(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"press: nothing can be installed in {machine.checkout}: it cannot be written; let its owner say the same "
        "command there once, or copy it into a folder of your own\n"
    )


def test_half_made_environment_is_made_anew(machine: Machine) -> None:
    broken = machine.checkout / ".venv" / "bin" / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert machine.press("build").stdout == "ran <build>\n"
    assert "-m venv --clear" in machine.asked()


def test_setup_again_by_name(machine: Machine) -> None:
    machine.press("--help")
    done = machine.press("--setup")
    assert (done.returncode, done.stdout) == (0, "")
    assert "press: set up\n" in done.stderr
    assert machine.press("--setup", "read").stdout == "ran <read>\n"


def test_without_epubcheck_all_else_works(machine: Machine) -> None:
    machine.lack("check")
    assert "EPUBCheck" not in machine.press("build").stderr
    done = machine.press("check")
    assert (done.returncode, done.stdout) == (0, "ran <check>\n")
    assert "no EPUBCheck here" in done.stderr


@pytest.mark.parametrize(
    ("words", "locks"),
    [
        (("build", "check", "--out", "test"), ()),
        (("check",), ("requirements-check.lock",)),
        (("corpus", "a", "--thorough"), ("requirements-check.lock",)),
        (("corpus", "a", "--scheduler=tcp://a:1"), ("requirements-dev.lock",)),
        (("lint",), ("requirements-dev.lock",)),
        (("library", "run"), ("requirements-library.lock",)),
        (("library", "run", "--opensearch", "x"), ("requirements-library.lock", "requirements-opensearch.lock")),
        (("find", "x", "--opensearch=x"), ("requirements-opensearch.lock",)),
        (("seal", "bag"), ("requirements-archive.lock",)),
        (("test", "--fast"), ("requirements-check.lock", "requirements-dev.lock")),
    ],
    ids=" ".join,
)
def test_what_a_command_needs_comes_with_it_once(
    words: tuple[str, ...], locks: tuple[str, ...], machine: Machine
) -> None:
    machine.press("--help")
    machine.asked()
    assert machine.press(*words).returncode == 0
    asked = machine.asked()
    assert tuple(lock for lock in MORE_LOCKS if f"--require-hashes -r {machine.checkout}/{lock}\n" in asked) == locks
    assert machine.press(*words).stderr == ""
    assert "pip install" not in machine.asked()


def test_set_up_is_quiet_and_keeps_what_programs_print(machine: Machine) -> None:
    """A line a step; what pip says of a failure is shown, and all of it is in a file."""
    machine.has(
        "python3", PYTHON.replace("    '-m pip install'*) [", "    '-m pip install'*) echo 'pip is at work' >&2; [")
    )
    done = machine.press("build")
    assert "pip" not in done.stderr
    assert len(done.stderr.splitlines()) == 6
    assert "pip is at work" in (machine.checkout / ".engross" / "set-up.log").read_text()
    machine.lack("network")
    failed = machine.press("--setup")
    assert failed.returncode == 1
    assert "pip is at work" in failed.stderr


@pytest.mark.parametrize(
    ("lack", "what"), [("pango", "Pango"), ("version", "Python 3.11 or newer"), ("venv", "Python 3.11 or newer")]
)
def test_no_package_manager_is_said(lack: str, what: str, machine: Machine) -> None:
    machine.lack(lack)
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert what in last
    assert "no package manager that press knows (apt, dnf, apk, brew)" in last
    assert "then say ./press again" in last


def test_no_python_at_all(machine: Machine) -> None:
    (machine.bin / "python3").unlink()
    done = machine.press("build")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert not (machine.checkout / ".venv").exists()


MANAGERS = {
    "apt-get": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "pango harfbuzz fontconfig",
    "apk": "so:libpango-1.0.so.0",
    "brew": "pango",
}


@pytest.mark.parametrize("manager", MANAGERS)
def test_root_gets_the_libraries(manager: str, machine: Machine) -> None:
    machine.has(manager, MANAGER)
    machine.lack("pango")
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (0, "ran <build>\n")
    assert MANAGERS[manager] in machine.asked()
    assert "press: this machine lacks the text libraries" in done.stderr
    assert "press: running: " in done.stderr


@pytest.mark.parametrize("manager", ["apt-get", "dnf", "apk"])
def test_who_is_not_root_and_has_no_terminal_gets_the_command(manager: str, machine: Machine) -> None:
    """Nothing waits, nothing is run, though sudo is there."""
    machine.has(manager, MANAGER)
    machine.has("sudo", MANAGER)
    machine.user(1000)
    machine.lack("pango")
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (1, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("press: run this as root, then say ./press again: ")
    assert MANAGERS[manager] in last
    assert f"\n{manager} " not in machine.asked()


def test_root_gets_the_library_that_cuts_fonts(machine: Machine) -> None:
    """WeasyPrint starts without it, so that nobody would notice but by the clock."""
    machine.has("apt-get", MANAGER)
    machine.lack("subset")
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (0, "ran <build>\n")
    assert MANAGERS["apt-get"] in machine.asked()
    assert "no libharfbuzz-subset" not in done.stderr


@pytest.mark.parametrize("manager", [None, "apt-get"])
def test_without_the_library_that_cuts_fonts_all_works(manager: str | None, machine: Machine) -> None:
    machine.user(1000)
    if manager:
        machine.has(manager, MANAGER)
    machine.lack("subset")
    done = machine.press("build")
    assert (done.returncode, done.stdout) == (0, "ran <build>\n")
    assert "press: no libharfbuzz-subset here: all works, but every PDF takes some six times as long" in done.stderr


def test_brew_needs_no_root(machine: Machine) -> None:
    machine.has("brew", MANAGER)
    machine.user(501)
    machine.lack("pango")
    assert machine.press("build").returncode == 0
    assert "\nbrew install pango\n" in machine.asked()


def test_manager_that_fails_is_said(machine: Machine) -> None:
    machine.has("apt-get", MANAGER)
    machine.lack("pango", "manager")
    done = machine.press("build")
    assert done.returncode == 1
    assert "press: that failed; mend it, then say ./press again" in done.stderr.splitlines()


def test_debian_gets_the_venv_of_its_own_python(machine: Machine) -> None:
    machine.has("apt-get", MANAGER)
    machine.lack("venv")
    assert machine.press("build").returncode == 0
    assert "apt-get install -y --no-install-recommends python3.11-venv\n" in machine.asked()


def test_python_that_stays_too_old_is_said(machine: Machine) -> None:
    machine.has("dnf", "#!/bin/sh\nexit 0\n")
    machine.lack("version")
    done = machine.press("build")
    assert done.returncode == 1
    assert "name it in ENGROSS_PYTHON" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("took", "able", "is_taken"), [("850", True, True), ("950", True, False), ("850", False, False), ("", True, False)]
)
def test_the_quickest_python_on_the_path_is_taken(took: str, able: bool, is_taken: bool, machine: Machine) -> None:
    """One that is quicker by a tenth, if it can make environments."""
    script = PYTHON.replace("echo 1000", f"echo {took}" if took else "exit 1")
    machine.has("other", script if able else script.replace('[ ! -f "$LACKS/venv" ]', "exit 1"))
    folder = machine.folder / "another folder"
    folder.mkdir()
    (machine.bin / "other").rename(folder / "python3")
    machine.environment["PATH"] += f":{folder}"
    done = machine.press("build")
    assert done.stdout == "ran <build>\n"
    taken, left = (folder, machine.bin) if is_taken else (machine.bin, folder)
    assert f"press: making .venv with Python 3.11.9 ({taken}/python3)" in done.stderr
    assert (f"press: {taken}/python3 is quicker than {left}/python3" in done.stderr) is is_taken


def test_python_by_name(machine: Machine) -> None:
    machine.has("mine", PYTHON)
    (machine.bin / "python3").write_text("#!/bin/sh\nexit 1\n")
    machine.environment["ENGROSS_PYTHON"] = "mine"
    assert machine.press("build").stdout == "ran <build>\n"
    assert "perf_counter" not in machine.asked()


@pytest.mark.parametrize("answer", [b"y\n", b"n\n", b"\n", b""])
def test_at_a_terminal_sudo_is_asked_for(answer: bytes, machine: Machine, typed: Callable[..., str]) -> None:
    """Only a yes runs it; the end of the input is no."""
    machine.has("apt-get", MANAGER)
    machine.has("sudo", '#!/bin/sh\nprintf "sudo\\n" >>"$LOG"\nexec "$@"\n')
    machine.user(1000)
    machine.lack("pango")
    said = typed(machine, answer)
    assert "run it with sudo now?" in said
    asked = machine.asked()
    assert ("\nsudo\n" in asked) is (answer == b"y\n")
    assert ("ran <build>" in said) is (answer == b"y\n")
    assert ("run this as root" in said) is (answer != b"y\n")


@pytest.fixture
def typed() -> Callable[[Machine, bytes], str]:
    """./press build at a terminal where somebody types; what stood on the screen."""

    def typed(machine: Machine, answer: bytes) -> str:
        ours, theirs = os.openpty()
        command = (str(shutil.which("sh")), str(machine.checkout / "press"), "build")
        with subprocess.Popen(command, env=machine.environment, stdin=theirs, stdout=theirs, stderr=theirs):
            os.close(theirs)
            screen = b""
            while b"[y/N] " not in screen:
                screen += os.read(ours, 4096)
            os.write(ours, answer or b"\x04")
            with suppress(OSError):  # the other side has gone
                while more := os.read(ours, 4096):
                    screen += more
        os.close(ours)
        return screen.decode()

    return typed


# The names that each package manager has for the programs of the tests.
PACKAGES = {
    "apt-get": "nodejs npm chromium poppler-utils calibre maven libreoffice-writer-nogui ghostscript minisign openssl "
    "softhsm2",
    "dnf": "nodejs npm chromium poppler-utils calibre maven libreoffice-writer ghostscript minisign openssl softhsm",
    "apk": "nodejs npm chromium poppler-utils calibre maven libreoffice-writer ghostscript minisign openssl softhsm",
    "brew": "node node chromium poppler calibre maven libreoffice ghostscript minisign openssl softhsm",
}


@pytest.mark.parametrize("manager", PACKAGES)
def test_equips_the_tests_and_nothing_else(manager: str, machine: Machine) -> None:
    """Programs by the package manager, then what they run on, then outloud in an environment of its own; once."""
    machine.has(manager, MANAGER)
    for words in (("build",), ("test", "--fast")):
        machine.press(*words)
        assert "chromium" not in machine.asked()
    done = machine.press("test")
    assert (done.returncode, done.stdout) == (0, "ran <test>\n")
    asked = machine.asked()
    assert f"{PACKAGES[manager]}\n" in asked
    assert f"-m engross.verify.check.fetch {machine.checkout}/.engross ace axe reader verapdf" in asked
    assert f"-m venv --clear {machine.checkout}/.engross/outloud" in asked
    assert "-m tests.opensearch_server .engross/opensearch" in asked
    assert "-m tests.dss .engross/dss" in asked
    assert f"--require-hashes -r {machine.checkout}/tests/outloud.lock" in asked
    assert f"--no-binary weasyprint -r {machine.checkout}/tests/weasyprint.lock" in asked
    machine.press("test")
    assert machine.asked().count("\n") == 1, "nothing is asked but to run"


def test_installs_what_the_machine_lacks_and_no_more(machine: Machine) -> None:
    machine.has("apt-get", MANAGER)
    for program in ("node", "npm", "google-chrome", "mvn"):
        machine.has(program, "#!/bin/sh\n")
    machine.press("test")
    wanted = "poppler-utils calibre libreoffice-writer-nogui ghostscript minisign openssl softhsm2"
    assert f"--no-install-recommends {wanted}\n" in machine.asked()


def test_a_program_that_cannot_be_had_hinders_no_other(machine: Machine) -> None:
    """One package that the manager does not know makes it refuse all."""
    machine.has("apt-get", MANAGER.replace("exit 0", 'case "$*" in *calibre*) exit 100 ;; esac'))
    done = machine.press("test")
    assert (done.returncode, done.stdout) == (0, "ran <test>\n")
    asked = machine.asked()
    assert all(f"--no-install-recommends {name}\n" in asked for name in PACKAGES["apt-get"].split())


def test_tries_again_in_ci_and_after_a_set_up(machine: Machine) -> None:
    machine.press("test")
    machine.asked()
    machine.environment["CI"] = "true"
    machine.press("test")
    assert "engross.verify.check.fetch" in machine.asked()
    del machine.environment["CI"]
    machine.press("--setup")
    machine.asked()
    machine.press("test")
    assert "engross.verify.check.fetch" in machine.asked()


@pytest.mark.parametrize("lack", ["manager", "fetch", "outloud", "source", "root", "any manager"])
def test_runs_the_tests_without_what_it_cannot_bring(lack: str, machine: Machine) -> None:
    if lack != "any manager":
        machine.has("apt-get", MANAGER)
    machine.press("--help")
    machine.lack(lack)
    machine.user(1000 if lack == "root" else 0)
    done = machine.press("test")
    assert (done.returncode, done.stdout) == (0, "ran <test>\n")
    assert "press: " in done.stderr
    assert (machine.press("test").stderr, machine.lacks.is_dir()) == ("", True)


@pytest.mark.parametrize("extra", ["archive", "check", "library", "opensearch"])
def test_what_an_extra_asks_for_stands_in_its_lock(extra: str) -> None:
    """./press installs the lock and no more: what it lacks, a clone without the tools of tests lacks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {re.split(r"[^\w-]", line)[0] for line in project["optional-dependencies"][extra]}
    locked = re.findall(r"^([\w-]+)==", (ROOT / f"requirements-{extra}.lock").read_text("utf-8"), re.MULTILINE)
    assert asked - set(locked) == set()
