//! The in-app surface: users with tokens, their applications and what belongs to others. What cards
//! do alike on both GraphQL surfaces stands in [`super::graphql`].

pub(in crate::steps) mod applications;
mod cards;
mod faults;
mod lists;
mod names;
mod ownership;
mod people;
mod pins;
mod readings;
mod stars;
mod tokens;
