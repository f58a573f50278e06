### The servers' side of a report.
