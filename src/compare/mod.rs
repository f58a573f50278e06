//! Compares a candidate with its base runs. Computes; never decides.
