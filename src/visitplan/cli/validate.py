"""`visitplan validate`: every fault of a request at once."""

import json
from pathlib import Path
from typing import Annotated

import typer


def validate(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request to validate.")],
    *,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file; also finds places that lie off its roads."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the faults as JSON on stdout.")
    ] = False,
) -> None:
    """List every fault of a request, each with JSON pointer, value and cure; exit 2 if any."""
    from visitplan.app.validation import all_faults
    from visitplan.cli.files import request_bytes
    from visitplan.cli.telling import fault_documents, tell_faults
    from visitplan.domain.errors import RequestRefusedError

    roads = None
    if network is not None:
        from visitplan.app.roads import load_roads

        roads = load_roads(network)
    try:
        faults = all_faults(request_bytes(request), roads)
    except RequestRefusedError as error:
        faults = error.faults
    if as_json:
        answer = {"ok": not faults, "faults": fault_documents(faults)}
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        tell_faults(faults)
        refused = sum(fault.severity == "refused" for fault in faults)
        unchecked = "" if roads else "; places not checked against roads, which --network does"
        typer.echo(f"{request}: " + _summary(refused, len(faults) - refused) + unchecked)
    if faults:
        raise typer.Exit(2)


def _summary(refused: int, unservable: int) -> str:
    if refused:
        return f"{refused} fault(s) stop planning, {unservable} leave(s) an order unserved."
    if unservable:
        return f"{unservable} fault(s) leave an order unserved; the rest can be planned."
    return "0 faults"
