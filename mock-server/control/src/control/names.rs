//! Names that filters and faults ask for. A trailing `*` stands for any ending; a name that nothing
//! can ever have is refused with the nearest ones, because an empty list would say that nothing
//! happened (SB 0).

use super::{Control, Problem};
use crate::{
    log::LogRenderer, mocked_api::MockedApi, surface::Surface, world::faults::fits, worlds::Handle,
};

/// Refuses a name that fits none of those that there can be.
pub(super) fn known<'a>(
    place: &str,
    kind: &str,
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), Problem> {
    let names: Vec<_> = names.into_iter().collect();
    if names.iter().any(|name| fits(wanted, name)) {
        return Ok(());
    }
    let detail = format!("{wanted:?} is no {kind} that there is");
    Err(Problem::invalid(place, detail).near(wanted.trim_end_matches('*'), names))
}

/// Refuses what is no entity, `<type>:<id>`, of a type that surfaces name.
pub(super) fn entity<'a>(
    place: &str,
    wanted: &str,
    types: impl IntoIterator<Item = &'a str>,
) -> Result<(), Problem> {
    let mut types: Vec<_> = types.into_iter().collect();
    types.sort_unstable();
    types.dedup();
    let wrong = |detail: String| Problem::invalid(place, detail).with("types", types.clone());
    let form = || wrong(format!("an entity is <type>:<id>, as \"card:1\"; not {wanted:?}"));
    let Some((kind, id)) = wanted.split_once(':') else {
        // `card*` asks for everything of a type, and of those that begin like it.
        let Some(start) = wanted.strip_suffix('*') else { return Err(form()) };
        let any = types.iter().any(|kind| kind.starts_with(start));
        return if any { Ok(()) } else { Err(form()) };
    };
    if id.is_empty() {
        return Err(form());
    }
    if types.contains(&kind) {
        return Ok(());
    }
    Err(wrong(format!("no entity here is a {kind:?}")).near(kind, types.iter().copied()))
}

impl Control {
    /// The mocked APIs, or the one that is named.
    pub(super) fn apis(
        &self,
        named: Option<Surface>,
    ) -> impl Iterator<Item = &'static dyn MockedApi> + use<> {
        let apis = self.apis.iter().copied();
        apis.filter(move |api| named.is_none_or(|surface| api.surface() == surface))
    }

    /// The readers of their requests.
    pub(super) fn log_renderers(
        &self,
        named: Option<Surface>,
    ) -> impl Iterator<Item = &'static dyn LogRenderer> + use<> {
        self.apis(named).map(MockedApi::log_renderer)
    }

    /// The codes of the mocked APIs.
    pub(super) fn codes(&self) -> Vec<&'static str> {
        self.apis(None).map(|api| api.surface().code()).collect()
    }

    /// The mocked API with this code.
    pub(super) fn served(&self, code: &str) -> Option<Surface> {
        self.apis(None).map(MockedApi::surface).find(|surface| surface.code() == code)
    }
}

/// The labels of all credentials of a world.
pub(super) fn principals(handle: &Handle, surface: Option<Surface>) -> Vec<String> {
    handle.read(|world| {
        let all = world.access.credentials.iter();
        let ours = all.filter(|one| surface.is_none_or(|surface| one.holder.surface() == surface));
        ours.map(|credential| credential.label.clone()).collect()
    })
}
