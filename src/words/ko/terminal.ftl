### The terminal, and the comment on a change.
