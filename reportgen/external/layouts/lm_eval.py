"""LM Evaluation Harness samples: target, the filtered response, and a verdict."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "lm_eval",
        "LM Evaluation Harness",
        "doc_id, target, filtered_resps, and acc or exact_match",
        by_names(
            "lm_eval",
            ColumnNames(
                truth=("target",),
                predicted=("filtered_resps",),
                verdict=(
                    "acc",
                    "exact_match",
                    "acc_norm",
                    "em",
                ),
                needs=(
                    "doc_id",
                    "target",
                    "filtered_resps",
                ),
                id=("doc_id",),
            ),
        ),
        order=40,
    )
)
