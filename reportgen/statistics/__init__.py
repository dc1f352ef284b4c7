"""Statistical methods: pure functions of counts and arrays, which know nothing of models, metrics or reports."""
