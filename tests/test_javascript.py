"""The widgets' JavaScript: linted, tested by node itself, and whole when put together."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bpteach.widgets import parts
from bpteach.widgets.javascript import module

TOP = Path(__file__).parents[1]
STATIC = TOP / "bpteach" / "widgets" / "static"
NODE = shutil.which("node")
ESLINT = TOP / "node_modules" / ".bin" / "eslint"
WIDGETS = sorted(
    path.name for path in STATIC.glob("*.js") if "\nexport default" in path.read_text("utf-8")
)


def needs(found, why):
    """Skip where a tool is missing, and say which; where the tools are required, fail."""
    if not found:
        if os.environ.get("BPTEACH_BROWSER") == "required":
            pytest.fail(why)
        pytest.skip(why)


def run(*arguments, **options):
    return subprocess.run(
        [str(one) for one in arguments],
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=120,
        **options,
    )


def test_eslint_has_nothing_to_say():
    needs(NODE and ESLINT.exists(), "no eslint found: install node, then run npm ci")
    result = run(ESLINT, "bpteach/widgets/static", "tests/javascript", "eslint.config.js")
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_unit_tests_of_the_modules_pass():
    needs(NODE, "no node found: install it (Debian: apt install nodejs)")
    result = run(NODE, "--test", "tests/javascript/")
    assert result.returncode == 0, result.stdout
    passed = int(re.search(r"^. pass (\d+)$", result.stdout, re.M)[1])
    assert passed >= 20


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widgets_modules_make_one_module_that_node_can_read(name):
    """Two modules with the same name at the top would be found here."""
    needs(NODE, "no node found: install it (Debian: apt install nodejs)")
    result = run(NODE, "--check", "--input-type=module", "-", input=module(name))
    assert result.returncode == 0, result.stderr


def test_the_check_sees_a_name_that_is_given_twice():
    needs(NODE, "no node found: install it (Debian: apt install nodejs)")
    twice = module("live.js") + "\nfunction panel() {}\n"
    assert run(NODE, "--check", "--input-type=module", "-", input=twice).returncode != 0


@pytest.mark.parametrize("name", WIDGETS)
def test_nothing_is_left_to_import(name):
    text = module(name)
    assert not re.search(r"^import\b|\bimport\(", text, re.M)
    assert len(re.findall(r"^export\b", text, re.M)) == 1


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.js")), ids=lambda path: path.name)
def test_imports_have_the_one_form_that_is_put_together(path):
    text = path.read_text("utf-8")
    form = r'import \{ [\w, ]+ \} from "\./[a-z_]+\.js";'
    for line in re.findall(r"^import.*", text, re.M):
        assert re.fullmatch(form, line), line
        assert " as " not in line


def test_every_kind_of_part_that_python_makes_is_one_that_the_page_draws():
    made = {"sign", *re.findall(r'_part\(\s*"(\w+)"', Path(parts.__file__).read_text("utf-8"))}
    marks = {"line", "points", "area", "rule", "label"}
    kinds = re.search(
        r"^const KINDS = \{(.*?)^\};", (STATIC / "panel.js").read_text("utf-8"), re.M | re.S
    )
    assert set(re.findall(r"\w+", kinds[1])) == made - marks
    drawn = re.search(
        r"^const MARKS = \{(.*?)^\};", (STATIC / "plot.js").read_text("utf-8"), re.M | re.S
    )
    assert set(re.findall(r"^  (\w+)[:(]", drawn[1], re.M)) == marks


def test_the_lock_file_names_no_registry():
    text = (TOP / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert "registry" not in text
    assert text.count('"integrity"') >= 80
