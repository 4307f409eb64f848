//! Tokens of in-app users: the secret of a world, and what is signed with it (AG 2, SB 3.4, 5.1).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::published;
use crate::{
    crypto::{Secret, derive, jwt},
    programs::collateral::CardUser,
    surface::Surface,
    world::World,
};

/// The time for which the token of a fixture user is valid (AG 2.2).
pub const USUAL_TTL: SignedDuration = SignedDuration::from_hours(1);

/// The form of a token that is minted: a good one, or one with a single fault (AG 2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TokenVariant {
    /// A token that is taken.
    #[default]
    Valid,
    /// A token whose `exp` is now.
    Expired,
    /// A token whose `nbf` comes after its time to live.
    NotYet,
    /// A token that is signed with another secret.
    WrongSecret,
    /// A token without a signature.
    AlgNone,
    /// A token without the claim `world`.
    NoWorld,
    /// A refresh token: its claim `typ` is `refresh`.
    Refresh,
}

impl World {
    /// The secret that signs the tokens of the world's in-app users.
    pub fn token_secret(&self) -> Secret {
        self.published_in_app()
            .map_or_else(|| Secret::new(self.derived_in_app::<32>("token_secret")), |(_, one)| one)
    }

    /// The key that signs the tokens of a surface's users; none where callers have no tokens.
    pub fn token_key(&self, surface: Surface) -> Option<jwt::Key> {
        match surface {
            Surface::AG => Some(jwt::Key::new(self.token_secret().reveal())),
            Surface::MC => Some(self.managed_token_key()),
            Surface::PG | Surface::ER | Surface::SB => None,
        }
    }

    /// The key of an organization, which only a reading of AMB-AG-02 asks for.
    pub fn organization_key(&self) -> Secret {
        let published = self.published_in_app().map(|(key, _)| Secret::new(key));
        published.unwrap_or_else(|| Secret::new(self.derived_in_app::<16>("organization_key")))
    }

    /// The user id of the next person with a login in the app: `auth0|` and 24 hex digits, which
    /// follow from its label, or else from the number of people before it.
    pub fn new_user_id(&self, label: Option<&str>) -> String {
        self.user_id(label, self.issuer.collateral.users.len())
    }

    /// The user id of a person with this label who comes after so many others.
    pub(in crate::world) fn user_id(&self, label: Option<&str>, before: usize) -> String {
        let number = before.to_string();
        let name = label.unwrap_or(&number);
        let source = self.definition.name_source();
        format!("auth0|{}", self.derived_from::<12>(source, &format!("{name}/sub")))
    }

    /// Organization and key of the default world, which are fixed because they are published.
    fn published_in_app(&self) -> Option<(String, Secret)> {
        let definition = &self.definition;
        let is_default = definition.id == "default" && definition.seed == "default";
        if is_default { published::values(Surface::AG, "users") } else { None }
    }

    /// `N` derived bytes in hex.
    pub(super) fn derived_in_app<const N: usize>(&self, what: &str) -> String {
        self.derived_from::<N>(&self.definition.id, what)
    }

    /// `N` derived bytes in hex, of the world with this id.
    fn derived_from<const N: usize>(&self, id: &str, what: &str) -> String {
        let mut bytes = [0; N];
        let info = format!("{id}/{}/{what}", Surface::AG);
        derive::fill(derive::CREDENTIAL, &self.definition.seed, &info, &mut bytes);
        hex::encode(bytes)
    }

    /// The organization of a person (UUID text), the claim `org` of its tokens.
    pub fn organization_of(&self, user: &CardUser) -> &str {
        let program = &self.issuer.collateral;
        &program.organizations[program.companies[user.company].organization].organization_id
    }

    /// A token of a person, issued now and valid for `ttl`; none for a person without a login.
    pub fn mint(
        &self,
        user: &CardUser,
        (now, ttl): (Timestamp, SignedDuration),
        variant: TokenVariant,
    ) -> Option<String> {
        use TokenVariant as V;
        let later = |time: SignedDuration| now.checked_add(time).unwrap_or(Timestamp::MAX);
        let (issued, end) = match variant {
            V::Expired => (now.checked_sub(ttl).unwrap_or(Timestamp::MIN), now),
            _ => (now, later(ttl)),
        };
        // Seconds of both ends: a token is never valid for longer than was asked for.
        let mut payload = json!({
            "sub": user.user_id.as_ref()?,
            "org": self.organization_of(user),
            "world": self.definition.id,
            "iat": issued.as_second(),
            "exp": end.as_second(),
        });
        match variant {
            V::NotYet => payload["nbf"] = json!(end.as_second()),
            V::Refresh => payload["typ"] = json!("refresh"),
            V::NoWorld => {
                if let Some(claims) = payload.as_object_mut() {
                    claims.shift_remove("world");
                }
            }
            V::Valid | V::Expired | V::WrongSecret | V::AlgNone => {}
        }
        let payload = payload.to_string();
        Some(match variant {
            V::AlgNone => jwt::with_no_algorithm(&payload),
            V::WrongSecret => jwt::signed(&payload, "another secret"),
            V::Valid | V::Expired | V::NotYet | V::NoWorld | V::Refresh => {
                jwt::signed(&payload, self.token_secret().reveal())
            }
        })
    }
}
