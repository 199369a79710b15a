"""X."""

HELP = """x

Examples:

\b
  bpteach check a.ipynb
"""


def command() -> None:
    "x"
