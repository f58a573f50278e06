//! Turns an [`Assessment`](crate::model::judgement::Assessment) into documents.
