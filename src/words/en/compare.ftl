### What a comparison says of the fitness of a pair, and why something was not tested.
