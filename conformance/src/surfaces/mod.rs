//! The surfaces that the suite judges, one room each. A room holds everything that is the surface's
//! own, apart from its protocol ([`crate::drivers`]) and its sentences ([`crate::steps`]):
//!
//! - `target`: where it is, who calls it, and what the target file says of it
//! - `table`: how `[surfaces.XX]` of the target file is written
//! - `stage`, `world`, `things`: who acts, what they say, and what a scenario knows
//! - `doctor`: whether it can be judged
//! - `costs`: what its operations cost
//! - `template.toml`: its part of the file that `conformance init` writes
//!
//! The control plane of a sandbox, which only a sandbox is judged by, has the room [`sandbox`] and no
//! table of its own beside `[surfaces.SB]`, so it is none of these rows.
//!
//! A surface is one row of the list at the end of this file: the target file, the plan, the stage,
//! the doctor, the budget, the report and `init` read that list and name no surface themselves.

pub mod envelope;
pub mod in_app;
mod judged_surface;
pub mod managed;
pub mod partner;
pub mod sandbox;

use std::collections::BTreeSet;

use judged_surface::second_credential;
pub(crate) use judged_surface::{JudgedSurface, Proof, Template, Written};
use serde::Deserialize;
use toml::Spanned;

use crate::{
    StepResult, World,
    budget::{Operation, costs::Row},
    doctor::{self, Action, Finding},
    drivers::{Http, sent::Sent},
    target::{Capability, ControlPlane, Problems, Surface, Target},
};

