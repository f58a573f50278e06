### The postmortem.
