//! Values that are worked out once per look, each known by its type.

use std::{any::Any, cell::OnceCell};

/// A chain of values, in the order in which they were first asked for.
#[derive(Default)]
pub(super) struct Memo(OnceCell<(Box<dyn Any>, Box<Memo>)>);

impl Memo {
    /// The value of this type, made when it is first asked for.
    pub(super) fn get<T: 'static>(&self, make: impl FnOnce() -> T) -> &T {
        let found = self.values().find_map(|value| value.downcast_ref());
        found.unwrap_or_else(|| self.push(make()))
    }

    fn values(&self) -> impl Iterator<Item = &dyn Any> {
        let links = std::iter::successors(self.0.get(), |(_, next)| next.0.get());
        links.map(|(value, _)| &**value)
    }

    fn push<T: 'static>(&self, value: T) -> &T {
        let mut last = self;
        while let Some((_, next)) = last.0.get() {
            last = next;
        }
        let (value, _) = last.0.get_or_init(|| (Box::new(value), Box::default()));
        value.downcast_ref().expect("the value that was pushed has its own type")
    }
}

#[cfg(test)]
mod tests {
    use super::Memo;

    #[test]
    fn a_value_is_made_once_and_may_ask_for_others() {
        let memo = Memo::default();
        let text = || memo.get(|| format!("{} lines", memo.get(|| 7_u8)));
        assert_eq!(text(), "7 lines");
        assert_eq!(memo.get::<u8>(|| panic!("made twice")), &7);
        assert_eq!(memo.get::<String>(|| panic!("made twice")), "7 lines");
    }
}
