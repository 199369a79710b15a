"""Tests and notebooks run as a learner who has done nothing yet, and touch nobody's progress."""

import atexit
import os
from tempfile import TemporaryDirectory

_nobody = TemporaryDirectory(prefix="bpteach-")
atexit.register(_nobody.cleanup)
os.environ["BPTEACH_PROGRESS"] = os.path.join(_nobody.name, "attempts.json")
