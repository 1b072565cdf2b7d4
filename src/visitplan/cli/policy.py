"""`visitplan policy`: packs of policies, shown, copied and written into requests."""

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visitplan.domain.document import Document

app = typer.Typer(
    no_args_is_help=True, help="Policy packs: dated weights, clocks and rules by programme."
)

AsJson = Annotated[bool, typer.Option("--json", help="Print a JSON document on stdout.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="Pack, as `policy list` names it.")]


@app.command("list")
def list_packs(*, as_json: AsJson = False) -> None:
    """List the packs with the days on which each begins and ends."""
    from rich.console import Console

    from visitplan.app.policy_packs import list_packs as packs
    from visitplan.cli.policy_table import table_of_packs

    found = packs()
    if as_json:
        _print_json(found)
    else:
        Console(soft_wrap=False).print(table_of_packs(found))


@app.command()
def show(
    name: Name,
    *,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="First day of the horizon, YYYY-MM-DD.",
            show_default="the last version",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a pack changes in the default policy, and where each figure comes from."""
    from rich.console import Console

    from visitplan.app.policy_packs import show_pack
    from visitplan.cli.policy_table import table_of_pack

    found = show_pack(name, on.date() if on else None)
    if as_json:
        _print_json(found)
    else:
        Console(soft_wrap=False).print(table_of_pack(found))


@app.command()
def copy(
    name: Name,
    out: Annotated[Path, typer.Argument(metavar="OUT.yaml", help="Where the copy is written.")],
) -> None:
    """Copy a pack's file to be edited; the copy is named after its own file."""
    from visitplan.app.policy_packs import copied_pack
    from visitplan.cli.files import check_output, write_text

    check_output(out, ())
    text, own_name = copied_pack(name, out.stem)
    write_text(out, text)
    typer.echo(f"Pack {own_name} written to {out}. Edit it, then: visitplan policy apply")


@app.command("apply")
def apply_pack(
    request: Annotated[Path, typer.Argument(metavar="R.json", help="Request.")],
    pack: Annotated[Path, typer.Argument(metavar="PACK.yaml", help="Pack of one's own.")],
    *,
    out: Annotated[Path, typer.Option(metavar="R2.json", help="Where the request is written.")],
) -> None:
    """Write a pack in full into a request, in place of the policy that it had."""
    from visitplan.app.policy_packs import with_policy
    from visitplan.cli.files import check_output, read_json, read_pack, write_text
    from visitplan.cli.telling import tell_faults

    check_output(out, (request, pack))
    asked, unservable = with_policy(read_json(request), read_pack(pack))
    tell_faults(unservable)
    write_text(out, asked.to_json())
    typer.echo(f"Request with policy {asked.policy.name} written to {out}")


def _print_json(document: "Document") -> None:
    typer.echo(json.dumps(document.model_dump(mode="json"), indent=2, ensure_ascii=False))
