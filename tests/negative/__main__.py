"""`make prove-negative`: every check is shown to fail on a fault made for it; `make mutants`: on random ones."""

from __future__ import annotations

import sys

from tests.negative import faults, mutants, planting


def main(which: str) -> int:
    planted = faults.read() if which == "faults" else mutants.sample()
    unsound = [test for test in {t for f in planted for t in f.tests} if "::" in test and not faults.exists(test)]
    for test in unsound:
        print(f"no such test: {test}")
    survivors = planting.try_all(planted, print)
    caught = len(planted) - len(survivors)
    print(f"{caught} of {len(planted)} faults noticed.")
    enough = not survivors if which == "faults" else caught >= mutants.ENOUGH * len(planted)
    return 0 if enough and not unsound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
