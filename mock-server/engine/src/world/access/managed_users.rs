//! Secrets of managed cards: the passwords of users, the key of their tokens (MC 3, 5, SB 3.4, 3.6).

use super::published;
use crate::{
    crypto::{Secret, derive, jwt},
    programs::managed::User,
    surface::Surface,
    world::World,
};

impl World {
    /// The password of a user, which does not change.
    pub fn managed_password(&self, user: &User) -> Secret {
        let derived = || {
            let mut bytes = [0; 12];
            self.fill_managed(&format!("{}/password", user.label), &mut bytes);
            Secret::new(hex::encode(bytes))
        };
        self.published_managed().map_or_else(derived, |(password, _)| Secret::new(password))
    }

    /// The key that signs the tokens of users: 32 bytes, never shown.
    pub fn managed_token_key(&self) -> jwt::Key {
        let mut bytes = [0; 32];
        self.fill_managed("token_secret", &mut bytes);
        jwt::Key::new(bytes)
    }

    /// The value of the cookie `sessionid` of the staff, which may read and repeat deliveries.
    pub fn staff_session(&self) -> String {
        format!("staff-{}", self.definition.id)
    }

    /// Password and webhook secret of the default world, which are fixed because they are published.
    pub(super) fn published_managed(&self) -> Option<(String, Secret)> {
        let definition = &self.definition;
        let is_default = definition.id == "default" && definition.seed == "default";
        if is_default { published::values(Surface::MC, "users") } else { None }
    }

    pub(super) fn fill_managed(&self, what: &str, out: &mut [u8]) {
        let info = format!("{}/{}/{what}", self.definition.id, Surface::MC);
        derive::fill(derive::CREDENTIAL, &self.definition.seed, &info, out);
    }
}
