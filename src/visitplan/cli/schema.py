"""`visitplan schema`: the JSON Schema of the documents."""

import json
from enum import StrEnum
from typing import Annotated, Any

import typer


class DocumentName(StrEnum):
    """Documents of the contract."""

    REQUEST = "request"
    PLAN = "plan"
    COMPARISON = "comparison"
    EXPLANATION = "explanation"
    RECOMMENDATIONS = "recommendations"
    ACTUALS = "actuals"
    NEXT_WEEK = "next-week"
    POLICY_PACK = "policy-pack"
    POLICY_LIST = "policy-list"
    POLICY_SHOW = "policy-show"
    CONFLICTS = "conflicts"
    EVENTS = "events"
    REPLAN = "replan"


def schema(
    document: Annotated[DocumentName, typer.Argument(help="Which document.")],
) -> None:
    """Print the JSON Schema (draft 2020-12) of a request, a plan or another document."""
    from pydantic import TypeAdapter

    from visitplan.domain.comparison import Comparison
    from visitplan.domain.conflict import Conflicts
    from visitplan.domain.events import EVENT
    from visitplan.domain.explanation import Explanation
    from visitplan.domain.next_week import Actuals, NextWeek
    from visitplan.domain.pack_documents import PackList, PackShown
    from visitplan.domain.packs import PolicyPack
    from visitplan.domain.plan import Plan
    from visitplan.domain.recommendation import Recommendations
    from visitplan.domain.replan import Replanned
    from visitplan.domain.request import PlanRequest

    models: dict[DocumentName, TypeAdapter[Any]] = {
        DocumentName.REQUEST: TypeAdapter(PlanRequest),
        DocumentName.PLAN: TypeAdapter(Plan),
        DocumentName.COMPARISON: TypeAdapter(Comparison),
        DocumentName.EXPLANATION: TypeAdapter(Explanation),
        DocumentName.EVENTS: EVENT,
        DocumentName.REPLAN: TypeAdapter(Replanned),
        DocumentName.RECOMMENDATIONS: TypeAdapter(Recommendations),
        DocumentName.ACTUALS: TypeAdapter(Actuals),
        DocumentName.NEXT_WEEK: TypeAdapter(NextWeek),
        DocumentName.POLICY_PACK: TypeAdapter(PolicyPack),
        DocumentName.POLICY_LIST: TypeAdapter(PackList),
        DocumentName.POLICY_SHOW: TypeAdapter(PackShown),
        DocumentName.CONFLICTS: TypeAdapter(Conflicts),
    }
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **models[document].json_schema(by_alias=True),
    }
    typer.echo(json.dumps(described, indent=2, ensure_ascii=False))
