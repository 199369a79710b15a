"""The command line: what it lays out, passes on, draws and says."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from bpteach.cli import lab, main, start
from bpteach.cli.shipped import shipped_notebooks
from bpteach.cli.start import Outcome, lay_out

TOP = Path(__file__).parents[1]
FIRST_LESSON = next(iter(shipped_notebooks())).removeprefix("notebooks/")


@pytest.fixture
def bpteach(monkeypatch, capsys, tmp_path):
    """Run a command in an empty folder; give exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["bpteach", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        return end.value.code or 0, *capsys.readouterr()

    return run


# help and errors


def test_help_shows_a_first_minute_and_the_exit_codes(bpteach):
    code, out, err = bpteach("--help")
    assert (code, err) == (0, "")
    assert "bpteach start course          lay out the lessons and exercises in ./course" in out
    assert "1  something is not right yet, such as an exercise not passed" in out


@pytest.mark.parametrize(
    "command", ["start", "lab", "check", "progress", "plot", "grade", "adjust"]
)
def test_each_command_teaches_with_examples(bpteach, command):
    code, out, _ = bpteach(command, "--help")
    assert code == 0
    assert f"Examples:\n\n    bpteach {command}" in out


def test_version_is_shown(bpteach):
    assert bpteach("--version") == (0, "bpteach 0.1.0\n", "")


def test_a_misspelt_command_is_wrong_usage_with_a_suggestion(bpteach):
    code, _, err = bpteach("strat")
    assert code == 2
    assert "Did you mean 'start'?" in err


def test_a_fault_of_ours_is_one_line_and_how_to_see_more(bpteach, monkeypatch):
    monkeypatch.setattr(start, "_course", lambda learner: 1 / 0)
    assert bpteach("start", "course") == (
        3,
        "",
        "bpteach: a fault of ours, not yours: ZeroDivisionError: division by zero\n"
        "The same command with BPTEACH_DEBUG=1 before it shows where.\n",
    )


def test_a_fault_of_ours_is_raised_when_debugging(monkeypatch):
    monkeypatch.setattr(start, "_course", lambda learner: 1 / 0)
    monkeypatch.setenv("BPTEACH_DEBUG", "1")
    monkeypatch.setattr(sys, "argv", ["bpteach", "start", "course"])
    with pytest.raises(ZeroDivisionError):
        main()


def test_a_terminal_that_knows_ascii_only_gets_words_not_an_error(tmp_path):
    code = "from bpteach.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code, "plot", "sigmoid", "-o", tmp_path / "sigmoid.svg"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert "its slope f?" in result.stdout


# start


def test_start_lays_out_the_whole_course_and_says_what_is_next(bpteach, tmp_path):
    code, out, err = bpteach("start", "course")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "laid out: course/README.md",
        *(f"laid out: course/{name}" for name in shipped_notebooks()),
        "Next: bpteach lab course",
    ]
    for name, path in shipped_notebooks().items():
        laid, shipped = (nbformat.read(one, 4) for one in (tmp_path / "course" / name, path))
        assert [cell.source for cell in laid.cells] == [cell.source for cell in shipped.cells]


def test_start_leaves_out_what_is_to_be_predicted_and_keeps_all_other_outputs(bpteach, tmp_path):
    bpteach("start", "course")
    shipped = next(path for path in shipped_notebooks().values() if "03" in path.name)
    laid = nbformat.read(tmp_path / "course" / "notebooks" / shipped.name, 4)
    asked, left_out = False, 0
    for mine, theirs in zip(laid.cells, nbformat.read(shipped, 4).cells, strict=True):
        if mine.cell_type != "code":
            asked = asked or "**Predict" in mine.source
            continue
        if asked:
            left_out += 1
            assert (mine.outputs, mine.execution_count) == ([], None)
        else:
            assert mine == theirs
        asked = False
    assert left_out >= 5


def test_start_with_a_name_gives_numbers_of_ones_own_the_same_each_time(bpteach, tmp_path):
    bpteach("start", "ada", "--name", "Ada")
    bpteach("start", "again", "--name", "Ada")
    bpteach("start", "all")
    name = next(name for name in shipped_notebooks() if name.startswith("exercises/03"))
    ada, again, everyone = (
        nbformat.read(tmp_path / folder / name, 4) for folder in ("ada", "again", "all")
    )
    assert ada == again
    assert ada.metadata.bpteach.seed == "Ada"
    assert "seed" not in everyone.metadata.bpteach


def test_start_works_twice(bpteach):
    bpteach("start", "course")
    code, out, _ = bpteach("start", "course")
    assert code == 0
    assert "there already: course/README.md" in out
    assert "laid out" not in out


