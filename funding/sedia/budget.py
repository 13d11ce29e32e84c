"""Money of a topic: several topics often stand on one pot, and the source repeats it on every line."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from funding.sedia.metadata import dicts
from funding.sedia.records import Budget


@dataclass(frozen=True)
class Money:
    budget: Budget | None = None
    expected_grants: int | None = None
    min_contribution: Decimal | None = None
    max_contribution: Decimal | None = None


def read_money(metadata, identifier):
    """Budget and grant sizes of the lines that name exactly this topic."""
    overview = metadata.json("budgetOverview", dict)
    pots = overview.get("budgetTopicActionMap")
    own_lines, budgets = [], []
    for lines in pots.values() if isinstance(pots, dict) else ():
        lines = dicts(lines)
        own = [line for line in lines if _topic(line) == identifier.upper()]
        own_lines += own
        if own and (budget := _pot(own, lines, metadata)):
            budgets.append(budget)
    return Money(
        budget=_added(budgets) if budgets else None,
        expected_grants=_whole(_first_amount(own_lines, "expectedGrants")),
        min_contribution=_first_amount(own_lines, "minContribution"),
        max_contribution=_first_amount(own_lines, "maxContribution"),
    )


def external_budget(metadata):
    """External actions state one sum in one currency."""
    amount = _amount(metadata.first("budget"))
    if amount is None:
        return Money()
    currency = metadata.first("currency").strip()[:3].upper() or "EUR"
    return Money(budget=Budget(amount, "topic", currency=currency))


def _topic(line):
    return str(line.get("action", "")).split(" - ")[0].strip().upper()


def _pot(own, lines, metadata):
    """One key of the map: a year map repeated by several types of action counts once."""
    maps = dict.fromkeys(found for line in own if (found := _years(line, metadata)))
    if not maps:
        return None
    sharing = {_topic(line) for line in lines if _years(line, metadata) in maps}
    return Budget(
        amount=sum((amount for years in maps for _, amount in years), Decimal(0)),
        scope="shared" if len(sharing) > 1 else "topic",
        years=_merged(maps),
        shared_with=len(sharing),
    )


def _added(budgets):
    shared = max(budget.shared_with for budget in budgets)
    return Budget(
        amount=sum((budget.amount for budget in budgets), Decimal(0)),
        scope="shared" if shared > 1 else "topic",
        years=_merged([budget.years for budget in budgets]),
        shared_with=shared,
    )


def _merged(year_maps):
    total = {}
    for year, amount in (pair for years in year_maps for pair in years):
        total[year] = total.get(year, Decimal(0)) + amount
    return tuple(sorted(total.items()))


def _years(line, metadata):
    stated = line.get("budgetYearMap")
    if not isinstance(stated, dict):
        return ()
    found = []
    for year, text in sorted(stated.items()):
        amount = _amount(text)
        if amount is None and text not in (None, "", "0", 0):
            metadata.flag("budget-unreadable")
        if amount is not None:
            found.append((year, amount))
    return tuple(found)


def _first_amount(lines, name):
    return next((amount for line in lines if (amount := _amount(line.get(name))) is not None), None)


def _amount(value):
    """A positive sum, or None: the source writes 0 for "not stated"."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        amount = Decimal(str(value).strip().replace(" ", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 < amount < Decimal("1e15") else None


def _whole(amount):
    return int(amount) if amount is not None else None
