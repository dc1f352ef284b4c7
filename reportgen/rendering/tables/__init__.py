"""Tables of the report as views that are ready to show."""
