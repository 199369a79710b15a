"""What `check` hands back: one row for each derivative, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bpteach.display.listing import Listing

__all__ = ["Comparison", "Report"]


@dataclass(frozen=True)
class Comparison:
    """One derivative of a layer beside its central difference.

    Parameters
    ----------
    variable : str
        The letter of the variable that we derive with respect to.
    form : {"pullback", "jacobian", "forward"}
        How the layer gives the derivative; ``"forward"`` if it did not come so far.
    kind : str
        ``"right"`` or ``"kink"``; else what is wrong: a kind of `bpteach.diagnosis`, or
        ``"upstream"``, ``"not linear"``, ``"raised"``, ``"changed"``, ``"no slope"``.
    words : str
        The finding in words.
    error : float
        The largest difference as a share of the largest slope; nan if the two cannot be
        subtracted.
    bound : float
        The largest error that counts as rounding.

    Examples
    --------
    >>> Comparison("a", "pullback", "sign", "dL_da has the wrong sign.", 2.0).ok
    False
    """

    variable: str
    form: str
    kind: str
    words: str
    error: float = np.nan
    bound: float = 1e-6

    @property
    def ok(self) -> bool:
        """Whether the derivative is right, as far as differences can tell."""
        return self.kind in ("right", "kink")

    def __bool__(self):
        return self.ok

    @property
    def compared(self) -> bool:
        """Whether there was something to compare: the layer's values, and a slope there."""
        return self.form != "forward" and self.kind != "no slope"

    @property
    def error_words(self) -> str:
        """The error rounded so far that it reads alike on every machine."""
        if self.ok:
            return f"below {self.bound:.0e}".replace("e-0", "e-")
        return f"{float(f'{self.error:.4g}'):.2g}" if np.isfinite(self.error) else "—"


@dataclass(frozen=True, eq=False, repr=False)
class Report:
    """The findings of `check`; it shows itself as a table, and is true if all is right.

    Parameters
    ----------
    subject : str
        What was checked.
    findings : tuple of Comparison
        One for each variable and form.
    note : str, optional
        What was left out, and why.
    method : str
        What the derivatives were compared with.

    Examples
    --------
    >>> report = Report("Sigmoid()", (Comparison("z", "pullback", "zero", "dL_dz is 0.", 1.0),))
    >>> report.ok, bool(report)
    (False, False)
    """

    subject: str
    findings: tuple[Comparison, ...]
    note: str = ""
    method: str = "central differences"

    @property
    def ok(self) -> bool:
        """Whether every derivative is right."""
        return all(finding.ok for finding in self.findings)

    def __bool__(self):
        return self.ok

    def _listing(self):
        rows = [(one.variable, one.form, one.error_words, one.words) for one in self.findings]
        headers = ["variable", "form", "error", "finding"]
        return Listing(f"check of {self.subject}: {self._verdict()}", headers, rows, self.note)

    def _verdict(self):
        if self.ok:
            return f"every derivative agrees with {self.method}"
        count = len(self.findings)
        wrong = sum(one.compared and not one.ok for one in self.findings)
        unknown = sum(not one.compared for one in self.findings)
        said = [f"{wrong} of {count} {'is' if wrong == 1 else 'are'} wrong"] if wrong else []
        said += [f"{unknown} of {count} cannot be judged"] if unknown else []
        return ", ".join(said)

    def __repr__(self):
        return self._listing().text()

    def _repr_html_(self):
        return self._listing().html()
