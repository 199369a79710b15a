"""A real JupyterLab in a real Chromium, one of each for all browser tests of a worker."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import TimeoutError, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TOKEN = "a-token-of-the-tests"
RAN = re.compile(r"\[\d+\]")


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
    home = tmp_path_factory.mktemp("home")
    port = 8950 + os.getpid() % 40
    bpteach = Path(sys.executable).with_name("bpteach")
    subprocess.run([bpteach, "start", folder], check=True, capture_output=True)
    options = [f"--port={port}", f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"]
    server = subprocess.Popen(
        [bpteach, "lab", folder, "--no-browser", *options],
        env={**os.environ, "HOME": str(home), "BPTEACH_PROGRESS": str(home / "progress.json")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api?token={TOKEN}", server)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(url, server):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "JupyterLab did not start"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("JupyterLab did not answer within a minute")


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


@pytest.fixture
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
    pages, names = [], []

    def opened(name, *sources, width=1200, height=900, **options):
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(notebook, folder / f"{name}.ipynb")
        page = chromium.new_page(viewport={"width": width, "height": height}, **options)
        pages.append(page)
        # on a busy machine JupyterLab may ask which kernel; the one it proposes is right
        asked = page.locator(".jp-Dialog", has_text="Select Kernel")
        page.add_locator_handler(asked, lambda one: one.locator(".jp-mod-accept").click())
        names.append(name)
        page.goto(f"{lab}/doc/tree/{name}.ipynb?token={TOKEN}")
        wait_for_kernel(page)
        _run_all(page, len(sources))
        return page

    yield opened
    for page in pages:
        page.close()
    for name in names:
        stop_kernel(name)


def wait_for_kernel(page):
    """Wait until a notebook is there and its kernel is at rest."""
    page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for()
    page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']").first.wait_for(
        state="attached", timeout=60_000
    )


def _run_all(page, count):
    """Run the cells from the top, each once; a kernel may drop what is asked before it listens."""
    for number in range(count):
        cell = page.locator(".jp-CodeCell").nth(number)
        for _ in range(4):
            cell.locator(".jp-InputArea .cm-content").click()
            page.keyboard.press("Control+Enter")
            try:
                cell.locator(".jp-InputPrompt", has_text=RAN).wait_for(timeout=10_000)
            except TimeoutError:
                continue
            break
        else:
            raise AssertionError(f"the kernel did not run cell {number + 1}")


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
