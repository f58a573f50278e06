//! Decides what tags mean: endpoint, outcome, window.
