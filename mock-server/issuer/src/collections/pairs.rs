//! Maps whose keys are no texts: lists of pairs when serialized, because JSON has no other keys.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes the pairs in order of key.
pub fn serialize<'a, M, P, S>(map: &'a M, serializer: S) -> Result<S::Ok, S::Error>
where
    &'a M: IntoIterator<Item = P>,
    P: Serialize,
    S: Serializer,
{
    serializer.collect_seq(map)
}

/// Reads them again.
pub fn deserialize<'de, M, D>(deserializer: D) -> Result<M, D::Error>
where
    M: IntoIterator + FromIterator<M::Item>,
    M::Item: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Vec::<M::Item>::deserialize(deserializer)?.into_iter().collect())
}
