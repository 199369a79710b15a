"""The command line, one command a file: ``bpteach start | lab | check | progress | plot``."""

from bpteach.cli.app import main

__all__ = ["main"]
