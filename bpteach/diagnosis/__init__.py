"""What is wrong with an array: compares it with the right one and says so in words.

One mechanism serves `numeric.check`, which judges a layer, and the ladder, which judges a
learner's answer. The words name the kind of error, never a number of the right array.

A comparison goes from the plain to the particular, and the first test that explains the array
is the finding. Where shapes differ: the other convention, an axis too many or too few. Where
they agree: finite, zero, nearly right, one factor, a known array as a factor, other places, an
offset, signs, a factor a row or a column, and at last which entries differ.
"""

from bpteach.diagnosis.comparing import compare
from bpteach.diagnosis.finding import Finding, close
from bpteach.diagnosis.letters import shape_in_letters

__all__ = ["Finding", "close", "compare", "shape_in_letters"]
