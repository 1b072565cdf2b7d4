"""`visitplan validate`: every fault of a request at once, and what cannot work together."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.app.validation import Findings
    from visitplan.domain.conflict import Conflicts
    from visitplan.network import RoadNetwork


class DemandChoice(StrEnum):
    """What `--deep` asks for."""

    MINIMUM = "minimum"
    ALL = "all"


def validate(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request to validate.")],
    *,
    network: Annotated[
        Path | None,
        typer.Option(help="Road network file; also finds places that lie off its roads."),
    ] = None,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Also prove which demands no plan can meet together."),
    ] = False,
    demand: Annotated[
        DemandChoice,
        typer.Option(help="With --deep: minimum numbers of visits, or all visits."),
    ] = DemandChoice.MINIMUM,
    seconds: Annotated[
        float, typer.Option(min=0, help="With --deep: time limit of the proof.")
    ] = 60.0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the faults as JSON on stdout.")
    ] = False,
) -> None:
    """List every fault of a request, each with JSON pointer, value and cure; exit 2 if any.

    Warnings, such as a discharge that is hard to follow up in time, change no exit code. With
    --deep, exit 1 if no plan can meet all that is asked for.
    """
    from visitplan.app.validation import Findings, find
    from visitplan.cli.files import request_bytes
    from visitplan.cli.telling import fault_documents
    from visitplan.domain.errors import RequestRefusedError

    roads = None
    if network is not None:
        from visitplan.app.roads import load_roads

        roads = load_roads(network)
    data = b""
    try:
        data = request_bytes(request)
        found = find(data, roads)
    except RequestRefusedError as error:
        found = Findings(error.faults, ())
    proof = None
    if deep and not any(fault.severity == "refused" for fault in found.faults):
        proof = _conflicts(data, roads, demand, seconds)
    conflicting = proof is not None and bool(proof.conflicts)
    if as_json:
        answer: dict[str, object] = {
            "ok": not found.faults and not conflicting,
            "faults": fault_documents(found.faults),
            "warnings": fault_documents(found.warnings),
        }
        if deep:
            answer["deep"] = None if proof is None else proof.model_dump(mode="json")
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        _tell(request, found, roads)
        if proof is not None:
            from visitplan.cli.validate_deep import tell_conflicts

            tell_conflicts(proof)
    if found.faults:
        raise typer.Exit(2)
    if conflicting:
        raise typer.Exit(1)


def _conflicts(
    data: bytes, roads: "RoadNetwork | None", demand: DemandChoice, seconds: float
) -> "Conflicts":
    from visitplan.app.roads import load_roads
    from visitplan.cli.telling import tell_network
    from visitplan.domain.loading import load_request
    from visitplan.planning import find_conflicts

    asked, _ = load_request(data)
    if roads is None:
        tell_network(None)
        roads = load_roads(None)
    return find_conflicts(asked, roads, asked=demand.value, seconds=seconds)


def _tell(request: Path, found: "Findings", roads: "RoadNetwork | None") -> None:
    from visitplan.cli.telling import tell_faults

    tell_faults((*found.faults, *found.warnings))
    refused = sum(fault.severity == "refused" for fault in found.faults)
    said = _summary(refused, len(found.faults) - refused) + _warned(len(found.warnings))
    unchecked = "" if roads else "; places not checked against roads, which --network does"
    typer.echo(f"{request}: {said}{unchecked}")


def _warned(warnings: int) -> str:
    return f"; {warnings} warning(s), which stop nothing" if warnings else ""


def _summary(refused: int, unservable: int) -> str:
    if refused:
        return f"{refused} fault(s) stop planning, {unservable} leave(s) an order unserved"
    if unservable:
        return f"{unservable} fault(s) leave an order unserved; the rest can be planned"
    return "0 faults"
