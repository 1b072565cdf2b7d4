"""`visitplan sample`: a fictional request on any network."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer


def _known_zone(name: str | None) -> str | None:
    try:
        if name is not None:
            ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is no IANA time zone; use a name such as America/New_York"
        raise typer.BadParameter(message) from error
    return name


def _one_word(state: str) -> str:
    if not state or len(state) > 40 or any(letter.isspace() for letter in state):
        message = f"{state!r} is no state code; use one without spaces, such as OH"
        raise typer.BadParameter(message)
    return state


def sample(
    *,
    out: Annotated[Path, typer.Option(metavar="R.json", help="Where the request is written.")],
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file.", show_default="the embedded sample network"),
    ] = None,
    managers: Annotated[int, typer.Option(min=1, max=2000, help="Case managers.")] = 12,
    visits: Annotated[int, typer.Option(min=1, max=10_000, help="Visits of all orders.")] = 150,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Chooses the request.")] = 7,
    days: Annotated[int, typer.Option(min=1, max=42, help="Days to plan.")] = 7,
    first_day: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], help="First day, YYYY-MM-DD.", show_default="2026-11-30"
        ),
    ] = datetime(2026, 11, 30),  # noqa: DTZ001 - only its date is used
    timezone: Annotated[
        str | None,
        typer.Option(
            callback=_known_zone,
            help="IANA zone.",
            show_default="guessed from the network's place",
        ),
    ] = None,
    state: Annotated[
        str, typer.Option(callback=_one_word, help="State whose licences count.")
    ] = "OH",
) -> None:
    """Make a realistic fictional request; the same options give the same request."""
    from visitplan.app.roads import load_roads
    from visitplan.app.sampling import make_request
    from visitplan.cli.files import check_output, write_text
    from visitplan.cli.telling import tell_network

    check_output(out, (network,))
    tell_network(network)
    request = make_request(
        load_roads(network),
        managers=managers,
        visits=visits,
        seed=seed,
        first_day=first_day.date(),
        days=days,
        timezone=timezone,
        state=state,
    )
    write_text(out, request.to_json())
    typer.echo(
        f"{managers} case managers, {len(request.patients)} patients, {visits} visits, "
        f"{request.horizon.timezone}: {out}"
    )
