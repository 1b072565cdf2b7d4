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
    """List every fault of a request, each with JSON pointer, value and cure; exit 2 if any.

    Warnings, such as a discharge that is hard to follow up in time, change no exit code.
    """
    from visitplan.app.validation import Findings, find
    from visitplan.cli.files import request_bytes
    from visitplan.cli.telling import fault_documents, tell_faults
    from visitplan.domain.errors import RequestRefusedError

    roads = None
    if network is not None:
        from visitplan.app.roads import load_roads

        roads = load_roads(network)
    try:
        found = find(request_bytes(request), roads)
    except RequestRefusedError as error:
        found = Findings(error.faults, ())
    if as_json:
        answer = {
            "ok": not found.faults,
            "faults": fault_documents(found.faults),
            "warnings": fault_documents(found.warnings),
        }
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        tell_faults((*found.faults, *found.warnings))
        refused = sum(fault.severity == "refused" for fault in found.faults)
        said = _summary(refused, len(found.faults) - refused) + _warned(len(found.warnings))
        unchecked = "" if roads else "; places not checked against roads, which --network does"
        typer.echo(f"{request}: {said}{unchecked}")
    if found.faults:
        raise typer.Exit(2)


def _warned(warnings: int) -> str:
    return f"; {warnings} warning(s), which stop nothing" if warnings else ""


def _summary(refused: int, unservable: int) -> str:
    if refused:
        return f"{refused} fault(s) stop planning, {unservable} leave(s) an order unserved"
    if unservable:
        return f"{unservable} fault(s) leave an order unserved; the rest can be planned"
    return "0 faults"
