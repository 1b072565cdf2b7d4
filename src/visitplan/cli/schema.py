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
    EXPLANATION = "explanation"
    ACTUALS = "actuals"
    POLICY_PACK = "policy-pack"
    POLICY_LIST = "policy-list"
    POLICY_SHOW = "policy-show"
    CONFLICTS = "conflicts"


def schema(
    document: Annotated[DocumentName, typer.Argument(help="Which document.")],
) -> None:
    """Print the JSON Schema (draft 2020-12) of a request, a plan or another document."""
    from visitplan.domain.comparison import Comparison
    from visitplan.domain.conflict import Conflicts
    from visitplan.domain.document import Document
    from visitplan.domain.explanation import Explanation
    from visitplan.domain.next_week import Actuals
    from visitplan.domain.pack_documents import PackList, PackShown
    from visitplan.domain.packs import PolicyPack
    from visitplan.domain.plan import Plan
    from visitplan.domain.request import PlanRequest

    models: dict[DocumentName, type[Document]] = {
        DocumentName.REQUEST: PlanRequest,
        DocumentName.PLAN: Plan,
        DocumentName.COMPARISON: Comparison,
        DocumentName.EXPLANATION: Explanation,
        DocumentName.ACTUALS: Actuals,
        DocumentName.POLICY_PACK: PolicyPack,
        DocumentName.POLICY_LIST: PackList,
        DocumentName.POLICY_SHOW: PackShown,
        DocumentName.CONFLICTS: Conflicts,
    }
    model = models[document]
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }
    typer.echo(json.dumps(described, indent=2, ensure_ascii=False))
