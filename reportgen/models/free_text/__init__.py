"""Free text as numbers: estimators of our own, apart as the registry of models imports all that lies beside it."""
