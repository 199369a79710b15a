"""The sandbox: what runs in it, what ends it, and what comes out of it."""

import numpy as np
import pytest
from sandboxed import LIMITS, MISSING, needs_full

from bpteach.grading.isolation import Isolation, IsolationError, isolation
from bpteach.grading.sandbox import boundary
from bpteach.grading.sandbox.cells import without_magics
from bpteach.grading.sandbox.client import GoneError, Sandbox, SandboxError
from bpteach.grading.submission import Cell

SHORT = {**LIMITS, "cpu": 1.0, "wall": 2.0}


@pytest.fixture(scope="module", params=["full", "process"])
def sandbox(request):
    if request.param == "full" and MISSING:
        pytest.skip(f"not isolated: {MISSING}")
    with Sandbox(SHORT, full=request.param == "full") as one:
        yield one


def value_of(sandbox, *sources, name="x"):
    cells = [Cell(k, source) for k, source in enumerate(sources, start=1)]
    with sandbox.session(cells, [name]) as session:
        session.begin()
        return session.ask(("values", [name])).get(name), session


def test_cells_run_in_order_and_share_their_names(sandbox):
    assert value_of(sandbox, "y = 2", "x = y + 1")[0] == 3


def test_a_cell_that_raises_costs_only_what_comes_after_it_in_it(sandbox):
    value, session = value_of(sandbox, "x = 1\nundefined\nx = 2", "z = 1")
    assert (value, session.raised) == (1, [(1, "NameError", 2)])


def test_a_cell_that_is_no_python_is_named_with_its_line(sandbox):
    value, session = value_of(sandbox, "y = 1\nx = = 2", "x = 5")
    assert (value, session.raised) == (5, [(1, "SyntaxError", 2)])


@pytest.mark.parametrize(
    "fatal",
    ["import os; os._exit(1)", "import ctypes; ctypes.string_at(0)", "max(range(10 ** 13))"],
)
def test_a_cell_that_ends_the_process_is_left_out_and_the_rest_runs(sandbox, fatal):
    value, session = value_of(sandbox, "x = 1", fatal, "x = 2")
    assert (value, session.left_out) == (2, (2,))


def test_a_cell_without_end_is_stopped_and_the_rest_runs(sandbox):
    value, session = value_of(sandbox, "x = 1\nwhile True: x = 3", "y = 2")
    assert (value, session.left_out) == (3, ())
    assert session.raised == [(1, "OutOfTime", 2)]


def test_a_cell_that_sleeps_is_stopped(sandbox):
    _, session = value_of(sandbox, "import time; time.sleep(100)")
    assert session.raised == [(1, "OutOfTime", 1)]


def test_a_question_that_ends_the_process_costs_no_other(sandbox):
    cells = [Cell(1, "import os\ndef f(a): os._exit(0)\ndef g(a): return a + 1")]
    with sandbox.session(cells, ["f", "g"]) as session:
        session.begin()
        session.ask(("look", "f", ["a"]))
        with pytest.raises(GoneError):
            session.ask(("call", 0, [1], True))
        session.begin()
        session.ask(("look", "g", ["a"]))
        assert session.ask(("call", 0, [1], True)) == (2, (), ())


def test_a_copied_starter_does_not_take_the_place_of_an_answer(sandbox):
    starter = 'def dL_db(dL_dz):\n    raise NotImplementedError("write dL_db(dL_dz) here")'
    cells = [Cell(1, "def dL_db(dL_dz): return 5"), Cell(2, starter)]
    with sandbox.session(cells, ["dL_db"]) as session:
        session.begin()
        assert session.ask(("look", "dL_db", ["dL_dz"]))["starter"] is False


def test_submissions_see_nothing_of_each_other(sandbox):
    value_of(sandbox, "import numpy as np, builtins\nnp.exp = len\nbuiltins.mine = 1")
    assert value_of(sandbox, "import numpy as np\nx = np.exp(0)")[0] == np.float64(1.0)
    assert value_of(sandbox, "x = 0\nx = mine")[0] == 0


