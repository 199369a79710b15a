"""A real JupyterLab in a real Chromium, one of each for all browser tests of a worker."""

import contextlib
import json
import os
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import sync_playwright

from browser.labs import CHROMIUM, FLAGS, TOKEN, opener, running_lab


def pytest_collection_modifyitems(items):
    if CHROMIUM:
        return
    why = "no Chromium found: install it (Debian: apt install chromium) to run the browser tests"
    if os.environ.get("BPTEACH_BROWSER") == "required":
        raise pytest.UsageError(why)
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("course")


@pytest.fixture(scope="session")
def lab(folder, tmp_path_factory):
    """The address of a JupyterLab that serves the folder."""
    with running_lab(folder, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def ask(lab):
    """Ask JupyterLab's own interface: ``ask("GET", "/api/sessions")``."""

    def asked(method, path, data=None):
        request = urllib.request.Request(
            lab + path,
            method=method,
            data=None if data is None else json.dumps(data).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    return asked


@pytest.fixture(scope="session")
def stop_kernel(ask):
    """Shut down the kernel of a notebook."""

    def stop(name):
        for session in ask("GET", "/api/sessions"):
            if session["path"] == f"{name}.ipynb":
                ask("DELETE", f"/api/sessions/{session['id']}")

    return stop


@pytest.fixture
def dark(ask):
    """JupyterLab's dark theme, for the pages that a test opens after this."""
    settings = "/lab/api/settings/@jupyterlab/apputils-extension:themes"
    ask("PUT", settings, {"raw": '{"theme": "JupyterLab Dark"}'})
    yield
    ask("PUT", settings, {"raw": "{}"})


@pytest.fixture
def open_notebook(lab, folder, chromium, stop_kernel):
    """Open cells as a notebook in JupyterLab, run them all, and give the page."""
    with opener(lab, folder, chromium, stop_kernel) as opened:
        yield opened


@pytest.fixture(scope="module")
def keep_notebook(lab, folder, chromium, stop_kernel):
    """Open a notebook in the same way, for all the tests of a file; see `looking.run_again`."""
    with opener(lab, folder, chromium, stop_kernel) as opened:
        yield opened


@pytest.fixture
def saved(folder):
    """Save a page's notebook and read it back from the file."""

    def read(page, name):
        before = (folder / f"{name}.ipynb").stat().st_mtime_ns
        page.keyboard.press("Control+s")
        until = time.monotonic() + 20
        while True:
            assert time.monotonic() < until, "the notebook was not saved"
            page.wait_for_timeout(100)
            if (folder / f"{name}.ipynb").stat().st_mtime_ns == before:
                continue
            with contextlib.suppress(nbformat.reader.NotJSONError):  # it is being written
                return nbformat.read(folder / f"{name}.ipynb", as_version=4)

    return read
