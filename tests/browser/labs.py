"""A real JupyterLab in a real Chromium: for the browser tests, and for what measures widgets."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import TimeoutError

from browser.looking import wait_for_kernel

__all__ = ["CHROMIUM", "FLAGS", "TOKEN", "opener", "running_lab"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
TOKEN = "a-token-of-the-tests"
RAN = re.compile(r"\[\d+\]")


@contextmanager
def running_lab(folder, home):
    """Serve a folder, and give the address."""
    port = _free_port()
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


def _free_port():
    """A port that nobody listens at; a lab of other tests would answer there too."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


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


@contextmanager
def opener(lab, folder, chromium, stop_kernel):
    """Give a function that opens cells as a notebook, runs them all, and gives the page."""
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


def _answer_dialogs(page):
    """Print what JupyterLab asks, so that a test that fails tells it, and go on."""
    dialog = page.locator(".jp-Dialog")
    if dialog.count():
        print("JupyterLab asks:", dialog.first.inner_text())
        dialog.first.locator("button").last.click()


def _run_all(page, count):
    """Run the cells from the top, each once; a kernel may drop what is asked before it listens."""
    for number in range(count):
        cell = page.locator(".jp-CodeCell").nth(number)
        for _ in range(4):
            _answer_dialogs(page)
            cell.locator(".jp-InputArea .cm-content").click()
            page.keyboard.press("Control+Enter")
            try:
                cell.locator(".jp-InputPrompt", has_text=RAN).wait_for(timeout=10_000)
            except TimeoutError:
                continue
            break
        else:
            raise AssertionError(f"the kernel did not run cell {number + 1}")
