//! The mocked APIs, which are a crate of their own, and the control plane beside them.

pub mod control;

pub use mock_server_apis::*;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        log::Reason,
        register::{Change, Patch, register},
        surface::Surface,
    };

    #[test]
    fn a_deviation_is_restricted_to_a_reason_of_its_surface() {
        let mut restricted = 0;
        for deviation in &register().deviations {
            let (Patch::Answer { on, .. } | Patch::Effect { on, .. } | Patch::Principal { on, .. }) =
                &deviation.patch
            else {
                continue;
            };
            let Some(word) = &on.reason else { continue };
            let (code, _) = deviation.breaks.split_once('-').unwrap();
            // The requirements of the control plane are about every mocked API.
            let everywhere = code == Surface::SB.code();
            let apis = SURFACES.iter().filter(|api| everywhere || api.surface().code() == code);
            let closes = matches!(&deviation.patch, Patch::Answer { change: Change::Close(_), .. });
            let known: Vec<_> = match closes {
                true => apis.flat_map(|api| api.close_words()).copied().collect(),
                false => apis.flat_map(|api| api.reasons()).map(Reason::word).collect(),
            };
            // Some are about the refusals of the control plane itself.
            let is_problem = everywhere && control::problem_words().contains(&word.as_str());
            assert!(
                is_problem || known.contains(&word.as_str()),
                "{}: {code} never says {word}",
                deviation.id
            );
            restricted += 1;
        }
        assert!(restricted > 50, "the register was not read");
    }
}