/// Makes of the list of surfaces whatever has a part for each of them.
macro_rules! surfaces {
    (
        judged { $($code:ident = $text:tt $name:ident: $surface:ty;)+ }
        without_suite { $($bare:ident = $bare_text:tt $bare_name:ident;)* }
    ) => {
        /// The surfaces of a target that are to be judged.
        #[derive(Debug, Clone, Default)]
        pub struct Surfaces {
            $(
                #[doc = concat!("The surface ", $text, ".")]
                pub $name: Option<$surface>,
            )+
        }

        impl Surfaces {
            /// Every surface of a sandbox at `url`.
            pub(crate) fn of_sandbox(url: &str) -> Self {
                Self { $($name: Some(<$surface>::of_sandbox(url)),)+ }
            }

            /// Whether this surface is to be judged; the control plane is none of these.
            pub fn has(&self, surface: Surface) -> bool {
                match surface {
                    $(Surface::$code => self.$name.is_some(),)+
                    $(Surface::$bare => false,)*
                    Surface::SB => false,
                }
            }

            /// Whether the target file names things of this surface that scenarios may start from.
            pub(crate) fn names_things(&self, surface: Surface) -> bool {
                match surface {
                    $(Surface::$code => {
                        self.$name.as_ref().is_some_and(|one| *one.known() != Default::default())
                    })+
                    $(Surface::$bare => false,)*
                    Surface::SB => false,
                }
            }

            /// The addresses.
            pub(crate) fn urls(&self) -> Vec<(Surface, &str)> {
                let all = [$(self.$name.as_ref().map(|one| (Surface::$code, one.url())),)+];
                all.into_iter().flatten().collect()
            }

            /// The capabilities that tables of the surfaces prove.
            pub(crate) fn proofs(&self) -> Vec<Proof> {
                [$(<$surface>::proofs(self.$name.as_ref()),)+].concat()
            }

            /// Fills in what a claimed capability means where the file says no more.
            pub(crate) fn assume(&mut self, claims: &BTreeSet<Capability>) {
                $(if let Some(one) = &mut self.$name {
                    one.assume(claims);
                })+
            }

            /// Names who acts on each surface.
            pub(crate) fn set_stage(
                &self,
                world: &mut World,
                judged: Surface,
                target: &Target,
                http: &Http,
            ) -> StepResult {
                $(if let Some(one) = &self.$name {
                    one.set_stage(world, judged, target, http)?;
                })+
                Ok(())
            }

            /// Looks at each surface; one that does not answer is not looked at further.
            pub(crate) async fn examine(
                &self,
                target: &Target,
                http: &Http,
                findings: &mut Vec<Finding>,
            ) {
                $(if let Some(one) = &self.$name {
                    if doctor::answers(Surface::$code, one.url(), target, http, findings).await {
                        findings.extend(one.examine(target, http).await);
                    }
                })+
            }
        }

        /// Takes away what would reach into the next scenario on a target without worlds.
        pub(crate) async fn tidy(world: &World) {
            $(<$surface>::tidy(world).await;)+
        }

        /// `[surfaces.*]` of a target file.
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct Tables {
            $(
                #[serde(rename = $text)]
                $name: Option<<$surface as JudgedSurface>::Table>,
            )+
            $(
                #[serde(rename = $bare_text)]
                $bare_name: Option<Spanned<toml::Table>>,
            )*
            #[serde(rename = "SB")]
            pub(crate) control: Option<ControlPlane>,
        }

        /// `[known.*]` of a target file: things that exist already.
        #[derive(Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct KnownTables {
            $(
                #[serde(rename = $text)]
                $name: <$surface as JudgedSurface>::Known,
            )+
            $(
                #[serde(rename = $bare_text)]
                $bare_name: serde::de::IgnoredAny,
            )*
        }

        impl Tables {
            /// Whether no surface is named that can be judged.
            pub(crate) fn name_none(&self) -> bool {
                [$(self.$name.is_none(),)+].into_iter().all(|absent| absent)
            }

            /// The surfaces of a foreign target.
            pub(crate) fn foreign(
                &self,
                known: &KnownTables,
                problems: &mut Problems<'_>,
            ) -> Surfaces {
                let written = Written { tables: self, foreign: true };
                Surfaces {
                    $($name: self.$name.as_ref().map(|table| {
                        JudgedSurface::of_table(table, known.$name.clone(), &written, problems)
                    }),)+
                }
            }

            /// The surfaces of a sandbox that are named, at the addresses that are written.
            pub(crate) fn on_sandbox(
                &self,
                all: Surfaces,
                problems: &mut Problems<'_>,
            ) -> Surfaces {
                let written = Written { tables: self, foreign: false };
                Surfaces {
                    $($name: self.$name.as_ref().zip(all.$name).map(|(table, surface)| {
                        let known = Default::default();
                        surface.moved_to(<$surface>::of_table(table, known, &written, problems))
                    }),)+
                }
            }

            /// The tables of surfaces that have no suite yet.
            pub(crate) fn without_suite(&self) -> Vec<(Surface, &Spanned<toml::Table>)> {
                let all: Vec<(Surface, Option<&Spanned<toml::Table>>)> =
                    vec![$((Surface::$bare, self.$bare_name.as_ref()),)*];
                all.into_iter().filter_map(|(code, table)| Some((code, table?))).collect()
            }
        }

        /// The costs of the operations of each surface.
        pub(crate) const COSTS: &[(Surface, &[Row])] =
            &[$((Surface::$code, <$surface as JudgedSurface>::COSTS),)+];

        /// True when a surface has lists of rows that take arguments.
        pub(crate) fn has_tables(surface: Surface) -> bool {
            match surface {
                $(Surface::$code => <$surface as JudgedSurface>::HAS_TABLES,)+
                $(Surface::$bare => false,)*
                Surface::SB => false,
            }
        }

        /// The row of an operation of a surface; `None` for one that nobody has looked at.
        pub(crate) fn row(surface: Surface, name: &str) -> Option<&'static Row> {
            match surface {
                $(Surface::$code => <$surface>::row(name),)+
                $(Surface::$bare => None,)*
                Surface::SB => None,
            }
        }

        /// The operations of a request to a surface that change something.
        pub(crate) fn operations(surface: Surface, sent: &Sent) -> Vec<Operation> {
            match surface {
                $(Surface::$code => <$surface>::operations(sent),)+
                $(Surface::$bare => vec![Operation::unknown(&sent.url)],)*
                Surface::SB => vec![Operation::unknown(&sent.url)],
            }
        }

        /// The surface whose features stand in a folder of this name; `None` for no surface.
        pub(crate) fn of_folder(name: &str) -> Option<Surface> {
            let all = [$((stringify!($name), Surface::$code),)+ ("sandbox", Surface::SB)];
            all.into_iter().find(|(folder, _)| *folder == name).map(|(_, code)| code)
        }

        /// The actions of a hook that only scenarios of one surface ask for.
        pub(crate) const ACTIONS: &[(Surface, &[Action])] =
            &[$((Surface::$code, <$surface as JudgedSurface>::ACTIONS),)+];

        /// The surfaces that `init` can write a target file for.
        pub(crate) const TEMPLATES: &[Template] = &[$(Template {
            surface: Surface::$code,
            title: <$surface as JudgedSurface>::TITLE,
            text: <$surface as JudgedSurface>::TEMPLATE,
        },)+];

        #[cfg(test)]
        #[test]
        fn tables_of_a_target_file_have_the_codes_of_their_surfaces() {
            $(assert_eq!(Surface::$code.code(), $text);)+
            $(assert_eq!(Surface::$bare.code(), $bare_text);)*
        }
    };
}

// A surface that gets a suite moves up, with the type that describes it.
surfaces! {
    judged {
        PG = "PG" partner: partner::target::PartnerSurface;
        AG = "AG" in_app: in_app::target::InAppSurface;
        ER = "ER" envelope: envelope::target::EnvelopeSurface;
        MC = "MC" managed: managed::target::ManagedSurface;
    }
    without_suite {
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::costs::Kind;

    /// The features that ask every operation of a surface for its proof.
    const ASKED: [(Surface, &str); 3] = [
        (Surface::PG, include_str!("../../../features/partner/every_operation.feature")),
        (Surface::AG, include_str!("../../../features/in_app/every_operation.feature")),
        (Surface::ER, include_str!("../../../features/envelope/every_endpoint.feature")),
    ];

    #[test]
    fn every_operation_is_asked_for_without_proof() {
        let mut missing = Vec::new();
        for (surface, feature) in ASKED {
            let (_, rows) = COSTS.iter().find(|(one, _)| *one == surface).unwrap();
            let called = |row: &&Row| matches!(row.kind, Kind::Mutation | Kind::Call | Kind::Read);
            let names = rows.iter().filter(called).map(|row| row.name);
            missing.extend(names.filter(|name| !feature.contains(&format!("| {name} "))));
        }
        assert_eq!(missing, Vec::<&str>::new(), "each needs a row of examples");
    }
}
