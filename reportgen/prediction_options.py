"""The options that concern predictions made elsewhere."""

from reportgen.option import Option

#: Options that say what is fitted, and on which data: they mean nothing where predictions are there already.
FITTING = frozenset({
    "dataset", "table", "query", "target", "labels", "drop", "keep", "kinds", "orders", "show", "test_data",
    "test_table", "limit", "task", "repeats", "cv", "test_size", "shuffle", "folds", "models", "params", "search",
    "search_by", "augment", "chain", "fresh", "cache_dir", "jobs",
})  # fmt: skip

# fmt: off
PREDICTION_OPTIONS: tuple[Option, ...] = (
    Option("predictions", "texts", "Predictions", ("--predictions",), "FILE",
           "Predictions made elsewhere; repeatable",
           "Files of predictions that another program made, of any layout (`reportgen list layouts`), "
           "instead of data and "
           "models: the report is of them.",
           example='["runs/a.parquet", "runs/b.parquet"]'),
    Option("truth", "text", "Predictions", ("--truth",), "COLUMN",
           "Their column of the true classes",
           "The column of the true classes in a file of predictions.",
           example='"label"'),
    Option("id_column", "text", "Predictions", ("--id-column",), "COLUMN",
           "Their column of ids; also "
           "--id",
           "The column that names samples, by which files of predictions are joined. On the command line "
           "`--id` says it, too.",
           example='"case_id"'),
    Option("model_column", "text", "Predictions", ("--model-column",), "COLUMN",
           "Their column that names the model",
           "The column that names the model of each row.",
           example='"model"'),
    Option("predicted", "texts", "Predictions", ("--predicted",), "COLUMN",
           "Their predicted classes; or MODEL=COLUMN",
           "The column of predicted classes, of each model where there are several.",
           example='["rf=pred_rf", "svc=pred_svc"]'),
    Option("scores", "texts", "Predictions", ("--scores",), "PATTERN",
           "Their scores; or 'MODEL=PATTERN'",
           "The columns of scores, of each model where there are several: a pattern for those of all "
           "classes, or the one "
           "column of the positive class.",
           example='["rf=rf.*"]'),
    Option("verdict", "texts", "Predictions", ("--verdict",), "COLUMN",
           "Their verdicts, right or wrong; or MODEL=COLUMN",
           "The column that says whether a prediction was right, of each model where there are several. Where the "
           "true classes are not known, or it says otherwise than comparing texts, right or wrong alone is judged.",
           example='"is_correct"'),
    Option("fold", "text", "Predictions", ("--fold",), "COLUMN",
           "Their column of the folds",
           "The column of the fold that a row was held out in: the predictions are then those of a cross-validation.",
           example='"fold"'),
    Option("repeat_column", "text", "Predictions", ("--repeat-column",), "COLUMN",
           "Their column that numbers repeats of a sample",
           "The column that numbers repeats (epochs, trials) of the same sample, which belong together as a group.",
           example='"epoch"'),
    Option("logits", "switch", "Predictions", ("--logits",), "",
           "Their scores are logits, made into probabilities",
           "Whether scores are logits, of which softmax or the logistic function makes probabilities."),
)
# fmt: on
