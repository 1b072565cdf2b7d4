"""`visitplan next-week`: from a plan and what became of it to the next request."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.next_week import NextWeek


def next_week(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="This week's request.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Its plan.")],
    *,
    out: Annotated[Path, typer.Option(metavar="R2.json", help="Where to write the next request.")],
    actuals: Annotated[
        Path | None,
        typer.Option(metavar="A.json", help="What became of the visits, where not as planned."),
    ] = None,
    usual: Annotated[
        Path | None,
        typer.Option(
            metavar="R0.json",
            help="The week's request before it was replanned: shifts and meetings are its.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the account as JSON.")] = False,
) -> None:
    """Make the request for the days after a plan: history, orders that go on, balances."""
    from visitplan.cli.files import check_output, read_actuals, read_plan, read_request, write_text
    from visitplan.planning import next_request

    check_output(out, (request, plan, actuals, usual))
    asked, _ = read_request(request)
    told_of = None if actuals is None else read_actuals(actuals)
    began = None if usual is None else read_request(usual)[0]
    following, account = next_request(asked, read_plan(plan), told_of, usual=began)
    write_text(out, following.to_json())
    typer.echo(account.model_dump_json(indent=2) if as_json else _told(account, out))


def _told(account: "NextWeek", out: Path) -> str:
    lines = [
        f"{out}: from {account.first_day}",
        f"history: {_in_history(account)}",
        f"{len(account.ended)} orders end",
        *(f"  {entry.order}: {entry.why}" for entry in account.ended),
    ]
    if account.not_due:
        lines.insert(2, f"left out, but not due this week, so not bumped: {account.not_due}")
    if account.strangers:
        lines.append(
            "made visits, but are not in the request, so their minutes count for nobody: "
            + ", ".join(account.strangers)
        )
    lines.extend(
        f"a road stays closed until {closed.last_day}: plan {out.name}, then tell it by "
        "`visitplan replan` with `road_closed`"
        for closed in account.closures
    )
    if account.dropped_patients:
        lines.append(f"no order left: {', '.join(account.dropped_patients)}")
    return "\n".join(lines)


def _in_history(account: "NextWeek") -> str:
    kinds = ("completed", "missed", "cancelled", "bumped")
    return ", ".join(f"{getattr(account, kind)} {kind}" for kind in kinds)
