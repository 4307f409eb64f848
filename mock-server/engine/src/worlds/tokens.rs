//! Tokens of callers, and the worlds that they belong to.

use std::collections::BTreeMap;

use crate::surface::Surface;

/// A token of a surface.
pub(super) type Token = (Surface, String);

/// Tokens by world, and worlds by token: neither is looked for among those of other worlds.
#[derive(Default)]
pub(super) struct Tokens {
    worlds: BTreeMap<Token, String>,
    of_world: BTreeMap<String, Vec<Token>>,
}

impl Tokens {
    /// Notes that a token belongs to a world, and to no other any more.
    pub(super) fn learn(&mut self, world: &str, token: Token) {
        if self.worlds.insert(token.clone(), world.to_owned()).as_deref() != Some(world) {
            self.of_world.entry(world.to_owned()).or_default().push(token);
        }
    }

    /// Id of the world that a token belongs to.
    pub(super) fn world(&self, token: &Token) -> Option<&String> {
        self.worlds.get(token)
    }

    /// Takes out the tokens of a world.
    pub(super) fn take(&mut self, world: &str) -> Vec<Token> {
        let mut tokens = self.of_world.remove(world).unwrap_or_default();
        tokens.retain(|token| match self.worlds.get(token) {
            Some(owner) if owner == world => self.worlds.remove(token).is_some(),
            // Another world has learned it since.
            Some(_) | None => false,
        });
        tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> Token {
        (Surface::PG, text.to_owned())
    }

    #[test]
    fn a_token_belongs_to_the_world_that_has_learned_it_last() {
        let mut tokens = Tokens::default();
        for world in ["a", "a", "b"] {
            tokens.learn(world, token("shared"));
        }
        tokens.learn("a", token("own"));
        assert_eq!(tokens.take("a"), [token("own")]);
        assert_eq!(tokens.world(&token("own")), None);
        assert_eq!(tokens.world(&token("shared")).unwrap(), "b");
        assert_eq!(tokens.take("b"), [token("shared")]);
        assert_eq!(tokens.take("b"), []);
    }

    #[test]
    fn a_token_that_comes_back_is_taken_once() {
        let mut tokens = Tokens::default();
        for world in ["a", "b", "a"] {
            tokens.learn(world, token("t"));
        }
        assert_eq!(tokens.take("a"), [token("t")]);
        assert_eq!(tokens.take("b"), []);
    }
}
