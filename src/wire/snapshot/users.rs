//! Virtual users over time.

use serde::{Deserialize, Serialize};

use crate::model::slices::Slots;
use crate::model::users;

/// Virtual users over time.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Users {
    /// log₂ of a slice's width in seconds.
    width_log2: u32,
    /// For each slice: Unix second at which it begins, samples, their sum, the largest, and the first and last second with a sample.
    slices: Vec<(i64, u64, u64, u64, i64, i64)>,
}

impl Users {
    pub(super) fn new(users: &Slots<users::Users>) -> Self {
        let slices = users
            .iter()
            .filter_map(|(start, users)| {
                let (first, last) = users.seconds?;
                Some((start, users.samples, users.sum, users.max, first, last))
            })
            .collect();
        Self { width_log2: users.width_log2(), slices }
    }

    pub(super) fn into_model(self) -> Slots<users::Users> {
        let mut users = Slots::with_width(self.width_log2);
        for (start, samples, sum, max, first, last) in self.slices {
            users.absorb_at(start, &users::Users { samples, sum, max, seconds: Some((first, last)) });
        }
        users
    }
}
