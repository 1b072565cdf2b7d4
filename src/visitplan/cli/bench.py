"""`visitplan bench`: measure the planner."""

import typer

from visitplan.cli.bench_literature import literature

app = typer.Typer(help="Measure the planner on benchmark sets.", no_args_is_help=True)


@app.callback()
def bench() -> None:
    """Measure the planner on benchmark sets."""


app.command()(literature)
