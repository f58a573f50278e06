//! The languages that documents are written in, and the one that is spoken now.

use std::cell::Cell;

thread_local! {
    /// What this thread writes in.
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

/// A language that documents can be written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Korean.
    Korean,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::English, Self::Korean];

    /// Its code of ISO 639-1: `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
        }
    }

    /// The one that this thread writes in: English, unless [`Self::speak`] says otherwise.
    pub fn spoken() -> Self {
        SPOKEN.get()
    }

    /// Does something in this language. A thread that is started meanwhile speaks English.
    ///
    /// Every view of a report writes words; the language is handed to them here and not through each of some three hundred functions.
    pub fn speak<T>(self, act: impl FnOnce() -> T) -> T {
        let before = Restore(SPOKEN.replace(self));
        let done = act();
        drop(before);
        done
    }
}

/// Takes back a language, after a panic as well.
struct Restore(Language);

impl Drop for Restore {
    fn drop(&mut self) {
        SPOKEN.set(self.0);
    }
}
