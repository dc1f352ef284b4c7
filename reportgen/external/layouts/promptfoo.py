"""promptfoo results: a provider, and success."""

from reportgen.external.layout import LAYOUTS, ColumnNames, Layout, by_names

LAYOUTS.register(
    Layout(
        "promptfoo",
        "promptfoo",
        "provider.id, and success",
        by_names(
            "promptfoo",
            ColumnNames(
                verdict=("success",),
                needs=(
                    "provider.id",
                    "success",
                ),
                model=("provider.id",),
            ),
        ),
        order=40,
    )
)
