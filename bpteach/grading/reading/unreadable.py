"""The one error of reading: a line for the report."""

__all__ = ["UnreadableError"]


class UnreadableError(Exception):
    """A file cannot be graded; the text is one line that says why.

    Examples
    --------
    >>> str(UnreadableError("the file is empty"))
    'the file is empty'
    """
