//! Types of columns.

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 32-bit integer.
    Int,
    /// 64-bit integer.
    Bigint,
    /// Number with at most two decimals.
    Numeric,
    /// Text.
    Text,
    /// Yes or no.
    Boolean,
    /// UUID text.
    Uuid,
    /// Instant in UTC.
    Timestamptz,
    /// Day.
    Date,
    /// JSON.
    Jsonb,
}

impl Kind {
    /// All types.
    pub const ALL: [Self; 9] = [
        Self::Int,
        Self::Bigint,
        Self::Numeric,
        Self::Text,
        Self::Boolean,
        Self::Uuid,
        Self::Timestamptz,
        Self::Date,
        Self::Jsonb,
    ];

    /// Name of the scalar in the schema.
    pub fn graphql(self) -> &'static str {
        match self {
            Self::Int => "Int",
            Self::Bigint => "bigint",
            Self::Numeric => "numeric",
            Self::Text => "String",
            Self::Boolean => "Boolean",
            Self::Uuid => "uuid",
            Self::Timestamptz => "timestamptz",
            Self::Date => "date",
            Self::Jsonb => "jsonb",
        }
    }

    /// Whether sums and averages make sense.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Int | Self::Bigint | Self::Numeric)
    }

    /// Whether there is a smallest and a largest.
    pub fn has_extremes(self) -> bool {
        !matches!(self, Self::Boolean | Self::Jsonb)
    }
}
