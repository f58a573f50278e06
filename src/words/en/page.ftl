### The report of a run: headings, columns and captions of its templates.
