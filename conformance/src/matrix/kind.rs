//! Kinds of mutants: the ways in which a server can be wrong about one thing.

use serde::Serialize;

/// A way to be wrong.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A member is not there.
    Absent,
    /// A member is null.
    Null,
    /// A member has a value of the same form that belongs to nobody.
    Other,
    /// A member has the value of another entity, or that from before the call.
    Previous,
    /// A member has another word that it can have.
    Word,
    /// An amount is in a unit that is a hundred times smaller.
    Times100,
    /// An amount is in a unit that is a hundred times larger.
    Divided100,
    /// A number is off by one.
    OffByOne,
    /// A member has another type.
    Retyped,
    /// A text is in the other letter case.
    Recased,
    /// A text, list or object is empty.
    Emptied,
    /// The first row of a list is there twice.
    RowTwice,
    /// The first row of a list is missing.
    RowMissing,
    /// A list is in the other order.
    Reversed,
    /// Two columns have each other's values.
    Swapped,
    /// A row has a relation, or another part, of another row.
    Relation,
    /// An argument of a list is overlooked.
    ArgumentIgnored,
    /// A list is one row longer, or begins one row later, than was asked for.
    ArgumentEdge,
    /// The HTTP status is another one of the same class: 202 for 200, 404 for 403.
    StatusWithin,
    /// The HTTP status is one of another class: 500 for 200, 200 for 403.
    StatusClass,
    /// A refusal has the code or text of another one.
    Refusal,
    /// A refusal tells what the operation would have answered, too.
    ToldMore,
    /// Something is done and told as refused.
    DoneToldRefused,
    /// Something is refused and told as done.
    RefusedToldDone,
    /// The effect is lost.
    Lost,
    /// The effect happens twice.
    Twice,
    /// The effect happens to another thing of the same owner.
    Elsewhere,
    /// The effect happens to a thing of another owner.
    Abroad,
    /// The effect happens to every other thing of the kind as well.
    Everywhere,
    /// The effect happens as if somebody else had asked.
    Principal,
    /// A change is not seen in one of the places that show it.
    Unseen,
    /// An argument is refused in a form that it may have.
    FormRefused,
    /// A GraphQL document is misread.
    Misread,
    /// A check is skipped for one operation.
    CheckSkipped,
    /// A rule is turned round.
    RuleTurned,
    /// A rule is one unit beyond its edge.
    RuleEdge,
    /// A rule has another of its words, or one more or fewer of them.
    RuleWord,
    /// A wrong rule decides what is done, and the right one what is told: what is refused is done all
    /// the same.
    RuleHidden,
}

impl Kind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// The group: the part of a server that is wrong.
    pub fn group(self) -> &'static str {
        match self {
            Self::Absent
            | Self::Null
            | Self::Other
            | Self::Previous
            | Self::Word
            | Self::Times100
            | Self::Divided100
            | Self::OffByOne
            | Self::Retyped
            | Self::Recased
            | Self::Emptied => "member",
            Self::RowTwice
            | Self::RowMissing
            | Self::Reversed
            | Self::Swapped
            | Self::Relation
            | Self::ArgumentIgnored
            | Self::ArgumentEdge => "list",
            Self::StatusWithin
            | Self::StatusClass
            | Self::Refusal
            | Self::ToldMore
            | Self::DoneToldRefused
            | Self::RefusedToldDone => "refusal",
            Self::Lost
            | Self::Twice
            | Self::Elsewhere
            | Self::Abroad
            | Self::Everywhere
            | Self::Principal => "effect",
            Self::CheckSkipped => "check",
            Self::Unseen => "view",
            Self::FormRefused => "form",
            Self::Misread => "document",
            Self::RuleTurned | Self::RuleEdge | Self::RuleWord | Self::RuleHidden => "rule",
        }
    }
}
