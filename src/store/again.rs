//! Trying again what another process was in the way of.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// So often something is tried again. With twenty writers of one baseline the last of them waits for nineteen others.
const MOST: u32 = 30;
/// The first pause, which is doubled up to the longest.
const FIRST: Duration = Duration::from_millis(20);
const LONGEST: Duration = Duration::from_millis(1_280);

/// How often something was tried again.
#[derive(Debug, Default)]
pub struct Attempts(u32);

impl Attempts {
    /// For what is more likely to be so than to pass.
    pub fn few() -> Self {
        Self(MOST - 3)
    }

    /// Waits a while, by chance longer or shorter: processes that met once should not meet again. Says no after so many times
    /// that something else must be wrong.
    pub fn again(&mut self) -> bool {
        if self.0 == MOST {
            return false;
        }
        let pause = FIRST.saturating_mul(1 << self.0.min(16)).min(LONGEST);
        // Between half of the pause and all of it.
        let chance = RandomState::new().hash_one(self.0) % 1_000;
        std::thread::sleep(pause.mul_f64(0.5 + chance as f64 / 2_000.0));
        self.0 += 1;
        true
    }
}
