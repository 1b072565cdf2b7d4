"""`visitplan schema`: the JSON Schema of the documents."""

import json
from enum import StrEnum
from typing import Annotated

import typer


class DocumentName(StrEnum):
    """Documents of the contract."""

    REQUEST = "request"
    PLAN = "plan"
    COMPARISON = "comparison"


def schema(
    document: Annotated[DocumentName, typer.Argument(help="Which document.")],
) -> None:
    """Print the JSON Schema (draft 2020-12) of a request, a plan or a comparison."""
    from visitplan.domain.comparison import Comparison
    from visitplan.domain.document import Document
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest

    models: dict[DocumentName, type[Document]] = {
        DocumentName.REQUEST: PlanRequest,
        DocumentName.PLAN: Plan,
        DocumentName.COMPARISON: Comparison,
    }
    model = models[document]
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }
    typer.echo(json.dumps(described, indent=2, ensure_ascii=False))
