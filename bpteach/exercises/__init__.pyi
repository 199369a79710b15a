from .cards import card
from .catalogue import check_namespace, get, unit_of, units
from .learning.page import progress, reviewed
from .starting.diagnostic import diagnostic
from .starting.environment import environment
from .verdict import Rung, Status, Verdict

__all__ = [
    "Rung",
    "Status",
    "Verdict",
    "card",
    "check_namespace",
    "diagnostic",
    "environment",
    "get",
    "progress",
    "reviewed",
    "unit_of",
    "units",
]
