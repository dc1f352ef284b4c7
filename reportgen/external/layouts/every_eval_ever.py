"""Every Eval Ever, instance level: the extracted answer beside the reference, and a verdict."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "every_eval_ever",
        "Every Eval Ever",
        "evaluation_id and sample_id, input.reference, the extracted value, evaluation.is_correct",
        by_names(
            "every_eval_ever",
            ColumnNames(
                truth=("input.reference",),
                predicted=("answer_attribution.extracted_value",),
                verdict=("evaluation.is_correct",),
                needs=(
                    "evaluation_id",
                    "sample_id",
                    "evaluation.is_correct",
                ),
                id=("sample_id",),
                model=("model_id",),
            ),
        ),
        order=40,
    )
)
