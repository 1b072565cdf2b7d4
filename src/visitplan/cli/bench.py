"""`visitplan bench`: measuring the planner."""

import typer

from visitplan.cli.bench_literature import literature
from visitplan.cli.bench_weekly import weekly

app = typer.Typer(
    help="Measure the planner: each plan is checked, each row says on what machine.",
    no_args_is_help=True,
)


@app.callback()
def bench() -> None:
    """Measure the planner: each plan is checked, each row says on what machine."""


app.command()(literature)
app.command()(weekly)
