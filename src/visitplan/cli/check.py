"""`visitplan check`: the independent checker."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.plan import Violation


def check(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request of the plan.")],
    plan: Annotated[Path, typer.Argument(metavar="P.json", help="Plan to check.")],
    *,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the verdict as JSON on stdout.")
    ] = False,
) -> None:
    """Check a plan against every hard rule and recompute its cost; exit 1 if a rule is broken."""
    from visitplan.app.roads import load_roads
    from visitplan.cli.files import read_plan, read_request
    from visitplan.cli.telling import printable, tell_network
    from visitplan.planning import check_plan

    asked, _ = read_request(request)
    planned = read_plan(plan)
    tell_network(network)
    audit = check_plan(asked, planned, load_roads(network))
    if as_json:
        verdict = audit.verification().model_dump(mode="json")
        answer = {**verdict, "cost": audit.cost.model_dump(mode="json")}
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        for violation in audit.violations:
            typer.echo(printable(in_one_line(violation)))
        typer.echo(f"{_counted(len(audit.violations))}, cost {audit.cost.total:,}")
    if not audit.ok:
        raise typer.Exit(1)


def _counted(violations: int) -> str:
    return "1 violation" if violations == 1 else f"{violations} violations"


def in_one_line(violation: "Violation") -> str:
    """Give a violation with its rule and all its numbers."""
    numbers = ", ".join(f"{name}={value}" for name, value in violation.numbers.items())
    return f"{violation.rule}: {violation.message}" + (f" ({numbers})" if numbers else "")