def test_start_keeps_work_and_says_so(bpteach, tmp_path):
    bpteach("start", "course")
    lesson = tmp_path / "course" / "notebooks" / FIRST_LESSON
    lesson.write_text("my answers")
    code, out, _ = bpteach("start", "course")
    assert code == 0
    assert f"kept yours: course/notebooks/{FIRST_LESSON}\n" in out
    assert lesson.read_text() == "my answers"


def test_start_keeps_files_that_were_there_before_it(bpteach, tmp_path):
    (tmp_path / "README.md").write_text("my own")
    (tmp_path / "thesis.tex").write_text("my thesis")
    code, out, _ = bpteach("start", ".")
    assert code == 0
    assert "kept yours: README.md\n" in out
    assert (tmp_path / "README.md").read_text() == "my own"
    assert (tmp_path / "thesis.tex").read_text() == "my thesis"


def test_start_lays_out_again_what_was_removed(tmp_path):
    lay_out(tmp_path)
    (tmp_path / "README.md").unlink()
    outcomes = {file.name: file.outcome for file in lay_out(tmp_path)}
    assert outcomes.pop("README.md") is Outcome.LAID
    assert set(outcomes.values()) == {Outcome.SAME}


@pytest.fixture
def newer_readme(monkeypatch, tmp_path):
    """Make a course laid out in ./course that the installed one has since moved beyond."""
    lay_out(tmp_path / "course")
    newer = tmp_path / "newer.md"
    newer.write_text("a newer version")
    monkeypatch.setattr(start, "README", newer)
    return tmp_path / "course" / "README.md"


@pytest.mark.parametrize("mine", [None, "my notes"])
def test_start_says_when_the_course_has_a_newer_version_and_writes_nothing(
    bpteach, newer_readme, mine
):
    if mine:
        newer_readme.write_text(mine)
    before = newer_readme.read_text()
    for _ in range(2):
        _, out, _ = bpteach("start", "course")
        assert "kept yours, the course has a newer one: course/README.md\n" in out
        assert "For a newer file, rename yours and run the same command again.\n" in out
        assert newer_readme.read_text() == before


def test_start_gives_the_newer_version_once_the_old_one_is_renamed(bpteach, newer_readme):
    newer_readme.rename(newer_readme.with_name("old.md"))
    bpteach("start", "course")
    assert newer_readme.read_text() == "a newer version"
    assert "newer one" not in bpteach("start", "course")[1]


def test_start_refuses_a_path_that_is_a_file(bpteach, tmp_path):
    (tmp_path / "course").write_text("a file")
    assert bpteach("start", "course") == (
        2,
        "",
        "bpteach: course is a file\n  give the name of a folder, new or your own\n",
    )


def test_start_refuses_a_file_where_the_lessons_belong(bpteach, tmp_path):
    (tmp_path / "notebooks").write_text("a file")
    code, _, err = bpteach("start", ".")
    assert code == 2
    assert err.startswith("bpteach: notebooks is a file\n")


