"""script/server and script/test on machines of every kind, without a network and without waiting.

A small script stands in for Python: it makes an environment that is a copy of itself, does for pip what
the test says, notes the commands it is given and runs everything else with the real one.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from functools import partial

import pytest
from django.conf import settings

# All that the scripts may use of a machine beside Python.
TOOLS = ("sh", "cat", "cksum", "dirname", "mkdir", "rm", "sed", "tail")
COPY = f'{shutil.which("mkdir")} .venv/bin && {shutil.which("cp")} "$0" .venv/bin/python'
PYTHON = f"""#!/bin/sh
case "$*" in
    *'-m venv '*) echo venv >>"$CALLS" && {COPY} ;;
    *'-m pip '*) echo "pip ${{*#*--require-hashes }}" >>"$CALLS" && eval "$PIP" ;;
    *'manage.py '* | *'-m gunicorn '* | *'-m pytest'*) echo "${{*#-m }}" >>"$CALLS" && echo "process $$" ;;
    *) exec "{sys.executable}" "$@" ;;
esac
"""
TOO_OLD = f"""#!/bin/sh
[ "$1" = --version ] && echo "Python 3.10.99" && exit
exec "{sys.executable}" -c "import sys; sys.version_info = (3, 10, 99)
${{2#import sys; }}"
"""
INCOMPLETE = PYTHON.replace("-m venv ", "ensurepip").replace(
    "echo venv", "echo \"ModuleNotFoundError: No module named 'ensurepip'\" >&2; exit 1; :"
)


class Machine:
    """A new machine: a copy of what the scripts need in a folder with a space, and a Python or none."""

    def __init__(self, place):
        self.project, self.bin, self.calls_file = place / "a folder", place / "bin", place / "calls"
        shutil.copytree(settings.BASE_DIR / "script", self.project / "script")
        for name in ("requirements.txt", "requirements-dev.txt"):
            shutil.copy(settings.BASE_DIR / name, self.project)
        self.bin.mkdir()
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool))
        self.give(PYTHON)

    def give(self, python, name="python3"):
        (self.bin / name).write_text(python)
        (self.bin / name).chmod(0o755)

    def run(self, script, *words, pip=":", cwd="/", **env):
        """Runs a script; returns its code, what it said, what it complained of and what it called."""
        self.calls_file.write_text("")
        env = {"PATH": str(self.bin), "CALLS": str(self.calls_file), "PIP": pip, "LC_ALL": "C.UTF-8"} | env
        done = subprocess.Popen(  # noqa: S603 our own scripts
            [self.project / "script" / script if cwd == "/" else script, *words],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Whoever runs the tests in the background ignores Ctrl-C, and children inherit that.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )
        out, err = done.communicate(timeout=60)
        self.pid = done.pid
        return done.returncode, out, err, self.calls_file.read_text().splitlines()


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.fixture
def port():
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def commands(port, *between):
    return [
        "manage.py migrate --verbosity 0",
        "manage.py createcachetable --verbosity 0",
        *between,
        f"gunicorn hackit.wsgi --bind 127.0.0.1:{port} --workers 2 --log-level warning --no-control-socket",
    ]


DEMONSTRATION = "manage.py seed_demo --if-empty"
INSTALL = ["venv", "pip -r requirements.txt"]


def test_the_first_start_installs_and_the_second_only_serves(machine, port):
    code, out, err, calls = machine.run("server", "--port", port)
    assert (code, err) == (0, "")
    assert calls == INSTALL + commands(port, DEMONSTRATION)
    assert f"Open http://localhost:{port} " in out
    assert len(out.splitlines()) < 12

    code, out, err, calls = machine.run("server", f"--port={port}")
    assert (code, err) == (0, "")
    assert calls == commands(port, DEMONSTRATION)
    assert "Installing" not in out


def test_the_server_takes_the_place_of_the_script_so_that_ctrl_c_reaches_it(machine, port):
    _, out, _, _ = machine.run("server", "--port", port)
    assert int(re.findall(r"process (\d+)", out)[-1]) == machine.pid


def test_an_empty_start_asks_instead_of_showing_people(machine, port):
    _, _, _, calls = machine.run("server", "--empty", "--port", port)
    assert calls == INSTALL + commands(
        port, "manage.py load_reference_data --if-none", "manage.py create_organisation --if-none"
    )


def test_a_key_is_made_once_and_only_its_owner_reads_it(machine, port):
    machine.run("server", "--port", port)
    env = machine.project / ".env"
    first = env.read_text()
    assert re.fullmatch(r"ENVIRONMENT=development\nSECRET_KEY=[\w-]{50,}\n", first)
    assert env.stat().st_mode & 0o777 == 0o600
    machine.run("server", "--port", port)
    assert env.read_text() == first


def test_it_starts_from_any_directory(machine, port, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "script").mkdir(parents=True)
    code, _, err, calls = machine.run(
        "script/server", "--port", port, cwd=machine.project, CDPATH=str(elsewhere)
    )
    assert (code, err, len(calls)) == (0, "", 6)
    assert (machine.project / ".venv").exists()
    assert machine.run("./server", "--port", port, cwd=machine.project / "script")[0] == 0


@pytest.mark.parametrize(
    ("python", "why"),
    [
        (None, "This needs Python 3.11 or newer, and found: none."),
        (TOO_OLD, "This needs Python 3.11 or newer, and found: Python 3.10.99."),
        (INCOMPLETE, "python3 is not complete: No module named 'ensurepip'. On Debian or Ubuntu: sudo apt"),
    ],
    ids=["none", "too old", "incomplete"],
)
@pytest.mark.parametrize("script", ["server", "test"])
def test_a_python_that_does_not_do_says_why(machine, port, script, python, why):
    (machine.bin / "python3").unlink()
    if python:
        machine.give(python)
    code, out, err, calls = machine.run(script, PORT=port)
    assert (code, out, calls) == (1, "", [])
    assert err.startswith(f"\n{why}")
    assert len(err.strip().splitlines()) == 1


def test_a_newer_python_under_another_name_is_found(machine, port):
    machine.give(TOO_OLD)
    machine.give(PYTHON, "python3.13")
    assert machine.run("server", "--port", port)[0] == 0


@pytest.mark.parametrize(
    "nonsense", ["", "abc", "0", "-1", "65536", "²", "80 80", "9" * 30, "8000;exit", "1_000", "+80"]
)
def test_a_port_that_is_none_is_refused_before_anything_is_installed(machine, nonsense):
    code, out, err, calls = machine.run("server", "--port", nonsense)
    assert (code, out, calls) == (1, "", [])
    assert err == f"\n{nonsense!r} is not a port. Use a number from 1 to 65535, such as --port 8001.\n"


def test_a_port_that_is_taken_is_told(machine):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, out, err, calls = machine.run("server", "--port", str(port))
    assert (code, out, calls) == (1, "", [])
    assert err == f"\nPort {port} is taken. Stop what uses it, or: script/server --port {port + 1}\n"


@pytest.mark.parametrize(
    ("words", "code"), [(["--help"], 0), (["--nonsense"], 2), (["--port"], 2), (["8001"], 2)]
)
def test_words_that_it_does_not_know_get_the_usage(machine, words, code):
    done, out, err, calls = machine.run("server", *words)
    assert (done, calls) == (code, [])
    assert "--empty   no demonstration" in (err if code else out)
    assert len((out + err).splitlines()) == 4


def test_packages_that_cannot_be_fetched_are_told_with_the_reason(machine, port):
    failing = 'printf "%s\\n" one two three "WARNING: no route" "ERROR: nothing found"; exit 1'
    code, _, err, calls = machine.run("server", "--port", port, pip=failing)
    assert (code, calls) == (1, INSTALL)
    assert err == (
        "two\nthree\nWARNING: no route\nERROR: nothing found\n\n"
        "The packages could not be installed. Is this machine on the network? Then try again.\n"
    )
    # The environment is whole: the next start only installs.
    code, _, _, calls = machine.run("server", "--port", port)
    assert (code, calls) == (0, INSTALL[1:] + commands(port, DEMONSTRATION))


@pytest.mark.parametrize(
    "interruption", ["kill -9 $$", "kill -9 $PPID", "kill -INT $PPID; exit 1"], ids=["pip", "all", "Ctrl-C"]
)
def test_an_interrupted_installation_begins_again(machine, port, interruption):
    code, _, _, calls = machine.run("server", "--port", port, pip=interruption)
    assert (code != 0, calls) == (True, INSTALL)
    leftover = machine.project / ".venv" / "leftover"
    leftover.touch()
    code, _, err, calls = machine.run("server", "--port", port)
    assert (code, err, calls) == (0, "", INSTALL + commands(port, DEMONSTRATION))
    assert not leftover.exists()


def test_an_environment_whose_python_has_gone_is_made_again(machine, port):
    machine.run("server", "--port", port)
    (machine.project / ".venv/bin/python").unlink()
    _, _, _, calls = machine.run("server", "--port", port)
    assert calls[:2] == INSTALL


def test_changed_requirements_are_installed_on_top(machine, port):
    machine.run("server", "--port", port)
    with (machine.project / "requirements.txt").open("a") as requirements:
        requirements.write("# newer\n")
    _, _, _, calls = machine.run("server", "--port", port)
    assert calls[0] == "pip -r requirements.txt"


def test_what_the_tests_need_is_enough_for_the_server(machine, port):
    code, _, err, calls = machine.run("test", "-k", "two words")
    assert (code, err) == (0, "")
    assert calls == ["venv", "pip -r requirements-dev.txt", "pytest -k two words"]
    _, _, _, calls = machine.run("server", "--port", port)
    assert calls == commands(port, DEMONSTRATION)


def test_a_failing_command_ends_the_start(machine, port):
    machine.give(PYTHON.replace('echo "process $$"', "exit 3"))
    code, _, err, calls = machine.run("server", "--port", port)
    assert (code, calls[2:]) == (1, ["manage.py migrate --verbosity 0"])
    assert err == "\nmanage.py migrate failed; see above.\n"


def test_a_folder_of_somebody_else_is_told(machine, port):
    machine.project.chmod(0o555)
    try:
        if os.access(machine.project, os.W_OK):
            pytest.skip("Whoever runs this may write anywhere.")
        code, _, err, calls = machine.run("server", "--port", port)
    finally:
        machine.project.chmod(0o755)
    assert (code, calls) == (1, [])
    assert err == f"\nThe folder {machine.project} cannot be written to. Copy it to one that is yours.\n"
