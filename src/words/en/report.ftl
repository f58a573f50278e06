### The report of a run: what its parts say.
