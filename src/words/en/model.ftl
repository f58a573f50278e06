### The nouns: outcomes, measures, reasons why a figure is missing.
