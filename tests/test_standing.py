"""What counts of posted hours: worked examples, and properties against a reference of another make (R-9)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.hours import counting, rulebook
from app.hours.due import Attributes
from app.hours.rulebook import Rule, Rules
from app.hours.standing import Entry, Standing, standing, through

NOBODY = Attributes()
YEAR = 2026
H = Decimal


def entry(number: int, hours: Any, category: int = 1, year: int = YEAR, **more: Any) -> Entry:
    return Entry(number, year, category, H(hours), **more)


def rules(*found: Rule) -> Rules:
    return Rules(found, 7)


def total(amount: int, **more: Any) -> Rule:
    return Rule("total", amount=H(amount), **more)


def judged(entries: list[Entry], *found: Rule, who: Attributes = NOBODY, year: int = YEAR) -> Standing:
    return standing(entries, rules(*found), who, year)


def reasons(found: Standing, number: int) -> list[tuple[str, Decimal]]:
    return [(one.code, one.hours) for line in found.lines if line.entry.id == number for one in line.lost]


# ---- worked examples ------------------------------------------------------------------------------------------------


@pytest.mark.req("R-9")
@pytest.mark.parametrize(("professional", "other", "met"), [(60, 30, True), (59, 31, False), (90, 0, True),
                                                            (60, 200, True), (60, 29, False)])  # fmt: skip
def test_two_thirds_of_ninety_hours_are_professional(professional: int, other: int, met: bool) -> None:
    found = judged([entry(1, professional), *([entry(2, other, 2)] if other else [])],
                   total(90), Rule("share", category_id=1, part=2, whole=3))  # fmt: skip
    assert (found.met, found.required, found.categories[1].required) == (met, 90, 60)


@pytest.mark.req("R-9")
def test_a_share_that_is_no_whole_hundredth_is_rounded_up_and_so_exact() -> None:
    found = judged([entry(1, "66.66"), entry(2, 40, 2)], total(100), Rule("share", category_id=1, part=2, whole=3))
    assert (found.categories[1].required, found.categories[1].missing) == (H("66.67"), H("0.01"))


CLASSES = (total(25), Rule("minimum", category_id=1, amount=H(5)), Rule("maximum", category_id=1, amount=H(10)),
           Rule("minimum", category_id=2, amount=H(15)), Rule("maximum", category_id=2, amount=H(20)))  # fmt: skip


@pytest.mark.req("R-9")
@pytest.mark.parametrize(("one", "two", "counted", "met"), [(10, 15, 25, True), (5, 20, 25, True), (30, 15, 25, True),
                                                            (4, 30, 24, False), (10, 14, 24, False)])  # fmt: skip
def test_twenty_five_points_in_two_classes(one: int, two: int, counted: int, met: bool) -> None:
    found = judged([entry(1, one), entry(2, two, 2)], *CLASSES)
    assert (found.counted, found.met) == (counted, met)
    assert reasons(found, 1) == ([(counting.OVER_CATEGORY, H(20))] if one == 30 else [])


FIVE_YEARS = (Rule("cycle", number=5, start_year=2024), total(360), Rule("cap", per="year", amount=H(120)))


@pytest.mark.req("R-9")
def test_three_hundred_sixty_hours_in_five_years_and_at_most_120_in_one() -> None:
    entries = [entry(1, 200, year=2024), entry(2, 100, year=2025), entry(3, 150, year=2028), entry(4, 50, year=2023)]
    found = judged(entries, *FIVE_YEARS)
    assert (list(found.years), found.counted, found.missing) == ([*range(2024, 2029)], 340, 20)
    assert reasons(found, 1) == [(counting.OVER_YEAR, H(80))]
    assert reasons(found, 4) == [("other_cycle", H(50))]
    assert judged([*entries, entry(5, 20, year=2027)], *FIVE_YEARS).met
    assert not judged([*entries, entry(5, 20, year=2029)], *FIVE_YEARS).met


BY_GRADE = (total(60), total(90, group_by="grade", group_value="高级"), total(80, group_by="title", group_value="教授"),
            Rule("joiners", per="this_month"))  # fmt: skip


@pytest.mark.req("R-9")
@pytest.mark.parametrize(("who", "required"), [
    (Attributes(grade="初级"), 60), (Attributes(grade="高级"), 90), (Attributes(title="教授"), 80),
    (Attributes(grade="高级", title="教授"), 90),  # the rule that stands first
    (Attributes(grade="高级", joined=date(2026, 7, 15)), 45), (Attributes(joined=date(2026, 12, 31)), 5),
    (Attributes(joined=date(2025, 12, 31)), 60), (Attributes(grade="高级", joined=date(2026, 6, 30)), H("52.5")),
    (Attributes(joined=date(2027, 1, 1)), 0),
])  # fmt: skip
def test_the_requirement_differs_by_grade_and_by_month_of_joining(who: Attributes, required: Any) -> None:
    assert judged([], *BY_GRADE, who=who).required == required


# ---- reductions -----------------------------------------------------------------------------------------------------


@pytest.mark.req("R-9")
@pytest.mark.parametrize(("per", "required"), [("this_month", 100), ("next_month", 92), ("next_year", 0)])
def test_joiners_owe_from_this_month_the_next_or_next_year(per: str, required: int) -> None:
    who = Attributes(joined=date(2026, 1, 31))
    found = judged([], total(100), Rule("joiners", per=per), Rule("rounding", amount=H(1), rounding="up"), who=who)
    assert (found.required, found.exempt) == (required, "" if required else "absent")


@pytest.mark.req("R-9")
@pytest.mark.parametrize(("rounding", "step", "required"), [("up", "1", 59), ("down", "1", 58), ("nearest", "1", 58),
                                                            ("nearest", "0.5", "58.5"), ("up", "10", 60)])  # fmt: skip
def test_reduced_requirements_are_rounded_as_the_rule_says(rounding: str, step: str, required: Any) -> None:
    who = Attributes(joined=date(2026, 6, 2))  # seven of twelve months of 100: 58.33…
    made = Rule("rounding", amount=H(step), rounding=rounding)
    assert judged([], total(100), Rule("joiners", per="this_month"), made, who=who).required == H(required)


def test_a_half_is_rounded_up_and_what_is_not_reduced_is_not_rounded() -> None:
    step = Rule("rounding", amount=H(1), rounding="nearest")
    who = Attributes(joined=date(2026, 7, 1))
    assert judged([], total(15), Rule("joiners", per="this_month"), step, who=who).required == 8
    assert judged([], Rule("total", amount=H("15.5")), step).required == H("15.5")


@pytest.mark.req("R-9", "PEOPLE-2")
@pytest.mark.parametrize(("days", "span", "months"), [
    (None, (date(2026, 2, 1), date(2026, 2, 28)), 11), (None, (date(2026, 2, 1), date(2026, 2, 27)), 12),
    (None, (date(2028, 2, 1), date(2028, 2, 28)), 12), (None, (date(2028, 2, 1), date(2028, 2, 29)), 11),
    (15, (date(2026, 3, 17), date(2026, 4, 15)), 10), (15, (date(2026, 3, 18), date(2026, 4, 14)), 12),
    (None, (date(2025, 5, 1), None), 0), (1, (date(2025, 12, 1), date(2026, 1, 1)), 11),
])  # fmt: skip
def test_leave_takes_off_months_with_enough_days(days: int | None, span: Any, months: int) -> None:
    year = span[1].year if span[1] else 2026
    found = judged([], total(120), Rule("leave", number=days), who=Attributes(leaves=(span,)), year=year)
    assert (found.due.months, found.required) == (months, 10 * months)


def test_leave_changes_nothing_without_its_rule_and_days_of_two_leaves_are_counted_once() -> None:
    twice = Attributes(leaves=((date(2026, 3, 1), date(2026, 3, 10)), (date(2026, 3, 5), date(2026, 3, 12))))
    assert judged([], total(120), who=twice).required == 120
    assert judged([], total(120), Rule("leave", number=13), who=twice).required == 120
    assert judged([], total(120), Rule("leave", number=12), who=twice).required == 110


@pytest.mark.req("R-9", "CAS-10")
@pytest.mark.parametrize(("who", "exempt"), [
    (Attributes(applies=False), "personal"), (Attributes(grade="见习"), "group"),
    (Attributes(exemptions=((date(2026, 1, 31), date(2026, 12, 1)),)), "absent"),
])  # fmt: skip
def test_who_is_exempt_owes_nothing_and_still_sees_what_counts(who: Attributes, exempt: str) -> None:
    found = judged([entry(1, 8)], total(100), Rule("exempt", group_by="grade", group_value="见习"), who=who)
    assert (found.exempt, found.required, found.met, found.counted, found.percent) == (exempt, 0, True, 8, 100)


# ---- caps -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("R-9")
def test_a_daily_cap_holds_over_everything_of_the_day_and_an_entry_uses_all_its_days() -> None:
    first, second = date(2024, 2, 28), date(2024, 3, 1)  # three days: 2024 has a 29 February
    entries = [
        entry(1, 20, year=2024, starts_on=first, ends_on=second),
        entry(2, 8, year=2024, starts_on=second),
        entry(3, 8, year=2024),
    ]
    found = judged(entries, Rule("cap", per="day", amount=H(8)), year=2024)
    assert [line.counted for line in found.lines] == [20, 4, 8]
    assert reasons(found, 2) == [(counting.OVER_DAY, H(4))]


@pytest.mark.req("R-9")
def test_caps_of_a_type_and_of_a_category_name_their_own_reasons() -> None:
    caps = (Rule("cap", per="year", source="online", amount=H(10)),
            Rule("cap", per="cycle", category_id=2, amount=H(5)))  # fmt: skip
    found = judged([entry(1, 12, type="online"), entry(2, 12, 2, type="class"), entry(3, 9, 2, type="online")], *caps)
    assert reasons(found, 1) == [(counting.OVER_TYPE, H(2))]
    assert reasons(found, 2) == [(counting.OVER_CATEGORY, H(7))]
    assert reasons(found, 3) == [(counting.OVER_TYPE, H(9))]


@pytest.mark.req("R-9")
def test_the_same_activity_counts_once_in_a_category_only_where_a_rule_says_so() -> None:
    entries = [entry(1, 8, activity="a"), entry(2, 8, activity="a"), entry(3, 8, 2, activity="a"), entry(4, 8)]
    assert judged(entries).counted == 32
    found = judged(entries, Rule("once"))
    assert (found.counted, reasons(found, 2)) == (24, [(counting.DUPLICATE, H(8))])


# ---- carry-over -----------------------------------------------------------------------------------------------------


def carried(entries: list[Entry], *found: Rule, year: int = YEAR) -> Standing:
    return through(entries, lambda _year: rules(*found), NOBODY, year)


@pytest.mark.req("R-9")
def test_what_exceeds_the_requirement_is_carried_on_once_and_then_lapses() -> None:
    ruled = (total(90), Rule("carry", amount=H(30)))
    entries = [entry(1, 150, year=2024), entry(2, 80, year=2025)]
    last = carried(entries, *ruled, year=2025)
    assert (last.categories[1].carried_in, last.counted, dict(last.carried_out)) == (30, 110, {1: 20})
    assert carried(entries, *ruled, year=2026).categories[1].carried_in == 20
    assert carried([entry(1, 150, year=2024)], *ruled, year=2026).counted == 0


@pytest.mark.req("R-9")
def test_only_named_categories_carry_and_none_gives_away_its_own_minimum() -> None:
    ruled = (total(30), Rule("minimum", category_id=1, amount=H(20)), Rule("carry", category_id=1, amount=H(50)))
    found = carried([entry(1, 28), entry(2, 40, 2)], *ruled)
    assert dict(found.carried_out) == {1: 8}
    both = carried([entry(1, 28), entry(2, 40, 2)], total(30), Rule("carry", amount=H(25)))
    assert dict(both.carried_out) == {1: 25}
    assert dict(carried([entry(1, 28)], Rule("carry")).carried_out) == {}


def test_an_earlier_cycle_is_judged_by_its_own_version() -> None:
    versions = {2025: rules(total(10), Rule("carry")), 2026: rules(total(90))}
    found = through([entry(1, 25, year=2025), entry(2, 8)], lambda year: versions[year], NOBODY, 2026)
    assert (found.categories[1].carried_in, found.counted, dict(found.carried_out)) == (15, 23, {})


# ---- fills ----------------------------------------------------------------------------------------------------------

FULL = (Rule("minimum", category_id=1, amount=H(30)), Rule("minimum", category_id=2, amount=H(20)))


@pytest.mark.req("DL-8")
@pytest.mark.parametrize(("have", "adds"), [((0, 0), 50), ((12, 8), 30), ((30, 0), 20), ((40, 25), 0), ((45, 0), 20)])
def test_a_full_year_is_filled_up_to_the_requirement_and_never_added_on_top(have: Any, adds: int) -> None:
    own = [entry(n, hours, n) for n, hours in enumerate(have, 1) if hours]
    found = judged([entry(9, 1, 2, fills=True), *own], *FULL)
    assert (found.met, found.counted) == (True, sum(have) + adds)
    assert [line.counted for line in found.lines if line.entry.fills] == [adds]


@pytest.mark.req("DL-8")
def test_filling_twice_adds_nothing_and_leaves_no_surplus() -> None:
    once = [entry(1, 10), entry(8, 50, fills=True)]
    found = judged([*once, entry(9, 50, fills=True)], *FULL, Rule("carry"))
    assert (found.counted, judged(once, *FULL).counted, dict(found.carried_out)) == (50, 50, {})
    assert reasons(found, 9) == [("filled", H(50))]


@pytest.mark.req("DL-8")
def test_a_year_of_a_longer_cycle_is_filled_to_its_part() -> None:
    found = judged([entry(1, 30, year=2025), entry(9, 1, year=2025, fills=True)], *FIVE_YEARS)
    assert (found.counted, found.met) == (72, False)


# ---- properties -----------------------------------------------------------------------------------------------------

HOURS = st.integers(1, 3000).map(lambda n: H(n) / 100)
DAYS = st.integers(0, 9).map(lambda n: date(YEAR, 2, 25) + timedelta(days=n))
TYPES, CATEGORIES = ("class", "claim"), (1, 2)


@st.composite
def entries(draw: Any) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(0, 7))):
        start = draw(st.none() | DAYS)
        span = {"starts_on": start, "ends_on": start + timedelta(days=draw(st.integers(0, 2)))} if start else {}
        made.append(Entry(number, draw(st.sampled_from((YEAR, YEAR + 1, YEAR + 2))), draw(st.sampled_from(CATEGORIES)),
                          draw(HOURS), draw(st.sampled_from(TYPES)), **span))  # fmt: skip
    return made


@st.composite
def caps(draw: Any) -> list[Rule]:
    offered = [(c, s, p) for c in (None, *CATEGORIES) for s in ("", *TYPES) for p in ("day", "year", "cycle")]
    subjects = draw(st.lists(st.sampled_from(offered), max_size=5, unique=True))
    made = [Rule("cap", category_id=c, source=s, per=p, amount=draw(HOURS)) for c, s, p in subjects]
    most = draw(st.dictionaries(st.sampled_from(CATEGORIES), HOURS, max_size=2))
    return [*made, *(Rule("maximum", category_id=c, amount=a) for c, a in most.items())]


TWO_YEARS = Rule("cycle", number=2, start_year=YEAR)


def buckets(rule: Rule, one: Entry, day: date | None) -> tuple[Any, ...] | None:
    """The counter of `rule` that a hundredth of an hour on `day` goes into; None where the rule does not apply."""
    if rule.category_id not in (None, one.category_id) or rule.source not in ("", one.type):
        return None
    if rule.per == "day":
        return (rule.subject, day) if day else None
    return (rule.subject, one.year) if rule.per == "year" else (rule.subject,)


def reference(found: list[Entry], ruled: list[Rule]) -> dict[int, int]:
    """Hundredths that count of each entry: one after the other is tried on each of its days until one has room."""
    used: Counter[Any] = Counter()
    counted = {one.id: 0 for one in found}
    for one in sorted(found, key=lambda e: (e.year, e.starts_on or date(9999, 1, 1), e.id)):
        if one.year not in (YEAR, YEAR + 1):
            continue
        start, days = one.starts_on, [one.starts_on]
        while start and days[-1] and one.ends_on and days[-1] < one.ends_on:
            days.append(days[-1] + timedelta(days=1))
        for _hundredth in range(int(one.hours * 100)):
            for day in days:
                into = [(b, int((r.amount or 0) * 100)) for r in ruled if (b := buckets(r, one, day))]
                if all(used[bucket] < limit for bucket, limit in into):
                    used.update(bucket for bucket, _limit in into)
                    counted[one.id] += 1
                    break
    return counted


@pytest.mark.req("R-9")
@settings(max_examples=150, deadline=None, derandomize=True)
@given(found=entries(), ruled=caps())
def test_counting_agrees_with_a_reference_that_goes_hundredth_by_hundredth(found: Any, ruled: Any) -> None:
    made = judged(found, TWO_YEARS, *ruled)
    expected = reference(found, ruled)
    daily = [rule for rule in ruled if rule.per == "day"]
    if len(daily) <= 1:  # several daily caps share days in more than one way
        assert {line.entry.id: int(line.counted * 100) for line in made.lines} == expected
    assert all(0 <= line.counted <= line.entry.hours for line in made.lines)
    assert all(line.counted + sum(x.hours for x in line.lost) == line.entry.hours for line in made.lines)
    assert made.counted == sum(line.counted for line in made.lines)


@pytest.mark.req("R-9")
@settings(max_examples=100, deadline=None, derandomize=True)
@given(found=entries(), ruled=caps(), seed=st.integers(0, 99))
def test_no_cap_is_exceeded_and_the_order_of_entries_does_not_matter(found: Any, ruled: Any, seed: int) -> None:
    made = judged(found, TWO_YEARS, *ruled)
    for rule in ruled:
        for year in (YEAR, YEAR + 1):
            held = [x.counted for x in made.lines if x.entry.year == year and buckets(rule, x.entry, None)]
            assert rule.per != "year" or sum(held) <= (rule.amount or 0)
        held = [line.counted for line in made.lines if buckets(rule, line.entry, None)]
        assert rule.per in ("day", "year") or sum(held) <= (rule.amount or 0)
    shuffled = Random(seed).sample(found, len(found))
    assert judged(shuffled, TWO_YEARS, *ruled) == made


NESTED = [
    Rule("cap", per="year", category_id=1, amount=H(15)),
    Rule("cap", per="year", amount=H(25)),
    Rule("cap", per="cycle", amount=H(40)),
]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(found=entries(), more=HOURS, day=DAYS, category=st.sampled_from(CATEGORIES), fills=st.booleans())
def test_one_more_entry_never_lowers_the_total_where_caps_lie_within_each_other(
    found: Any, more: Decimal, day: date, category: int, fills: bool
) -> None:
    """Caps that cross (a type and a category) may lower it: what was done first counts first, not what fits best."""
    before = judged(found, TWO_YEARS, total(30), *NESTED)
    after = judged([*found, entry(99, more, category, starts_on=day, fills=fills)], TWO_YEARS, total(30), *NESTED)
    assert after.counted >= before.counted
    assert not before.met or after.met


@settings(max_examples=100, deadline=None, derandomize=True)
@given(found=entries(), ruled=caps(), due=HOURS, limit=HOURS)
def test_carried_hours_are_own_hours_beyond_the_requirement_within_the_limit(
    found: Any, ruled: Any, due: Decimal, limit: Decimal
) -> None:
    ruled = [*ruled, Rule("total", amount=due), Rule("carry", amount=limit), Rule("carry", category_id=1)]
    out = judged(found, TWO_YEARS, *ruled)
    sent = sum(out.carried_out.values())
    assert sent <= min(limit, max(out.counted - due, H(0)))
    assert set(out.carried_out) <= {1}
    after = standing(found, rules(TWO_YEARS, *ruled), NOBODY, YEAR + 2, out.carried_out)
    assert after.categories.get(1) is None or after.categories[1].carried_in <= sent


def test_rules_of_a_version_are_found_by_group_first() -> None:
    general, own = total(60), total(90, group_by="grade", group_value="高级")
    assert rules(general, own).only(rulebook.TOTAL, Attributes(grade="高级")) == own
    assert rules(own, general).only(rulebook.TOTAL, NOBODY) == general


@pytest.mark.parametrize(("year", "cycle"), [(2024, (2024, 2029)), (2028, (2024, 2029)), (2023, (2019, 2024))])
def test_cycles_are_counted_from_the_start_year_in_both_directions(year: int, cycle: tuple[int, int]) -> None:
    assert rules(*FIVE_YEARS).cycle(year) == range(*cycle)


@pytest.mark.req("R-9")
def test_what_was_carried_in_is_never_carried_on() -> None:
    """10 hours were carried into a year that needs 5 and saw 2 of its own: only these 2 go on."""
    found = standing([entry(1, 2)], rules(total(5), Rule("carry")), NOBODY, YEAR, {1: H(10)})
    assert dict(found.carried_out) == {1: 2}
