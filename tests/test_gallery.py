"""Every figure of the lessons can be drawn from a terminal, in both themes."""

import re
from pathlib import Path

import pytest

from bpteach import plots
from bpteach.plots.gallery import GALLERY
from bpteach.plots.lint import lint

SOURCES = sorted((Path(__file__).parents[1] / "notebooks" / "source").glob("[0-9]*.md"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", GALLERY)
def test_a_figure_of_the_gallery_is_clean_and_says_its_finding(name, theme):
    picture = GALLERY[name](theme)
    assert lint(picture.figure) == []
    assert len(picture.alt) > 60


def test_the_gallery_has_every_figure_that_a_lesson_draws():
    drawn = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        drawn |= {name for name in plots.__all__ if re.search(rf"^{name}\(", text, re.MULTILINE)}
    assert {name.replace("_", "-") for name in drawn} <= {*GALLERY, "activation"}
