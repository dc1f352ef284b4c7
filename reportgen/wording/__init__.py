"""Numbers, quantities, intervals, names and lists in words: what pages, findings, gates and mail say alike."""
