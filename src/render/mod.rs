//! Turns an [`Assessment`](crate::model::judgement::Assessment) into documents.

pub mod json;
pub mod junit;
