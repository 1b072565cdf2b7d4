"""The command line: `visitplan`."""

import sys
from typing import Annotated

import typer

from visitplan.cli.bench import app as bench_app
from visitplan.cli.check import check
from visitplan.cli.compare import compare
from visitplan.cli.demo import demo
from visitplan.cli.explain import explain
from visitplan.cli.map import map_command
from visitplan.cli.network import app as network_app
from visitplan.cli.next_week import next_week
from visitplan.cli.plan import plan
from visitplan.cli.policy import app as policy_app
from visitplan.cli.recommend import recommend
from visitplan.cli.replan import replan
from visitplan.cli.sample import sample
from visitplan.cli.schema import schema
from visitplan.cli.serve import serve, worker
from visitplan.cli.validate import validate
from visitplan.domain.errors import VisitplanError

INTERRUPTED = 130

app = typer.Typer(
    name="visitplan",
    help="Plans home visits of case managers: who visits whom, when and in which order.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("visitplan"))
        raise typer.Exit


@app.callback()
def visitplan(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Plan home visits of case managers: who visits whom, when and in which order."""


app.add_typer(network_app, name="network")
app.add_typer(bench_app, name="bench")
app.add_typer(policy_app, name="policy")
for command in (
    demo,
    schema,
    validate,
    plan,
    check,
    compare,
    explain,
    recommend,
    replan,
    sample,
    serve,
    worker,
):
    app.command()(command)
app.command("map")(map_command)
app.command("next-week")(next_week)


def main() -> None:
    """Run the command line; errors become one message and the contract's exit code."""
    from visitplan.cli.telling import tell_error

    try:
        app()
    except VisitplanError as error:
        tell_error(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("Interrupted.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        sys.exit(INTERRUPTED)
