//! What a review of many runs says, section by section, as finished text.
//!
//! * [`page`]: all sections together
//! * [`words`]: how endpoints, figures, changes and dates are written
//! * [`head`]: what happened, in sentences
//! * [`runs`], [`trends`], [`changes`], [`budgets`], [`doubts`], [`promotions`], [`method`]: the sections

pub(crate) mod budgets;
pub(crate) mod changes;
pub(crate) mod doubts;
pub(crate) mod head;
pub(crate) mod method;
pub(crate) mod page;
pub(crate) mod promotions;
pub(crate) mod runs;
pub(crate) mod trends;
pub(crate) mod words;

pub(crate) use page::ReviewPage;
