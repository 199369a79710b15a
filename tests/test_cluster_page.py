"""The page on clusters and its compose file: what can be held without a container engine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

DOCS = Path(__file__).parents[1] / "docs"
COMPOSE = DOCS / "cluster" / "compose.yaml"
PAGE = (DOCS / "cluster.md").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]


def test_the_services_are_built_from_this_repository():
    for service in SERVICES.values():
        build = service["build"]
        top = (COMPOSE.parent / build["context"]).resolve()
        assert (top / "pyproject.toml").is_file()
        assert (top / build["dockerfile"]).is_file()


def test_the_scheduler_is_reached_from_this_machine_only():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:8786:8786"]


def test_the_worker_finds_the_scheduler_and_may_make_namespaces():
    worker = SERVICES["worker"]
    assert f"tcp://{worker['depends_on'][0]}:8786" in worker["command"]
    assert {"seccomp=unconfined", "systempaths=unconfined"} <= set(worker["security_opt"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_option_of_a_command_is_dasks(name):
    dask, command, *rest = SERVICES[name]["command"]
    assert dask == "dask"
    shown = subprocess.run(
        [sys.executable, "-m", "dask", command, "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    options = {one.partition("=")[0] for one in rest if one.startswith("--")}
    assert options
    assert all(re.search(rf"{one}\b", shown) for one in options), shown


def test_the_image_has_what_the_sandbox_needs_and_does_not_grade_as_root():
    text = (COMPOSE.parent / "Dockerfile").read_text(encoding="utf-8")
    assert {"bubblewrap", "libseccomp2"} <= set(text.split())
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE)[-1] == "grader"


def test_links_and_tests_that_the_page_names_are_there():
    for link in re.findall(r"\]\(([^)#:]+)\)", PAGE):
        assert (DOCS / link).exists(), link
    for test in re.findall(r"`(tests/\w+\.py)`", PAGE):
        assert (DOCS.parent / test).exists(), test
