"""Reports on a class, in a browser: nothing for axe-core to find, in light and in dark."""

import pytest
from answers.handed_in import write_class

from bpteach.grading.isolation import Isolation
from bpteach.grading.marks.policy import Policy
from bpteach.grading.marks.store import Store
from bpteach.grading.reading import Unread, find
from bpteach.grading.reports import write_reports
from bpteach.grading.whole_class import Grading
from bpteach.grading.workers import graded
from browser.looking import violations


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    write_class(folder / "in", 12)
    for name in ("twin", "other"):
        (folder / "in" / f"{name}.ipynb").write_bytes(
            (folder / "in" / "student00004.ipynb").read_bytes()
        )
    found = find([folder / "in"])
    with Store(folder / "marks.sqlite") as store:

        def grader(submissions, secret):
            return graded(submissions, secret=secret, isolation=Isolation("process"), workers=1)

        Grading(store, store.run(seed="7"), found).through(grader, lambda: None)
        store.missed(Unread("zed", folder / "zed.ipynb", "the file is empty"))
        store.adjust("student00004", "linear.dW", 1.5, "half of it")
        write_reports(store, folder, Policy(due={"linear": 0.0}, per_day=10, at_most=20))
    return folder


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["class.html", "feedback/student00004.html", "feedback/zed.html"])
def test_axe_finds_nothing_and_it_fits_a_narrow_page(chromium, reports, name, theme):
    page = chromium.new_page(color_scheme=theme, viewport={"width": 360, "height": 800})
    problems = []
    page.on("console", lambda message: problems.append(message.text))
    page.goto((reports / name).as_uri())
    assert violations(page, "html", about_the_page=True) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    assert problems == []
    page.close()
