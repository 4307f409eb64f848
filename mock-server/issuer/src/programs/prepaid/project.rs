//! Projects and their users (ER 8.1, 8.2, 8.15).

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::{CardId, CardholderId, ProjectId, UserId};
use crate::collections::{Ids, Row};

/// A caller that pays from a master balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Internal id.
    pub id: ProjectId,
    /// `project_id`.
    pub external_id: String,
    /// Short name in the control plane.
    pub label: String,
    /// Calls are allowed.
    pub access: bool,
    /// The address at which the master balance is paid in.
    pub address: String,
    /// The users, by their external ids.
    pub users: OrdMap<String, UserId>,
    /// The latest timestamp of each type of event, in microseconds.
    pub stamps: OrdMap<String, i64>,
}

impl Row for Project {
    type Id = ProjectId;
    const TRACKED: bool = true;
}

/// A user of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Internal id.
    pub id: UserId,
    /// `user_id`.
    pub external_id: String,
    /// The project.
    pub project: ProjectId,
    /// The project's own id.
    pub external_user_id: String,
    /// The user's own deposit address.
    pub address: String,
    /// Cardholders, oldest first.
    pub holders: Ids<CardholderId>,
    /// Cards, oldest first.
    pub cards: Ids<CardId>,
    /// The instant at which the row was made.
    pub created_at: Timestamp,
    /// The instant of the last change of the row.
    pub updated_at: Timestamp,
}

impl Row for User {
    type Id = UserId;
    const TRACKED: bool = true;
}
