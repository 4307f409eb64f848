//! `make-subprovider`: a company that issues the cards of products (ER 12.2).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effect, Op, Outcome, act};
use crate::{control::label::Label, programs::prepaid::commands::OpenSubprovider, worlds::Handle};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeSubprovider {
    code: Label,
}

#[derive(Serialize, ToSchema)]
pub(super) struct SubproviderMade {
    subprovider_code: String,
    subprovider_id: String,
}

impl Op for MakeSubprovider {
    const NAME: &'static str = "make-subprovider";
    const SUMMARY: &'static str = "Makes a company that issues the cards of products.";
    type Result = SubproviderMade;

    fn run(self, handle: &Handle) -> Outcome<SubproviderMade> {
        let Label(code) = self.code;
        let id = act(handle, Self::NAME, &OpenSubprovider { code: code.clone() })?;
        let subprovider_id =
            handle.read(|world| world.issuer.prepaid.subproviders[id].external_id.clone());
        let changed = vec![format!("subprovider:{subprovider_id}")];
        let result = SubproviderMade { subprovider_code: code, subprovider_id };
        Ok(Effect { result, changed })
    }
}