@needs_full
def test_files_of_one_submission_are_not_there_for_the_next():
    with Sandbox(SHORT, full=True) as sandbox:
        writable = "import os\nx = [one for one, _, _ in os.walk('/') if os.access(one, os.W_OK)]"
        places = value_of(sandbox, writable)[0]
        assert sorted(places) == ["/dev/shm", "/figures", "/tmp"]
        write = f"for one in {places}: open(one + '/a', 'w').write('x')"
        look = f"import os\nx = [name for one in {places} for name in os.listdir(one)]"
        assert value_of(sandbox, write, look)[0] == ["a", "a", "a"]
        assert value_of(sandbox, look)[0] == []


@needs_full
def test_the_walls_are_seen_from_inside():
    look = """
import ctypes, os
libc = ctypes.CDLL(None)
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
x = [os.getpid(), os.getppid(), os.getuid(), os.listdir('/proc'), os.listdir('/dev'),
     os.uname().nodename, os.listdir('/course'), sorted(os.listdir('/packages'))[0],
     [name for name in ('/etc', '/etc/alternatives') if os.path.isdir(name)
      for name in os.listdir(name) if 'blas' not in name and 'lapack' not in name]]
"""
    with Sandbox(SHORT, full=True) as sandbox:
        told = value_of(sandbox, look)[0]
    assert told[:4] == [1, 0, 1000, []]
    assert sorted(told[4]) == ["null", "shm", "urandom"]
    assert told[5:8] == ["sandbox", [], "numpy"]
    assert set(told[8]) <= {"alternatives"}


@needs_full
def test_a_sandbox_that_was_killed_is_a_fault_of_ours_and_starts_again():
    with Sandbox(SHORT, full=True) as sandbox:
        assert value_of(sandbox, "x = 1")[0] == 1
        sandbox._process.kill()
        sandbox._process.wait()
        with pytest.raises(SandboxError):
            value_of(sandbox, "x = 1")
        sandbox.close()
        assert value_of(sandbox, "x = 2")[0] == 2


@needs_full
def test_no_student_code_runs_behind_a_wall_that_does_not_stand(monkeypatch):
    monkeypatch.setattr(boundary, "program", lambda: b"12345678")  # no program at all
    with Sandbox(SHORT, full=True) as sandbox, pytest.raises(SandboxError, match="no wall"):
        value_of(sandbox, "x = 1")


def test_what_notebooks_use_of_the_course_does_nothing_or_says_what_it_is(sandbox):
    quiet = (
        "from bpteach.exercises import card\nimport matplotlib.pyplot as plt\n"
        "card('linear.dW').check(3)\ncard('linear.dW').board('')\n"
        "fig, axes = plt.subplots(1, 2)\naxes[0].plot([1]); plt.show(); display(3); x = 7"
    )
    assert value_of(sandbox, quiet)[0] == 7
    value, session = value_of(sandbox, "x = 1\nfrom bpteach import Linear\nLinear([[1]], [[1]])")
    assert (value, session.raised) == (1, [(1, "CourseCodeError", 3)])


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!ls\nx = 1", "pass\nx = 1"),
        ("if x:\n    %time y = 2", "if x:\n    pass"),
        ("files = !ls", "files = None"),
        ("%%time\nx = 1", "\nx = 1"),
        ("%%bash\nrm -rf /", ""),
        ("np.exp?", "pass"),
        ("?np.exp", "pass"),
    ],
)
def test_lines_of_ipython_are_taken_out(cell, plain):
    assert without_magics(cell) == plain


# --- which isolation there is ----------------------------------------------------------------


def test_the_isolation_says_what_it_holds_and_what_it_does_not():
    assert "bubblewrap" in Isolation("full").explain()
    assert "NOT held" in Isolation("process").explain()


def test_without_bubblewrap_the_full_isolation_is_refused_with_words(monkeypatch):
    monkeypatch.setattr(boundary.shutil, "which", lambda name: None)
    with pytest.raises(IsolationError) as refused:
        isolation("full")
    if boundary.sys.platform.startswith("linux") and not MISSING:
        assert str(refused.value) == (
            "the full isolation cannot be had here\n"
            "  missing: bubblewrap is not installed: `apt-get install bubblewrap`\n"
            "  grade on Linux with user namespaces; or, if you would run all of these notebooks "
            "yourself, write --isolation process"
        )
    assert isolation("process").level == "process"
