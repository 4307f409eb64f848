//! Knowledge that a reader of the log has of its world, and what is shown with it: values by their
//! class (`value`) and texts (`text`).

mod text;
mod value;

use std::{
    collections::BTreeMap,
    fmt,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use super::{Log, scrub::Secrets};
use crate::{
    crypto::jwt::Key,
    programs::{collateral::CardUser, managed},
    rulebook::Rulebook,
    surface::Surface,
    world::{Credential, World, WorldSecret, access::Sessions},
};

/// A credential and the world in which it counts.
#[derive(Clone)]
pub struct Known {
    /// The id of the world.
    pub world: Arc<str>,
    /// The credential.
    pub credential: Credential,
}

/// The other worlds, as the doctor asks for them.
pub trait Elsewhere: Send + Sync {
    /// The credentials of all worlds that live.
    fn credentials(&self) -> Vec<Known>;

    /// The keys that sign the tokens of a surface's users, each with the world in which it counts.
    fn token_keys(&self, surface: Surface) -> Vec<(String, Key)>;

    /// Why the world with this id is gone, if there was one.
    fn gone_world(&self, id: &str) -> Option<&'static str>;

    /// The world that is gone and had this token, and why it is gone.
    fn gone(&self, surface: Surface, token: &str) -> Option<(String, &'static str)>;
}

/// Context for rendering entries: credentials, to open sealed bodies and to name the caller;
/// secrets, to find them where they do not belong.
#[derive(Clone, Default)]
pub struct RedactionContext {
    credentials: Vec<Known>,
    sessions: Sessions,
    /// Labels of users by their ids, as `AG` and `MC` name them; a user without a label has its id
    /// for one.
    users: BTreeMap<(Surface, String), String>,
    secrets: Secrets,
    mask_personal: bool,
    /// True when a deviation lets values be shown that no contract names.
    shows_unlisted: bool,
    rules: Arc<Rulebook>,
    log: Option<Arc<Log>>,
    elsewhere: Option<Arc<dyn Elsewhere>>,
    /// Bytes that were looked at to explain requests, in this reading of a log.
    spent: Arc<AtomicUsize>,
}

/// Largest number of bytes that the doctor examines in one reading of a log; other entries are
/// explained in the next reading.
const MOST_SPENT: usize = 256 << 20;

impl RedactionContext {
    /// Of a world as it is now.
    pub fn of(world: &World) -> Self {
        let mut secrets = Secrets::default();
        let id: Arc<str> = world.definition.id.as_str().into();
        let known = |one: &Credential| Known { world: id.clone(), credential: one.clone() };
        let credentials: Vec<_> = world.access.credentials.iter().map(known).collect();
        for secret in world.secrets() {
            match secret {
                WorldSecret::Text(text) => secrets.add(text.as_bytes()),
                WorldSecret::Bytes(bytes) => secrets.add(&bytes),
                WorldSecret::Token(token) => secrets.add_token(token),
                WorldSecret::CardNumber(number) => secrets.add_pan(number),
            }
        }
        let (sessions, rules) = (world.access.sessions.clone(), world.rules.clone());
        let of_user = |user: &CardUser| {
            let id = user.user_id.clone()?;
            Some(((Surface::AG, id.clone()), user.label.clone().unwrap_or(id)))
        };
        let in_app = world.issuer.collateral.users.iter().filter_map(of_user);
        let of_managed =
            |user: &managed::User| ((Surface::MC, user.reference.clone()), user.label.clone());
        let users = in_app.chain(world.issuer.managed.users.iter().map(of_managed)).collect();
        let shows_unlisted = world.deviations.reading("log.entry", "unlisted").is_some();
        Self { credentials, sessions, users, secrets, rules, shows_unlisted, ..Self::default() }
    }

    /// Adds the credentials and secrets of another world.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.credentials.extend(other.credentials);
        self.users.extend(other.users);
        self.secrets.extend(other.secrets);
        self
    }

    /// Adds the secrets of another context, and nothing else of it.
    #[must_use]
    pub fn with_secrets_of(mut self, other: &Self) -> Self {
        self.secrets.extend(other.secrets.clone());
        self
    }

    /// Sets whether personal data is masked.
    #[must_use]
    pub fn masking_personal(mut self, mask: bool) -> Self {
        self.mask_personal = mask;
        self
    }

    /// Adds the log in which earlier requests are found.
    #[must_use]
    pub fn with_log(mut self, log: Arc<Log>) -> Self {
        self.log = Some(log);
        self
    }

    /// Adds a view of the other worlds.
    #[must_use]
    pub fn with_elsewhere(mut self, elsewhere: Arc<dyn Elsewhere>) -> Self {
        self.elsewhere = Some(elsewhere);
        self
    }

    /// The credential that counts on a surface and has this token.
    pub fn credential(&self, surface: Surface, token: &str) -> Option<&Known> {
        let token = surface.spelled(token);
        let is_it = |one: &&Known| {
            one.credential.holder.surface() == surface && one.credential.api_token == token
        };
        self.credentials.iter().find(is_it)
    }

    /// The label of the user whom a surface names by this id.
    pub fn user(&self, surface: Surface, id: &str) -> Option<&str> {
        self.users.get(&(surface, id.to_owned())).map(String::as_str)
    }

    /// The keys that sign the tokens of a surface's users, each with the world in which it counts.
    pub fn token_keys(&self, surface: Surface) -> Vec<(String, Key)> {
        self.elsewhere.as_ref().map(|elsewhere| elsewhere.token_keys(surface)).unwrap_or_default()
    }

    /// Why the world with this id is gone, if there was one.
    pub fn gone_world(&self, id: &str) -> Option<&'static str> {
        self.elsewhere.as_ref()?.gone_world(id)
    }

    /// The credentials of the world.
    pub fn credentials(&self) -> &[Known] {
        &self.credentials
    }

    /// The encryption sessions that the world remembers.
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Notes that so many bytes were looked at to explain a request.
    pub fn spend(&self, bytes: usize) {
        self.spent.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Whether enough was explained for one reading of a log.
    pub fn is_tired(&self) -> bool {
        self.spent.load(Ordering::Relaxed) > MOST_SPENT
    }

    /// The credentials of other worlds.
    pub fn strangers(&self) -> Vec<Known> {
        let all = self.elsewhere.as_ref().map(|elsewhere| elsewhere.credentials());
        let ours = |one: &Known| self.credentials.iter().any(|own| own.world == one.world);
        all.unwrap_or_default().into_iter().filter(|one| !ours(one)).collect()
    }

    /// The world that is gone and had this token, and why it is gone.
    pub fn gone(&self, surface: Surface, token: &str) -> Option<(String, &'static str)> {
        self.elsewhere.as_ref()?.gone(surface, token)
    }

    /// The rules of the world as they are now.
    pub fn rules(&self) -> &Rulebook {
        &self.rules
    }

    /// The log in which earlier requests are found.
    pub fn log(&self) -> Option<&Log> {
        self.log.as_deref()
    }
}

impl fmt::Debug for RedactionContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redaction context]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(world: &str, secret: &str, user_id: &str) -> RedactionContext {
        let mut secrets = Secrets::default();
        secrets.add(secret.as_bytes());
        let users = [((Surface::AG, user_id.to_owned()), format!("{world}'s"))].into();
        RedactionContext { secrets, users, ..RedactionContext::default() }
    }

    /// Requests that belong to no world may hold the secrets of any.
    #[test]
    fn contexts_of_several_worlds_know_the_secrets_and_users_of_all_of_them() {
        let worlds = [
            context("one", "0bad3898601979ad", "user-1"),
            context("two", "5afe3898601979ad", "user-2"),
        ];
        let all = worlds.into_iter().fold(RedactionContext::default(), RedactionContext::and);
        let text = "0bad3898601979ad and 5afe3898601979ad";
        assert_eq!(all.scrubbed(text), "[secret] and [secret]");
        assert_eq!(all.user(Surface::AG, "user-1"), Some("one's"));
        assert_eq!(all.user(Surface::AG, "user-2"), Some("two's"));
    }
}
