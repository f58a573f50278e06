//! Versioned on-disk structs, converted to and from the model.
