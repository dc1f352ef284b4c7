"""Parts of made-up bundles that no number depends on: the run, and the columns of a table."""

from reportgen.bundle.dataset import ColumnInfo
from reportgen.bundle.run import Environment, Git, Run


def made_up_columns() -> list[ColumnInfo]:
    return [
        ColumnInfo(
            name="age",
            kind="number",
            role="feature",
            missing=177,
            distinct=88,
            summary="0.42 to 80, median 28",
        ),
        ColumnInfo(
            name="sex",
            kind="category",
            role="feature",
            missing=0,
            distinct=2,
            summary="male 65 %, female 35 %",
        ),
        ColumnInfo(
            name="name",
            kind="text",
            role="withheld",
            missing=0,
            distinct=891,
            summary="",
            note="left out: each value is there once",
        ),
        ColumnInfo(
            name="survived", kind="category", role="target", missing=0, distinct=2, summary="0 62 %, 1 38 %"
        ),
    ]


def made_up_run() -> Run:
    return Run(
        id="5f0c9ad21d8e4b07",
        created="2026-11-22T09:30:00+00:00",
        reportgen_version="0.1.0",
        command="reportgen build --dataset made-up --models sgd,rf,svc",
        seed=42,
        config={"dataset": "made-up", "models": ["sgd", "rf", "svc"], "cv": 3, "limit": None},
        git=Git(commit="3f2a91c0" * 5, branch="main", dirty=False),
        environment=Environment(
            python="3.12.1",
            platform="Linux x86_64",
            cpu="A processor",
            cores=2,
            packages={"numpy": "2.1.0", "scikit-learn": "1.6.0"},
        ),
        results_digest="8c1e07b4" * 8,
    )
