//! Work on many things at once.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Maps every item, on as many threads as there are processors; the results are in the items' order.
pub(crate) fn map<'a, T: Sync, R: Send>(items: &'a [T], of: impl Fn(&'a T) -> R + Sync) -> Vec<R> {
    map_with(std::thread::available_parallelism().map_or(1, usize::from), items, of)
}

/// Maps every item, on so many threads, which take them in their order; the results are in it as well.
pub(crate) fn map_with<'a, T: Sync, R: Send>(
    threads: usize,
    items: &'a [T],
    of: impl Fn(&'a T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            done.push((at, of(item)));
        }
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len())).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<u64> = (0..1_000).collect();
        assert_eq!(super::map(&items, |item| item * 2), (0..1_000).map(|item| item * 2).collect::<Vec<_>>());
        assert!(super::map(&[] as &[u64], |item| *item).is_empty());
        assert_eq!(super::map_with(0, &items, |item| *item), items);
    }
}
