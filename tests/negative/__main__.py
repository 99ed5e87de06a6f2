"""`make prove-negative`: every check is shown to fail on a fault made for it; `make mutants`: on random ones.

A word after the kind tries only the faults that have it in their name: `python -m tests.negative faults matrix`.
"""

from __future__ import annotations

import functools
import sys

from tests.negative import faults, mutants, planting


def main(which: str, word: str = "") -> int:
    planted = [one for one in (faults.read() if which == "faults" else mutants.sample()) if word in one.name]
    unsound = [test for test in {t for f in planted for t in f.tests} if "::" in test and not faults.exists(test)]
    for test in unsound:
        print(f"no such test: {test}")
    honest = planting.is_failure if which == "faults" else bool  # a mutant that can't be imported is noticed by all
    survivors = planting.try_all(planted, functools.partial(print, flush=True), honest)
    caught = len(planted) - len(survivors)
    print(f"{caught} of {len(planted)} faults noticed.")
    enough = not survivors if which == "faults" else caught >= mutants.ENOUGH * len(planted)
    return 0 if enough and not unsound else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
