"""Single samples of the report: pictures and rows as views that are ready to show."""
