"""From folders of files to submissions: whose they are, what they answer, or why not."""

from bpteach.grading.reading.found import Found, find
from bpteach.grading.reading.submissions import Unread, read, submissions

__all__ = ["Found", "Unread", "find", "read", "submissions"]
