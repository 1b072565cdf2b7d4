"""`visitplan bench literature`: instances of the literature, against their best-knowns."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from rich.table import Table

    from visitplan.bench.literature import Row


class SetName(StrEnum):
    """The sets that can be read."""

    MANKOWSKA = "hhcrsp_mankowska2014"
    ITALIAN = "hhcrsp_italian_osm2024"
    WEEKLY = "weekly_cappanera_scutella2015"
    CORDEAU = "sdvrptw_cordeau2001"
    SOLOMON = "vrptw_solomon100"


def literature(
    *,
    set_name: Annotated[SetName, typer.Option("--set", help="Benchmark set.")],
    data: Annotated[
        Path,
        typer.Option(file_okay=False, help="Folder that holds the sets' folders, or the set's."),
    ],
    out: Annotated[Path, typer.Option(metavar="OUT.csv", help="Where the table is written.")],
    seconds: Annotated[
        float, typer.Option(min=0.1, max=86_400, help="Time to search, each instance.")
    ] = 30.0,
    instances: Annotated[
        str, typer.Option(metavar="GLOB", help="Only instances whose names match.")
    ] = "*",
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Random seed.")] = 1,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Instances at once.")] = 1,
) -> None:
    """Plan instances of the literature and give the gap to the best objective known."""
    from visitplan.bench.literature import COLUMNS, planned, run, table
    from visitplan.cli.files import check_output, write_text

    check_output(out, ())
    runs = planned(set_name.value, data, seconds=seconds, seed=seed, instances=instances)
    places = {one.file.stem: at for at, one in enumerate(runs)}
    rows: list[Row] = []
    for row in run(runs, jobs):
        rows.append(row)
        rows.sort(key=lambda row: places[row.instance])
        write_text(out, table(rows))
        typer.echo(f"{len(rows)}/{len(runs)} {row.instance}: {_outcome(row)}", err=True)
    _show(rows, set_name.value)
    typer.echo(f"{len(rows)} rows, {len(COLUMNS)} columns: {out}")


def _outcome(row: "Row") -> str:
    if row.objective is None:
        return row.note
    return f"{row.objective:g}" + ("" if row.gap_pct is None else f", gap {row.gap_pct:+.2f} %")


def _show(rows: "list[Row]", set_name: str) -> None:
    from rich.console import Console

    from visitplan.bench.literature import mean_gap

    Console(soft_wrap=False).print(_summary(rows, set_name))
    mean = mean_gap(rows)
    known = sum(row.gap_pct is not None for row in rows)
    typer.echo(
        "No gap: no instance was served wholly."
        if mean is None
        else f"Mean gap over {known} of {len(rows)} instances: {mean:+.3f} %"
    )


def _summary(rows: "list[Row]", set_name: str) -> "Table":
    from rich.table import Table
    from rich.text import Text

    shown = Table(title=set_name, title_justify="left")
    for name in ("instance", "served", "objective", "best known", "gap %", "proven", "checker"):
        first = name == "instance"
        shown.add_column(name, justify="left" if first else "right", overflow="fold")
    for row in rows:
        shown.add_row(
            Text(row.instance),
            f"{row.served}/{row.total}",
            "none" if row.objective is None else f"{row.objective:.3f}",
            "" if row.best_known is None else f"{row.best_known:.3f}",
            "" if row.gap_pct is None else f"{row.gap_pct:+.3f}",
            "optimal" if row.proven_optimal else "",
            row.checker,
        )
    return shown
