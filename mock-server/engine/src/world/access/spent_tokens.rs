//! Refresh tokens that were exchanged (MC 5): each is taken once.

use imbl::{OrdMap, OrdSet};
use serde::{Deserialize, Serialize};

/// Exchanged refresh tokens by their ids (`jti`). Their number is bounded by the journal, which has a
/// record of every exchange.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "OrdMap<String, i64>", into = "OrdMap<String, i64>")]
pub struct SpentTokens {
    /// End of each token, in seconds since 1970.
    ends: OrdMap<String, i64>,
    /// Ends with their tokens, the next one first.
    order: OrdSet<(i64, String)>,
}

impl SpentTokens {
    /// True when the token with this id was exchanged.
    pub fn holds(&self, id: &str) -> bool {
        self.ends.contains_key(id)
    }

    /// Remembers an exchanged token until its end, in seconds since 1970. Those that have ended
    /// before `now` are forgotten: they are refused for that.
    pub(in crate::world) fn add(&mut self, id: String, end: i64, now: i64) {
        while let Some(first) = self.order.get_min().filter(|(end, _)| *end < now).cloned() {
            self.order.remove(&first);
            self.ends.remove(&first.1);
        }
        if let Some(earlier) = self.ends.insert(id.clone(), end) {
            self.order.remove(&(earlier, id.clone()));
        }
        self.order.insert((end, id));
    }
}

impl From<OrdMap<String, i64>> for SpentTokens {
    fn from(ends: OrdMap<String, i64>) -> Self {
        let order = ends.iter().map(|(id, end)| (*end, id.clone())).collect();
        Self { ends, order }
    }
}

impl From<SpentTokens> for OrdMap<String, i64> {
    fn from(spent: SpentTokens) -> Self {
        spent.ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_remembered_to_its_end_and_no_longer() {
        let mut spent = SpentTokens::default();
        spent.add("a".to_owned(), 10, 0);
        spent.add("b".to_owned(), 30, 5);
        spent.add("a".to_owned(), 20, 5);
        spent.add("c".to_owned(), 40, 20);
        assert!(spent.holds("a") && spent.holds("b") && spent.holds("c"));
        spent.add("d".to_owned(), 40, 21);
        assert!(!spent.holds("a") && spent.holds("b") && spent.holds("d"));
        assert_eq!((spent.ends.len(), spent.order.len()), (3, 3));
        let text = serde_json::to_string(&spent).unwrap();
        assert_eq!(serde_json::from_str::<SpentTokens>(&text).unwrap(), spent);
    }
}