def test_start_says_why_a_folder_cannot_be_written(bpteach, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(start.os, "link", full)
    monkeypatch.setattr(start.os, "replace", full)
    assert bpteach("start", "course") == (
        2,
        "",
        "bpteach: cannot write in course: No space left on device\n",
    )


def test_an_interrupted_start_leaves_no_half_file_and_can_go_on(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(start.os, "link", interrupt)
        with pytest.raises(KeyboardInterrupt):
            lay_out(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert {file.outcome for file in lay_out(tmp_path)} == {Outcome.LAID}


def test_start_works_on_a_file_system_without_links(tmp_path, monkeypatch):
    def no_links(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(start.os, "link", no_links)
    assert {file.outcome for file in lay_out(tmp_path)} == {Outcome.LAID}
    assert {file.outcome for file in lay_out(tmp_path)} == {Outcome.SAME}


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_broken_record_costs_nobody_their_work(tmp_path, text):
    lay_out(tmp_path)
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / start.RECORD).write_text(text)
    assert lay_out(tmp_path)[0] == start.Laid("README.md", Outcome.YOURS)
    assert (tmp_path / "README.md").read_text() == "mine"


# lab


@pytest.fixture
def jupyter(monkeypatch):
    """Stand in for JupyterLab: keep its arguments and its environment."""
    from jupyterlab.labapp import LabApp

    seen = {}

    def launch(argv):
        seen.update(argv=argv, config=os.environ["JUPYTER_CONFIG_PATH"].split(os.pathsep))
        raise SystemExit(0)

    monkeypatch.setattr(LabApp, "launch_instance", launch)
    monkeypatch.setattr(lab, "_as_root", list)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/somebody/else")
    return seen


def test_lab_opens_the_first_lesson_without_news_and_passes_arguments_on(
    bpteach, jupyter, tmp_path
):
    bpteach("start", "course")
    code, _, err = bpteach("lab", "course", "--no-browser", "--port", "8899")
    assert (code, err) == (0, "Opening the course in JupyterLab. Ctrl-C here ends it.\n")
    assert jupyter["argv"] == [
        f"--ServerApp.root_dir={tmp_path / 'course'}",
        f"--LabApp.default_url=/lab/tree/notebooks/{FIRST_LESSON}",
        "--ServerApp.answer_yes=True",
        "--no-browser",
        "--port",
        "8899",
    ]
    assert jupyter["config"] == [str(TOP / "bpteach" / "course_config"), "/somebody/else"]


@pytest.mark.parametrize(
    ("given", "passed_on"),
    [
        ([], []),
        (["."], []),
        (["--port", "8899"], ["--port", "8899"]),
        (["--", "--no-browser"], ["--no-browser"]),
        ([".", "--", "--no-browser"], ["--no-browser"]),
        ([".", "-y", "--help"], ["-y", "--help"]),
    ],
)
def test_lab_takes_this_folder_unless_one_comes_first(bpteach, jupyter, tmp_path, given, passed_on):
    bpteach("start", ".")
    bpteach("lab", *given)
    assert jupyter["argv"][0] == f"--ServerApp.root_dir={tmp_path}"
    assert jupyter["argv"][3:] == passed_on


def test_lab_without_lessons_says_what_to_do_first(bpteach, jupyter):
    assert bpteach("lab", "course") == (
        2,
        "",
        "bpteach: no lessons in course/notebooks\n"
        "  lay out the course first: bpteach start course\n",
    )
    assert jupyter == {}


def test_the_settings_shipped_reach_jupyterlab_and_switch_the_news_off(monkeypatch):
    from jupyterlab_server.config import get_page_config

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(lab.CONFIG))
    disabled = get_page_config([])["disabledExtensions"]
    assert "@jupyterlab/apputils-extension:announcements" in disabled


def test_root_is_let_in_and_nobody_else_needs_it(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert lab._as_root() == ["--allow-root"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert lab._as_root() == []


# plot


@pytest.mark.parametrize(
    ("suffix", "start_of_file"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_plot_writes_the_format_of_the_suffix_and_says_what_it_shows(
    bpteach, tmp_path, suffix, start_of_file
):
    code, out, err = bpteach("plot", "sigmoid", "relu", "-o", f"out.{suffix}")
    assert (code, err) == (0, "")
    assert out.startswith(f"wrote out.{suffix}\nf′ multiplies the gradient: at most 0.25 (sigmoid)")
    assert (tmp_path / f"out.{suffix}").read_bytes().startswith(start_of_file)


def test_plot_takes_another_slope_at_the_kink(bpteach):
    _, out, _ = bpteach("plot", "relu", "--at-zero", "0", "-o", "relu.svg")
    assert "here 0 (filled square)" in " ".join(out.split())


def test_plot_lists_and_draws_the_figures_of_the_lessons(bpteach, tmp_path):
    code, out, _ = bpteach("plot", "--list")
    assert code == 0
    assert "tensor-slices\n" in out
    assert bpteach("plot", "tensor-slices", "-o", "t.svg")[0] == 0
    assert (tmp_path / "t.svg").stat().st_size > 10_000
    code, _, err = bpteach("plot", "tensr-slices", "-o", "a.svg")
    assert code == 2
    assert err.endswith("bpteach plot --list names every figure of the lessons\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sigmod", "-o", "a.svg"], "did you mean 'sigmoid'?"),
        (["sigmoid", "-o", "a.gif"], ".gif is none of the formats"),
        (["sigmoid", "-o", "nowhere/a.svg"], "there is no folder nowhere"),
        (
            ["relu", "--at-zero", "3", "-o", "a.svg"],
            "write --at-zero 1, --at-zero 0.5 or --at-zero 0",
        ),
        (["relu", "--theme", "neon", "-o", "a.svg"], "write --theme light or --theme dark"),
        (["relu", "relu", "-o", "a.svg"], "relu is named twice"),
    ],
)
def test_plot_says_what_is_wrong_and_writes_nothing(bpteach, tmp_path, arguments, words):
    code, out, err = bpteach("plot", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert list(tmp_path.iterdir()) == []


def test_plot_without_a_display_names_the_way_out(bpteach, monkeypatch):
    monkeypatch.setattr("matplotlib.pyplot.figure", lambda **_: _raise(ImportError("no display")))
    assert bpteach("plot", "sigmoid") == (
        2,
        "",
        "bpteach: no window can be opened here\n  name a file: -o picture.svg\n",
    )


def _raise(error):
    raise error
