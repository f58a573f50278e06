//! Applies the rules to a comparison and to objectives, and words what was found.
